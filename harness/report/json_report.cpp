#include "harness/report/json_report.hpp"

#include <fmt/format.h>

#include "harness/report/difference.hpp"
#include "harness/report/text.hpp"

namespace parley::harness {
namespace {

using Json = nlohmann::ordered_json;

Json latency(const LatencySummary& s) {
  return {{"count", s.count}, {"min_ns", s.min}, {"mean_ns", s.mean}, {"p50_ns", s.p50},
          {"p90_ns", s.p90},  {"p99_ns", s.p99}, {"p999_ns", s.p999}, {"max_ns", s.max}};
}

Json traffic(const Traffic& t) {
  return {{"messages_sent", t.messages_sent},
          {"messages_received", t.messages_received},
          {"bytes_sent", t.bytes_sent},
          {"bytes_received", t.bytes_received},
          {"messages_per_second", t.messages_per_second}};
}

Json check(const CheckResult& c) {
  const bool own_detail = c.passed || !c.detail.empty();
  return {{"name", c.name},       {"passed", c.passed},
          {"pointer", c.pointer}, {"expected", c.expected},
          {"actual", c.actual},   {"detail", own_detail ? c.detail : line_difference(c.expected, c.actual)}};
}

Json wire_line(const WireLine& line) {
  return {{"at_ns", line.at.count()}, {"client", line.client}, {"arrow", line.arrow}, {"text", line.text}};
}

template <class Range, class Function>
Json array_of(const Range& range, Function&& function) {
  auto out = Json::array();
  for (const auto& element : range) out.push_back(function(element));
  return out;
}

Json result(const ScenarioResult& r) {
  return {{"name", r.name},
          {"file", r.file},
          {"description", r.description},
          {"tags", r.tags},
          {"server_engine", r.server_engine},
          {"client_engine", r.client_engine},
          {"repetition", r.repetition},
          {"verdict", to_string(r.verdict)},
          {"reason", r.reason},
          {"pointer", r.pointer},
          {"duration_ns", r.duration.count()},
          {"clients", r.clients},
          {"traffic", traffic(r.traffic)},
          {"round_trip", latency(r.round_trip)},
          {"connect", latency(r.connect)},
          {"checks", array_of(r.checks, check)},
          {"wire", array_of(r.wire, wire_line)}};
}

Json summary(const RunReport& report) {
  return {{"total", report.results.size()},          {"passed", report.count(Verdict::passed)},
          {"failed", report.count(Verdict::failed)}, {"skipped", report.count(Verdict::skipped)},
          {"errors", report.count(Verdict::error)},  {"exit_status", report.exit_status()}};
}

}  // namespace

Json json_report(const RunReport& report) {
  return {{"schema_version", report_schema_version},
          {"parley_version", report.parley_version},
          {"machine", report.machine},
          {"command", report.command},
          {"seed", std::to_string(report.seed)},  // 64 bits: more than a number of JavaScript can hold
          {"started", format_utc(report.started)},
          {"duration_ns", report.duration.count()},
          {"summary", summary(report)},
          {"results", array_of(report.results, result)}};
}

std::string json_report_text(const RunReport& report) {
  return json_report(report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace parley::harness
