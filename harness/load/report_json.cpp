#include "harness/load/report_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/load/hdr.hpp"
#include "harness/report/text.hpp"

namespace parley::load {
namespace {

using Json = nlohmann::ordered_json;

template <class Value, class Function>
Json or_null(const std::optional<Value>& value, Function&& function) {
  return value ? Json(function(*value)) : Json(nullptr);
}

Json plan_of(const Plan& plan, bool tls) {
  const auto same = [](auto value) { return value; };
  Json json = {{"workload", to_string(plan.workload)},
               {"connections", plan.connections},
               {"publishers", plan.workload == WorkloadKind::broadcast ? plan.publishers : 0},
               {"threads", plan.threads},
               {"rate", or_null(plan.rate, same)},
               {"depth", plan.rate ? Json(nullptr) : Json(plan.depth)},
               {"arrivals", plan.arrivals == Arrivals::poisson ? "poisson" : "constant"},
               {"payload", to_string(plan.payload)},
               {"type", plan.type == protocol::MessageType::text ? "text" : "binary"},
               {"verify", to_string(plan.verification)},
               {"compression", plan.link.handshake.deflate.has_value()},
               {"tls", tls},
               {"ramp_ns", plan.ramp.count()},
               {"warmup_ns", plan.warmup.count()},
               {"duration_ns", plan.duration.count()},
               {"timeout_ns", plan.patience.count()},
               {"shard", or_null(plan.shard, [](const Shard& shard) {
                  return Json{{"index", shard.index}, {"of", shard.of}};
                })}};
  if (plan.workload == WorkloadKind::scenario) json["scenario"] = plan.scenario;
  return json;
}

Json traffic_of(const Traffic& traffic) {
  return {{"messages_sent", traffic.messages_sent},
          {"messages_received", traffic.messages_received},
          {"bytes_sent", traffic.bytes_sent},
          {"bytes_received", traffic.bytes_received},
          {"connections_opened", traffic.connections_opened}};
}

Json rates_of(const Outcome& outcome) {
  const auto& traffic = outcome.measured.traffic;
  return {{"messages_sent", per_second(traffic.messages_sent, outcome)},
          {"messages_received", per_second(traffic.messages_received, outcome)},
          {"bytes_sent", per_second(traffic.bytes_sent, outcome)},
          {"bytes_received", per_second(traffic.bytes_received, outcome)},
          {"connections_opened", per_second(traffic.connections_opened, outcome)}};
}

Json times_of(const Histogram& times) {
  return {{"count", times.count()},
          {"min_ns", times.min()},
          {"mean_ns", static_cast<std::uint64_t>(std::llround(times.mean()))},
          {"p50_ns", times.percentile(50)},
          {"p90_ns", times.percentile(90)},
          {"p99_ns", times.percentile(99)},
          {"p999_ns", times.percentile(99.9)},
          {"p9999_ns", times.percentile(99.99)},
          {"max_ns", times.max()},
          {"histogram", encode_hdr(times)}};
}

Json all_times(const Tally& tally) {
  auto all = Json::object();
  for (const auto& info : measure_infos()) {
    if (tally.of(info.measure).count() > 0) all[std::string(info.name)] = times_of(tally.of(info.measure));
  }
  return all;
}

Json faults_of(const Faults& faults) {
  auto list = Json::array();
  for (const auto& info : fault_infos()) {
    if (faults.count(info.fault) == 0) continue;
    list.push_back({{"kind", info.name}, {"count", faults.count(info.fault)}, {"example", faults.example(info.fault)}});
  }
  return list;
}

Json steps_of(const Outcome& outcome) {
  auto list = Json::array();
  const StepFailures steps = outcome.steps();
  for (const auto& [pointer, entry] : steps.entries()) {
    list.push_back({{"pointer", pointer}, {"count", entry.count}, {"what", entry.what}});
  }
  return list;
}

Json receivers_of(const Outcome& outcome) {
  auto list = Json::array();
  const ReceiverFaults receivers = outcome.receivers();
  for (const auto& [receiver, counts] : receivers.entries()) {
    list.push_back({{"connection", receiver},
                    {"lost", counts.lost},
                    {"doubled", counts.doubled},
                    {"reordered", counts.reordered},
                    {"corrupted", counts.corrupted}});
  }
  return list;
}

Json search_of(const SearchResult& search) {
  auto trials = Json::array();
  for (const auto& trial : search.trials) {
    trials.push_back({{"load", trial.load},
                      {"broken", trial.broken},
                      {"per_second", trial.done},
                      {"p50_ns", trial.p50},
                      {"p99_ns", trial.p99},
                      {"max_ns", trial.max},
                      {"errors", trial.faults},
                      {"generator_busy", trial.busy}});
  }
  const auto same = [](double value) { return value; };
  return {{"raised", to_string(search.raised)},
          {"precision", search.range.precision},
          {"wanted_confidence", search.range.confidence},
          {"low", or_null(search.capacity.low, same)},
          {"high", or_null(search.capacity.high, same)},
          {"confidence", search.capacity.confidence},
          {"ended", search.ended},
          {"trials", std::move(trials)}};
}

Json repetitions_of(const BenchReport& report) {
  auto list = Json::array();
  for (const auto& repetition : report.repetitions) {
    auto values = Json::object();
    for (const auto& [name, value] : repetition.values) values[name] = value;
    list.push_back({{"started", harness::format_utc(repetition.started)}, {"values", std::move(values)}});
  }
  return list;
}

Json usage_of(const harness::ProcessUsage& usage) {
  return {{"resident_bytes", usage.resident_bytes},
          {"descriptors", usage.descriptors},
          {"cpu_ns", usage.cpu_time.count()},
          {"context_switches", usage.context_switches}};
}

Json peer_of(const BenchReport& report) {
  const auto same = [](double value) { return value; };
  return or_null(report.peer, [&](const PeerUsage& peer) -> Json {
    return {{"before", usage_of(peer.before)},
            {"ready", or_null(peer.ready, usage_of)},
            {"end", usage_of(peer.end)},
            {"bytes_per_connection", or_null(bytes_per_connection(report), same)},
            {"processors", or_null(peer_processors(report), same)}};
  });
}

Json result_of(const BenchReport& report) {
  const Outcome& outcome = report.outcome;
  return {{"started", harness::format_utc(outcome.started)},
          {"length_ns", outcome.length.count()},
          {"opening_ns", outcome.opening.count()},
          {"connections_at_the_start", outcome.warmup.traffic.connections_opened},
          {"connections_at_the_end", outcome.open_links},
          {"main_time", measure_infos()[static_cast<std::size_t>(main_measure(report.plan.workload))].name},
          {"traffic", traffic_of(outcome.measured.traffic)},
          {"per_second", rates_of(outcome)},
          {"times", all_times(outcome.measured)},
          {"errors", faults_of(outcome.faults())},
          {"steps", steps_of(outcome)},
          {"receivers", receivers_of(outcome)},
          {"connections_without_deflate", outcome.warmup.without_deflate + outcome.measured.without_deflate},
          {"generator_busy", outcome.busy},
          {"interrupted", outcome.interrupted},
          {"cut_short", outcome.cut_short},
          {"peer_ended", outcome.peer_ended},
          {"peer", peer_of(report)},
          {"notes", report.notes},
          {"remarks", remarks(report)}};
}

Json row_of(const SeriesRow& row) {
  const bool none = row.times.count() == 0;
  Json json = {{"at_ns", row.at.count()}, {"length_ns", row.length.count()}};
  json.update(traffic_of(row.traffic));
  json.update({{"errors", row.faults},
               {"open_connections", row.open_links},
               {"p50_ns", none ? Json(nullptr) : Json(row.times.percentile(50))},
               {"p99_ns", none ? Json(nullptr) : Json(row.times.percentile(99))},
               {"max_ns", none ? Json(nullptr) : Json(row.times.max())},
               {"histogram", encode_hdr(row.times)},
               {"peer", or_null(row.peer, usage_of)}});
  return json;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Json json_of(const BenchReport& report) {
  Json thresholds = Json::array();
  for (const auto& each : report.thresholds) {
    thresholds.push_back({{"text", each.text}, {"passed", each.passed}, {"actual", each.actual}});
  }
  Json series = Json::array();
  for (const auto& row : report.series) series.push_back(row_of(row));
  Json json = {{"schema_version", bench_schema_version},
               {"parley_version", report.parley_version},
               {"machine", report.machine},
               {"command", report.command},
               {"url", report.url},
               {"plan", plan_of(report.plan, report.url.starts_with("wss:"))},
               {"result", result_of(report)},
               {"thresholds", std::move(thresholds)},
               {"passed", report.passed()},
               {"exit_status", report.exit_status()},
               {"series", std::move(series)},
               {"search", or_null(report.search, search_of)},
               {"repetitions", repetitions_of(report)}};
  return json;
}

std::string json_report_text(const BenchReport& report) {
  return text_of(json_of(report));
}

std::string json_report_text(const std::vector<BenchReport>& reports) {
  auto runs = Json::array();
  for (const auto& report : reports) runs.push_back(json_of(report));
  return text_of({{"schema_version", bench_schema_version},
                  {"parley_version", reports.front().parley_version},
                  {"runs", std::move(runs)}});
}

}  // namespace parley::load
