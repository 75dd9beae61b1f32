#include "harness/report/difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace parley::harness {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context = 3;           // equal lines kept beside a change
constexpr std::size_t most_cells = 4 << 20;  // of the table below; larger middles are shown as "all out, all in"

enum class Edit : char { equal = ' ', removed = '-', added = '+' };

struct EditedLine {
  Edit edit;
  std::string_view line;
};

Lines split(std::string_view text) {
  Lines lines;
  while (true) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// The length of the longest common subsequence of every pair of tails of two texts.
class TailTable {
 public:
  TailTable(const Lines& a, const Lines& b) : columns_(b.size() + 1), cells_((a.size() + 1) * columns_) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }

  std::uint32_t& at(std::size_t i, std::size_t j) { return cells_[i * columns_ + j]; }

 private:
  std::size_t columns_;
  std::vector<std::uint32_t> cells_;
};

void compare_middles(const Lines& a, const Lines& b, std::vector<EditedLine>& out) {
  std::size_t i = 0;
  std::size_t j = 0;
  if ((a.size() + 1) * (b.size() + 1) <= most_cells) {
    TailTable common(a, b);
    while (i < a.size() && j < b.size()) {
      if (a[i] == b[j]) {
        out.push_back({Edit::equal, a[i++]});
        ++j;
      } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
        out.push_back({Edit::removed, a[i++]});
      } else {
        out.push_back({Edit::added, b[j++]});
      }
    }
  }
  for (; i < a.size(); ++i) out.push_back({Edit::removed, a[i]});
  for (; j < b.size(); ++j) out.push_back({Edit::added, b[j]});
}

std::vector<EditedLine> compare(const Lines& a, const Lines& b) {
  const auto shorter = std::min(a.size(), b.size());
  std::size_t head = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;

  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(head), lines.end() - static_cast<std::ptrdiff_t>(tail));
  };
  std::vector<EditedLine> edits;
  for (std::size_t i = 0; i < head; ++i) edits.push_back({Edit::equal, a[i]});
  compare_middles(middle(a), middle(b), edits);
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) edits.push_back({Edit::equal, a[i]});
  return edits;
}

/// True for lines that are changed or near a change; a single line is not worth leaving out.
std::vector<bool> worth_showing(const std::vector<EditedLine>& edits) {
  std::vector<bool> shown(edits.size());
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].edit == Edit::equal) continue;
    const auto first = i < context ? 0 : i - context;
    const auto last = std::min(edits.size(), i + context + 1);
    std::fill(shown.begin() + static_cast<std::ptrdiff_t>(first), shown.begin() + static_cast<std::ptrdiff_t>(last),
              true);
  }
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool before = i == 0 || shown[i - 1];
    const bool after = i + 1 == shown.size() || shown[i + 1];
    if (before && after) shown[i] = true;
  }
  return shown;
}

}  // namespace

std::string line_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  const auto edits = compare(split(expected), split(actual));
  const auto shown = worth_showing(edits);
  std::string out;
  for (std::size_t i = 0; i < edits.size();) {
    if (shown[i]) {
      out += fmt::format("{} {}\n", static_cast<char>(edits[i].edit), edits[i].line);
      ++i;
      continue;
    }
    const auto start = i;
    while (i < edits.size() && !shown[i]) ++i;
    out += fmt::format("  … {} equal lines\n", i - start);
  }
  out.pop_back();
  return out;
}

}  // namespace parley::harness
