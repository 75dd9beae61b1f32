#include "harness/load/report_html.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/load/bench_compare.hpp"
#include "harness/load/metric.hpp"
#include "harness/load/report_json.hpp"
#include "harness/report/page.hpp"
#include "web/report_page.hpp"

namespace parley::load {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_rows = 600;  // of a series: more has no place in a picture
constexpr int points_a_decade = 40;

/// [percentile, nanoseconds], closer together the nearer to 100: each power of ten of the rest takes as much room.
Json curve_of(const Histogram& times) {
  auto curve = Json::array();
  const auto add = [&](double percent) {
    const auto value = times.percentile(percent);
    if (!curve.empty() && curve.back()[1] == value && percent < 100) return;
    curve.push_back({percent, value});
  };
  add(0);
  const double decades = std::log10(static_cast<double>(std::max<std::uint64_t>(times.count(), 10)));
  for (int step = 1; step <= points_a_decade * decades; ++step) {
    add(100 * (1 - std::pow(10, -static_cast<double>(step) / points_a_decade)));
  }
  add(100);
  return curve;
}

Json curves_of(const Outcome& outcome) {
  auto curves = Json::object();
  for (const auto& info : measure_infos()) {
    const auto& times = outcome.measured.of(info.measure);
    if (times.count() > 0) curves[std::string(info.name)] = {{"what", info.what}, {"points", curve_of(times)}};
  }
  return curves;
}

/// Rows of a long run are put together, so that no picture has more of them than it can show.
std::vector<SeriesRow> thinned(const std::vector<SeriesRow>& series) {
  const std::size_t together = (series.size() + most_rows - 1) / most_rows;
  if (together <= 1) return series;
  std::vector<SeriesRow> rows;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i % together == 0) {
      rows.push_back(series[i]);
      continue;
    }
    SeriesRow& row = rows.back();
    row.length += series[i].length;
    row.traffic.add(series[i].traffic);
    row.faults += series[i].faults;
    row.open_links = series[i].open_links;
    row.times.merge(series[i].times);
    row.peer = series[i].peer;
  }
  return rows;
}

Json run_of(const BenchDocument& document) {
  auto json = json_of(document.report);
  json["name"] = document.name;
  json["described"] = describe(document.report.plan);
  json["curves"] = curves_of(document.report.outcome);
  auto thin = document.report;
  thin.series = thinned(document.report.series);
  json["series"] = json_of(thin)["series"];
  // The page has their percentiles. Not erased: nlohmann 3.11.2 loses the parents of what comes behind.
  for (auto& row : json["series"]) row["histogram"] = nullptr;
  for (auto& [name, times] : json["result"]["times"].items()) times["histogram"] = nullptr;
  return json;
}

Json compared_of(const ComparedValue& compared) {
  if (!compared.value) return nullptr;
  Json json = {{"value", *compared.value}, {"finding", to_string(compared.finding)}};
  const auto interval = [](const Interval& of) { return Json{of.low, of.high, of.confidence}; };
  if (compared.interval) json["interval"] = interval(*compared.interval);
  if (compared.ratio)
    json["ratio"] = {{"value", compared.ratio->value}, {"interval", interval(compared.ratio->interval)}};
  return json;
}

Json comparison_of(const std::vector<BenchDocument>& documents) {
  auto rows = Json::array();
  for (const auto& row : compare_runs(documents)) {
    auto values = Json::array();
    for (const auto& each : row.values) values.push_back(compared_of(each));
    const bool time = row.metric.unit == Unit::nanoseconds;
    rows.push_back({{"name", row.metric.name},
                    {"label", row.metric.label},
                    {"unit", time                             ? "ns"
                             : row.metric.unit == Unit::bytes ? "bytes"
                                                              : ""},
                    {"values", std::move(values)}});
  }
  return rows;
}

}  // namespace

std::string html_report(const std::vector<BenchDocument>& documents) {
  auto runs = Json::array();
  for (const auto& document : documents) runs.push_back(run_of(document));
  const Json data = {{"runs", std::move(runs)}, {"comparison", comparison_of(documents)}};
  return harness::fill_page(web::bench_page(), {{"{{data}}", harness::json_block(data)}});
}

}  // namespace parley::load
