#include "harness/conformance/report_json.hpp"

#include <algorithm>

#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_wire_lines = 200;  // of one case: a flood shows itself in its first frames

std::string_view to_string(WireLine::Kind kind) {
  switch (kind) {
    case WireLine::Kind::sent:
      return "sent";
    case WireLine::Kind::received:
      return "received";
    case WireLine::Kind::note:
      return "note";
  }
  return "";
}

Json wire(const Transcript& transcript) {
  auto lines = Json::array();
  const auto all = wire_lines(transcript);
  for (std::size_t i = 0; i < std::min(all.size(), most_wire_lines); ++i) {
    const auto& line = all[i];
    Json json = {{"at_ns", line.at.count()}, {"kind", to_string(line.kind)}, {"text", line.text}};
    if (!line.raw.empty()) json["hex"] = protocol::to_hex(line.raw);
    lines.push_back(std::move(json));
  }
  if (all.size() > most_wire_lines) {
    const auto more = harness::format_counted(all.size() - most_wire_lines, "more line");
    lines.push_back({{"at_ns", all.back().at.count()}, {"kind", "note"}, {"text", more}});
  }
  return lines;
}

Json entry(const Entry& entry, const Comparison& comparison) {
  const auto known = std::find(comparison.known.begin(), comparison.known.end(), &entry) != comparison.known.end();
  Json json = {{"id", entry.id},
               {"aliases", entry.aliases},
               {"group", entry.group},
               {"section", entry.section},
               {"level", to_string(entry.level)},
               {"title", entry.title},
               {"rule", entry.rule},
               {"verdict", to_string(entry.verdict)},
               {"known", known},
               {"why", entry.why},
               {"replay", entry.replay}};
  if (entry.result == nullptr) return json;
  const auto& result = *entry.result;
  json["seen"] = result.seen;
  json["closing"] = to_string(result.closing);
  json["peer_close_code"] = result.peer_code == 0 ? Json(nullptr) : Json(result.peer_code);
  json["duration_ns"] = result.duration.count();
  json["wire"] = wire(result.transcript);
  return json;
}

Json summary(const SuiteReport& report, const Comparison& comparison) {
  Json json;
  for (const auto verdict : all_verdicts) {
    json[std::string(to_string(verdict))] = report.count(verdict);
  }
  json["failures"] = comparison.failures.size();
  json["known"] = comparison.known.size();
  json["stale"] = comparison.stale;
  json["unknown"] = comparison.unknown_cases;
  return json;
}

}  // namespace

nlohmann::ordered_json json_report(const SuiteReport& report, const Comparison& comparison) {
  auto entries = Json::array();
  for (const auto& each : report.entries) entries.push_back(entry(each, comparison));
  Json json = {{"schema_version", report_schema_version},
               {"parley_version", report.parley_version},
               {"machine", report.machine},
               {"command", report.command},
               {"role", report.role == Role::server ? "server" : "client"},
               {"peer", report.peer},
               {"started", harness::format_utc(report.started)},
               {"duration_ns", report.duration.count()},
               {"summary", summary(report, comparison)},
               {"entries", std::move(entries)}};
  if (report.interrupted) json["interrupted"] = report.not_played;
  return json;
}

std::string json_report_text(const SuiteReport& report, const Comparison& comparison) {
  return json_report(report, comparison).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace parley::conformance
