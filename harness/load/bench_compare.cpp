#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "harness/load/bench_document.hpp"
#include "harness/load/tally.hpp"
#include "harness/report/text.hpp"

namespace parley::load {
namespace {

using harness::Align;
using harness::pad;
using Value = std::function<std::optional<double>(const BenchDocument&)>;
using Words = std::string (*)(double);

constexpr std::size_t label_width = 26;
constexpr std::size_t longest_name = 24;

std::string as_time(double nanoseconds) {
  return harness::format_duration(std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)));
}

/// "1.2 ms (+8 %)": the change is of the first column's value.
std::string cell(double value, std::optional<double> first, Words words) {
  std::string text = words(value);
  if (first && *first > 0) text += fmt::format(" ({:+.1f} %)", 100 * (value / *first - 1));
  return text;
}

std::size_t column_width(const std::vector<BenchDocument>& documents) {
  std::size_t width = longest_name;
  for (const auto& document : documents) width = std::max(width, std::min(longest_name, document.name.size()) + 2);
  return width;
}

/// Empty when no document has the value.
std::string line(const std::vector<BenchDocument>& documents, const std::string& label, const Value& value,
                 Words words) {
  std::string text = pad(label, label_width, Align::left);
  const auto first = value(documents.front());
  bool any = false;
  for (const auto& document : documents) {
    const auto own = value(document);
    any = any || (own && *own != 0);
    const bool is_first = &document == &documents.front();
    const auto column = own ? cell(*own, is_first ? std::nullopt : first, words) : std::string("–");
    text += pad(column, column_width(documents), Align::right);
  }
  return any ? text + "\n" : "";
}

Value rate(std::string name) {
  return [name = std::move(name)](const BenchDocument& document) -> std::optional<double> {
    const auto found = document.per_second.find(name);
    return found == document.per_second.end() ? std::nullopt : std::optional(found->second);
  };
}

Value percentile(std::string name, double percent) {
  return [name = std::move(name), percent](const BenchDocument& document) -> std::optional<double> {
    const auto found = document.times.find(name);
    if (found == document.times.end() || found->second.count() == 0) return std::nullopt;
    return static_cast<double>(found->second.percentile(percent));
  };
}

Value errors() {
  return [](const BenchDocument& document) -> std::optional<double> {
    double sum = 0;
    for (const auto& [kind, count] : document.errors) sum += static_cast<double>(count);
    return sum;
  };
}

}  // namespace

std::string compare(const std::vector<BenchDocument>& documents) {
  std::string text = pad("", label_width, Align::left);
  for (const auto& document : documents) {
    text +=
        pad(harness::truncate(harness::printable(document.name), longest_name), column_width(documents), Align::right);
  }
  text += "\n";
  text += line(
      documents, "connections", [](const auto& document) { return static_cast<double>(document.connections); },
      harness::format_quantity);
  text += line(documents, "sent /s", rate("messages_sent"), harness::format_quantity);
  text += line(documents, "received /s", rate("messages_received"), harness::format_quantity);
  text += line(documents, "opened /s", rate("connections_opened"), harness::format_quantity);
  for (const auto& info : measure_infos()) {
    const std::string name(info.name);
    for (const double percent : {50.0, 90.0, 99.0, 99.9}) {
      text += line(documents, fmt::format("{} p{:g}", name, percent), percentile(name, percent), as_time);
    }
    text += line(documents, name + " max", percentile(name, 100), as_time);
  }
  return text + line(documents, "errors", errors(), harness::format_quantity);
}

}  // namespace parley::load
