#include "harness/load/report_read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/load/hdr.hpp"
#include "harness/load/start_time.hpp"

namespace parley::load {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json, const char* key) {
  return json.at(key).get<std::string>();
}

std::uint64_t count(const Json& json, const char* key) {
  return json.at(key).get<std::uint64_t>();
}

Duration time(const Json& json, const char* key) {
  return Duration(json.at(key).get<Duration::rep>());
}

[[noreturn]] void unknown(const char* what, const std::string& name) {
  throw std::invalid_argument(fmt::format("{} \"{}\" is not known", what, name));
}

WorkloadKind workload_of(const std::string& name) {
  for (const auto kind : workload_kinds) {
    if (to_string(kind) == name) return kind;
  }
  unknown("the workload", name);
}

Verification verification_of(const std::string& name) {
  for (const auto each : {Verification::full, Verification::stamp, Verification::none}) {
    if (to_string(each) == name) return each;
  }
  unknown("the verification", name);
}

PayloadSpec payload_of(const std::string& text) {
  const auto spec = parse_payload(text);
  if (!spec) throw std::invalid_argument("/plan/payload: " + spec.error());
  return *spec;
}

Plan plan_of(const Json& json) {
  Plan plan;
  plan.workload = workload_of(text(json, "workload"));
  plan.connections = json.at("connections").get<std::uint32_t>();
  plan.publishers = json.at("publishers").get<std::uint32_t>();
  plan.threads = json.at("threads").get<unsigned>();
  if (!json.at("rate").is_null()) plan.rate = json.at("rate").get<double>();
  if (!json.at("depth").is_null()) plan.depth = json.at("depth").get<std::uint32_t>();
  plan.arrivals = text(json, "arrivals") == "poisson" ? Arrivals::poisson : Arrivals::constant;
  plan.payload = payload_of(text(json, "payload"));
  plan.type = text(json, "type") == "text" ? protocol::MessageType::text : protocol::MessageType::binary;
  plan.verification = verification_of(text(json, "verify"));
  if (json.at("compression").get<bool>()) plan.link.handshake.deflate.emplace();
  plan.scenario = json.value("scenario", std::string());
  plan.ramp = time(json, "ramp_ns");
  plan.warmup = time(json, "warmup_ns");
  plan.duration = time(json, "duration_ns");
  plan.patience = time(json, "timeout_ns");
  if (json.contains("shard") && !json.at("shard").is_null()) {
    const Json& shard = json.at("shard");
    plan.shard = Shard{shard.at("index").get<std::uint32_t>(), shard.at("of").get<std::uint32_t>()};
  }
  return plan;
}

Traffic traffic_of(const Json& json) {
  return {count(json, "messages_sent"), count(json, "messages_received"), count(json, "bytes_sent"),
          count(json, "bytes_received"), count(json, "connections_opened")};
}

Histogram decoded(const Json& json) {
  auto histogram = decode_hdr(text(json, "histogram"));
  if (!histogram) throw std::invalid_argument(histogram.error());
  return *std::move(histogram);
}

/// Minimum, maximum and mean stand beside the histogram, which knows them by bucket only.
Histogram times_of(const Json& json, const std::string& name) {
  try {
    return Histogram::of_buckets(decoded(json).buckets(), count(json, "min_ns"), count(json, "max_ns"),
                                 json.at("mean_ns").get<double>());
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("/result/times/{}: {}", name, error.what()));
  }
}

Measure measure_of(const std::string& name) {
  for (const auto& info : measure_infos()) {
    if (info.name == name) return info.measure;
  }
  unknown("the time", name);
}

Fault fault_of(const std::string& name) {
  for (const auto& info : fault_infos()) {
    if (info.name == name) return info.fault;
  }
  unknown("the error", name);
}

std::chrono::system_clock::time_point moment_of(const Json& json, const char* key) {
  const auto moment = parse_utc(text(json, key));
  if (!moment) throw std::invalid_argument(fmt::format("/{}: expected a time as 2026-11-21T07:57:41.707Z", key));
  return *moment;
}

