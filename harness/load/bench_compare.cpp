#include "harness/load/bench_compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/text.hpp"

namespace parley::load {
namespace {

using harness::Align;
using harness::pad;

constexpr std::size_t label_width = 26;
constexpr std::size_t narrowest = 30;
constexpr std::size_t longest_name = 40;

std::optional<Metric> metric_of(const BenchReport& report, const std::string& name) {
  for (auto& metric : metrics_of(report)) {
    if (metric.name == name) return std::move(metric);
  }
  return std::nullopt;
}

/// The seconds of one run, of a metric that a series has.
std::vector<double> seconds_of(const BenchReport& report, const std::string& name) {
  const std::string main(measure_infos()[static_cast<std::size_t>(main_measure(report.plan.workload))].name);
  std::vector<double> values;
  for (const auto& row : report.series) {
    const double seconds = std::chrono::duration<double>(row.length).count();
    const auto rate = [&](std::uint64_t count) { values.push_back(static_cast<double>(count) / seconds); };
    const auto time = [&](double percent) {
      if (row.times.count() > 0) values.push_back(static_cast<double>(row.times.percentile(percent)));
    };
    if (name == "messages_sent") rate(row.traffic.messages_sent);
    if (name == "messages_received") rate(row.traffic.messages_received);
    if (name == "connections_opened") rate(row.traffic.connections_opened);
    if (name == main + ".p50") time(50);
    if (name == main + ".p90") time(90);
    if (name == main + ".p99") time(99);
  }
  return values;
}

Finding finding_of(const Difference& difference, Better better, bool repeated) {
  if (!difference.decides) return Finding::few;
  if (!difference.differs()) return Finding::noise;
  if (!repeated) return Finding::once;
  switch (better) {
    case Better::neither:
      return Finding::differs;
    case Better::higher:
      return difference.is_more() ? Finding::better : Finding::worse;
    case Better::lower:
      return difference.is_more() ? Finding::worse : Finding::better;
  }
  return Finding::none;
}

ComparedValue value_of(const BenchReport& report, const std::string& name) {
  ComparedValue compared;
  if (const auto repeated = values_of(report, name); !repeated.empty()) {
    compared.value = median(repeated);
    compared.interval = median_interval(repeated);
  } else if (const auto metric = metric_of(report, name)) {
    compared.value = metric->value;
  }
  return compared;
}

void compare_with(const BenchReport& first, const BenchReport& other, const Metric& metric, ComparedValue& compared,
                  std::optional<double> first_value) {
  if (!compared.value || !first_value) return;
  const bool repeated = !first.repetitions.empty() && !other.repetitions.empty();
  const auto values = [&](const BenchReport& report) {
    return repeated ? values_of(report, metric.name) : seconds_of(report, metric.name);
  };
  const auto of_first = values(first);
  const auto of_other = values(other);
  compared.ratio = ratio_of(of_first, of_other);
  if (compared.ratio) {
    compared.finding = finding_of(*compared.ratio, metric.better, repeated);
  } else if (*compared.value == *first_value) {
    compared.finding = Finding::noise;
  } else if (const auto shift = shift_of(of_first, of_other)) {  // errors were none
    compared.finding = finding_of(*shift, metric.better, repeated);
  } else {
    compared.finding = Finding::few;
  }
}

std::string cell(const ComparedRow& row, std::size_t index) {
  const auto& [value, interval, ratio, finding] = row.values[index];
  if (!value) return "–";
  std::string text = format_metric(row.metric.unit, *value);
  const auto first = row.values.front().value;
  if (index > 0 && first && *first > 0) text += fmt::format(" ({:+.1f} %)", 100 * (*value / *first - 1));
  return finding == Finding::none ? text : fmt::format("{} {}", text, to_string(finding));
}

constexpr std::string_view legend =
    "better, worse, differs: beyond the noise of the repetitions (Mann-Whitney, 99 %); noise: not; once: beyond the\n"
    "noise within the runs, which were not repeated (--repeat 5); ?: too few values to tell\n";

}  // namespace

std::string_view to_string(Finding finding) {
  switch (finding) {
    case Finding::none:
      return "";
    case Finding::noise:
      return "noise";
    case Finding::better:
      return "better";
    case Finding::worse:
      return "worse";
    case Finding::differs:
      return "differs";
    case Finding::once:
      return "once";
    case Finding::few:
      return "?";
  }
  return {};
}

std::vector<ComparedRow> compare_runs(const std::vector<BenchDocument>& documents) {
  std::vector<ComparedRow> rows;
  const auto add = [&](const Metric& metric) {
    const auto same = [&](const ComparedRow& row) { return row.metric.name == metric.name; };
    if (std::any_of(rows.begin(), rows.end(), same)) return;
    auto& row = rows.emplace_back(ComparedRow{metric, {}});
    for (const auto& document : documents) {
      auto& compared = row.values.emplace_back(value_of(document.report, metric.name));
      if (&document == &documents.front()) continue;
      compare_with(documents.front().report, document.report, metric, compared, row.values.front().value);
    }
  };
  for (const auto& document : documents) {
    for (const auto& metric : metrics_of(document.report)) add(metric);
  }
  return rows;
}

std::string compare(const std::vector<BenchDocument>& documents) {
  std::size_t width = narrowest;
  for (const auto& document : documents) width = std::max(width, std::min(longest_name, document.name.size()) + 2);
  std::string text = pad("", label_width, Align::left);
  for (const auto& document : documents) {
    text += pad(harness::truncate(harness::printable(document.name), longest_name), width, Align::right);
  }
  text += "\n";
  for (const auto& row : compare_runs(documents)) {
    const bool any = std::any_of(row.values.begin(), row.values.end(),
                                 [](const auto& each) { return each.value && *each.value != 0; });
    if (!any) continue;
    text += pad(row.metric.label, label_width, Align::left);
    for (std::size_t i = 0; i < row.values.size(); ++i) text += pad(cell(row, i), width, Align::right);
    text += "\n";
  }
  return documents.size() > 1 ? text + std::string(legend) : text;
}

}  // namespace parley::load
