#include <fmt/format.h>

#include "client/value.hpp"
#include "harness/report/difference.hpp"
#include "harness/scenario/judge.hpp"

namespace parley::scenario {
namespace {

Finding failed(std::string expected, std::string actual, std::string detail = {}) {
  return {false, std::move(expected), std::move(actual), std::move(detail)};
}

/// -1, 0 or 1; numbers by value, strings by their bytes. Nothing for values that have no order.
std::optional<int> compare(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) {
    const auto x = a.get<double>();
    const auto y = b.get<double>();
    return x < y ? -1 : (x > y ? 1 : 0);
  }
  if (a.is_string() && b.is_string()) {
    const int order = a.get_ref<const std::string&>().compare(b.get_ref<const std::string&>());
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
  }
  return std::nullopt;
}

Finding judge_order(const SortedBy& sorted, const Json& dataset) {
  const bool ascending = sorted.order == SortedBy::Order::ascending;
  const std::string expected =
      fmt::format("items sorted by {}, {}", sorted.pointer.empty() ? "themselves" : sorted.pointer,
                  ascending ? "ascending" : "descending");
  if (!dataset.is_array()) return failed(expected, preview(dataset));
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    const Json* value = find_at(dataset[i], sorted.pointer);
    if (value == nullptr)
      return failed(expected, fmt::format("item {} has no {}: {}", i, sorted.pointer, preview(dataset[i])));
    if (i == 0) continue;
    const Json* before = find_at(dataset[i - 1], sorted.pointer);
    const auto order = compare(*before, *value);
    if (!order)
      return failed(expected, fmt::format("items {} and {} have no order: {} and {}", i - 1, i, preview(*before),
                                          preview(*value)));
    if (*order == (ascending ? 1 : -1)) {
      return failed(expected, fmt::format("item {} is {}, item {} is {}", i - 1, preview(*before), i, preview(*value)));
    }
  }
  return {true, expected, fmt::format("{} items", dataset.size()), ""};
}

Finding judge_items(const DatasetCheck& check, const Json& dataset, const Lookup& lookup) {
  const auto judge_item = [&](const std::optional<Matcher>& matcher, std::size_t index) -> Finding {
    const Matcher resolved = resolve(*matcher, lookup);
    const std::string difference = mismatch(resolved, dataset[index]);
    if (difference.empty()) return {};
    return failed(fmt::format("item {} {}", index, resolved.describe()), preview(dataset[index]),
                  fmt::format("item {}: {}", index, difference));
  };
  if (!check.each && !check.first && !check.last) return {};
  if (!dataset.is_array()) return failed("a list of items", preview(dataset));
  if (dataset.empty()) {
    if (check.first || check.last) return failed("at least one item", "[]");
    return {};
  }
  if (check.first) {
    if (Finding finding = judge_item(check.first, 0); !finding.passed) return finding;
  }
  if (check.last) {
    if (Finding finding = judge_item(check.last, dataset.size() - 1); !finding.passed) return finding;
  }
  for (std::size_t i = 0; check.each && i < dataset.size(); ++i) {
    if (Finding finding = judge_item(check.each, i); !finding.passed) return finding;
  }
  return {};
}

/// Of a check that held: all that it wanted.
std::string described(const DatasetCheck& check, const Matcher& whole) {
  std::string text = whole.describe();
  const auto add = [&](std::string_view what, const std::string& how) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, how);
  };
  if (check.each) add("each item", check.each->describe());
  if (check.first) add("the first item", check.first->describe());
  if (check.last) add("the last item", check.last->describe());
  if (check.sorted_by) add("sorted by", check.sorted_by->pointer.empty() ? "the item" : check.sorted_by->pointer);
  return text;
}

}  // namespace

Finding judge_dataset(const DatasetCheck& check, const Json& dataset, const Lookup& lookup) {
  const Matcher whole = resolve(check.whole, lookup);
  const std::string actual = readable(dataset);
  if (const std::string difference = mismatch(whole, dataset); !difference.empty()) {
    if (!whole.equals) return failed(whole.describe(), actual, difference);
    const std::string expected = readable(*whole.equals);
    return failed(expected, actual, harness::line_difference(expected, actual));
  }
  if (Finding finding = judge_items(check, dataset, lookup); !finding.passed) return finding;
  if (check.sorted_by) {
    if (Finding finding = judge_order(*check.sorted_by, dataset); !finding.passed) return finding;
  }
  return {true, whole.equals ? readable(*whole.equals) : described(check, whole), preview(dataset), ""};
}

}  // namespace parley::scenario