Outcome outcome_of(const Json& json) {
  Outcome outcome;
  outcome.started = moment_of(json, "started");
  outcome.length = time(json, "length_ns");
  outcome.opening = time(json, "opening_ns");
  outcome.warmup.traffic.connections_opened = count(json, "connections_at_the_start");
  outcome.open_links = json.at("connections_at_the_end").get<std::size_t>();
  outcome.measured.traffic = traffic_of(json.at("traffic"));
  outcome.measured.without_deflate = json.value("connections_without_deflate", std::uint64_t{0});
  for (const auto& [name, times] : json.at("times").items()) {
    outcome.measured.of(measure_of(name)) = times_of(times, name);
  }
  for (const Json& error : json.at("errors")) {
    outcome.measured.faults.add(fault_of(text(error, "kind")), count(error, "count"),
                                [&] { return text(error, "example"); });
  }
  for (const Json& step : json.value("steps", Json::array())) {
    outcome.measured.steps.add(text(step, "pointer"), text(step, "what"), count(step, "count"));
  }
  for (const Json& receiver : json.value("receivers", Json::array())) {
    outcome.measured.receivers.add(receiver.at("connection").get<std::uint32_t>(),
                                   {count(receiver, "lost"), count(receiver, "doubled"), count(receiver, "reordered"),
                                    count(receiver, "corrupted")});
  }
  outcome.busy = json.at("generator_busy").get<double>();
  outcome.interrupted = json.at("interrupted").get<bool>();
  outcome.cut_short = json.value("cut_short", std::string());
  outcome.peer_ended = json.value("peer_ended", false);
  return outcome;
}

harness::ProcessUsage usage_of(const Json& json) {
  return {count(json, "resident_bytes"), json.at("descriptors").get<std::size_t>(), time(json, "cpu_ns"),
          count(json, "context_switches")};
}

SeriesRow row_of(const Json& json) {
  SeriesRow row{time(json, "at_ns"),
                time(json, "length_ns"),
                traffic_of(json),
                count(json, "errors"),
                json.at("open_connections").get<std::size_t>(),
                {},
                std::nullopt};
  if (json.contains("histogram")) {
    const auto times = decoded(json);
    const bool none = json.at("max_ns").is_null();
    row.times = Histogram::of_buckets(times.buckets(), times.min(), none ? 0 : count(json, "max_ns"), times.mean());
  }
  if (!json.at("peer").is_null()) row.peer = usage_of(json.at("peer"));
  return row;
}

SearchResult search_of(const Json& json) {
  SearchResult result;
  result.raised = text(json, "raised") == "rate" ? Raised::rate : Raised::connections;
  result.range.precision = json.at("precision").get<double>();
  result.range.confidence = json.at("wanted_confidence").get<double>();
  const auto bound = [&](const char* key) {
    return json.at(key).is_null() ? std::nullopt : std::optional(json.at(key).get<double>());
  };
  result.capacity = {bound("low"), bound("high"), json.at("confidence").get<double>()};
  result.ended = json.value("ended", std::string());
  for (const Json& each : json.at("trials")) {
    result.trials.push_back({each.at("load").get<double>(), text(each, "broken"), each.at("per_second").get<double>(),
                             count(each, "p50_ns"), count(each, "p99_ns"), count(each, "max_ns"), count(each, "errors"),
                             each.at("generator_busy").get<double>()});
  }
  return result;
}

Repetition repetition_from(const Json& json) {
  Repetition repetition{moment_of(json, "started"), {}};
  for (const auto& [name, value] : json.at("values").items()) repetition.values.emplace_back(name, value.get<double>());
  return repetition;
}

}  // namespace

BenchReport read_report(const Json& json) {
  BenchReport report;
  report.parley_version = text(json, "parley_version");
  report.machine = text(json, "machine");
  report.command = text(json, "command");
  report.url = text(json, "url");
  report.plan = plan_of(json.at("plan"));
  const Json& result = json.at("result");
  report.outcome = outcome_of(result);
  report.notes = result.value("notes", std::vector<std::string>());
  if (const Json& peer = result.at("peer"); !peer.is_null()) {
    report.peer = PeerUsage{usage_of(peer.at("before")), std::nullopt, usage_of(peer.at("end"))};
    if (!peer.at("ready").is_null()) report.peer->ready = usage_of(peer.at("ready"));
  }
  if (json.contains("search") && !json.at("search").is_null()) {
    report.search = search_of(json.at("search"));
    report.outcome.capacity = report.search->capacity.low;
  }
  for (const Json& each : json.value("repetitions", Json::array())) report.repetitions.push_back(repetition_from(each));
  for (const Json& row : json.at("series")) report.series.push_back(row_of(row));
  for (const Json& each : json.at("thresholds")) {
    report.thresholds.push_back({text(each, "text"), each.at("passed").get<bool>(), text(each, "actual")});
  }
  return report;
}

}  // namespace parley::load
