// The matrix for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/matrix.hpp"
#include "harness/conformance/report_json.hpp"
#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;
using harness::Align;
using harness::pad;
using harness::Paint;
using harness::printable;
using harness::truncate;

constexpr std::size_t widest_name = 28;
constexpr std::size_t number_width = 9;

std::string name_of(const CheckDocument& document, std::size_t columns) {
  return truncate(printable(document.name), columns);
}

std::string count(const Json& number, Verdict verdict, const Paint& paint) {
  const auto text = pad(number == 0 ? "·" : number.dump(), number_width, Align::right);
  const bool bad = verdict == Verdict::fail || verdict == Verdict::error;
  return bad && number != 0 ? paint.bold_red(text) : text;
}

std::string sums(const std::vector<CheckDocument>& documents, const Paint& paint) {
  std::size_t width = 4;
  for (const auto& document : documents) {
    width = std::max(width, harness::display_width(name_of(document, widest_name)));
  }
  std::string head = "  " + pad("peer", width, Align::left);
  for (const auto verdict : all_verdicts) {
    head += pad(verdict == Verdict::pass_lenient ? "lenient" : to_string(verdict), number_width, Align::right);
  }
  std::string out = paint.bold(head) + "\n";
  for (const auto& document : documents) {
    out += "  " + pad(name_of(document, widest_name), width, Align::left);
    for (const auto verdict : all_verdicts) {
      out += count(document.json["summary"][std::string(to_string(verdict))], verdict, paint);
    }
    out += "\n";
  }
  return out;
}

std::string cell(const Json* entry, std::size_t width, const Paint& paint) {
  if (entry == nullptr) return pad("", width, Align::left);
  const auto verdict = (*entry)["verdict"].get<std::string>();
  const auto text = pad(verdict, width, Align::left);
  if (verdict == to_string(Verdict::fail) || verdict == to_string(Verdict::error)) return paint.bold_red(text);
  return verdict == to_string(Verdict::pass) ? paint.green(text) : text;
}

std::string differences(const std::vector<CheckDocument>& documents, const std::vector<MatrixRow>& rows,
                        const Paint& paint) {
  constexpr std::size_t column = 14;  // "pass-lenient" and a gap
  std::string head = "  ";
  for (const auto& document : documents) head += pad(name_of(document, column - 2), column, Align::left);
  std::string out;
  std::size_t number = 0;
  for (const auto& row : rows) {
    if (!row.differs()) continue;
    ++number;
    out += "  ";
    for (const auto* entry : row.cells) out += cell(entry, column, paint);
    const auto& any = row.any();
    out += printable(any["id"].get<std::string>()) + "  " +
           paint.faint(printable(any["level"].get<std::string>() + "  " + any["section"].get<std::string>())) + "\n";
  }
  const auto line = fmt::format("They differ on {} of {}.\n", number, harness::format_counted(rows.size(), "case"));
  return number == 0 ? line : paint.bold(head + "case") + "\n" + out + "\n" + line;
}

}  // namespace

std::string matrix_text(const std::vector<CheckDocument>& documents, harness::Colour colour) {
  const Paint paint(colour);
  const auto table = sums(documents, paint);
  if (documents.size() < 2) return table;
  return table + "\n" + differences(documents, make_matrix(documents), paint);
}

}  // namespace parley::conformance
