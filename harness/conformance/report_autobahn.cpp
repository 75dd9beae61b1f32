#include "harness/conformance/report_autobahn.hpp"

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

std::int64_t milliseconds(const CaseResult& result) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(result.duration).count();
}

Json close_code_of(const CaseResult& result) {
  return result.peer_code == 0 || result.peer_code == 1005 ? Json(nullptr) : Json(result.peer_code);
}

Json index_entry(const Entry& entry, const std::string& file) {
  Json json = {{"behavior", autobahn_behavior(entry.verdict)}};
  if (entry.result == nullptr) {
    json.update(Json{{"behaviorClose", "UNIMPLEMENTED"}, {"duration", 0}, {"remoteCloseCode", nullptr}});
  } else {
    json.update(Json{{"behaviorClose", autobahn_behavior_close(*entry.result)},
                     {"duration", milliseconds(*entry.result)},
                     {"remoteCloseCode", close_code_of(*entry.result)}});
  }
  json["reportfile"] = file;
  return json;
}

Json case_file(const SuiteReport& report, const Entry& entry, const std::string& name) {
  Json json = {{"agent", report.peer},
               {"case", name},
               {"id", entry.id},
               {"started", harness::format_utc(report.started)},
               {"behavior", autobahn_behavior(entry.verdict)},
               {"description", entry.title},
               {"expectation", entry.rule},
               {"result", entry.why}};
  if (entry.result == nullptr) return json;
  json["behaviorClose"] = autobahn_behavior_close(*entry.result);
  json["duration"] = milliseconds(*entry.result);
  json["remoteCloseCode"] = close_code_of(*entry.result);
  json["wirelog"] = to_lines(entry.result->transcript);
  return json;
}

}  // namespace

std::vector<std::string> autobahn_names(const std::vector<std::string>& aliases, const std::string& id) {
  constexpr std::string_view prefix = "autobahn/";
  std::vector<std::string> names;
  for (const auto& alias : aliases) {
    if (alias.starts_with(prefix)) names.push_back(alias.substr(prefix.size()));
  }
  if (names.empty()) names.push_back(id);
  return names;
}

std::string file_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    word += plain ? c : '_';
  }
  return word;
}

std::string_view autobahn_behavior(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "OK";
    case Verdict::pass_lenient:
    case Verdict::warning:
    case Verdict::disputed:
      return "NON-STRICT";
    case Verdict::fail:
    case Verdict::error:
      return "FAILED";
    case Verdict::info:
      return "INFORMATIONAL";
    case Verdict::skipped:
      return "UNIMPLEMENTED";
  }
  return "";
}

std::string_view autobahn_behavior_close(const CaseResult& result) {
  switch (result.closing) {
    case Closing::clean:
    case Closing::dropped:  // where TCP may end without a Close, the case itself judges it
      return "OK";
    case Closing::unanswered:
    case Closing::left_open:
      return "FAILED";
    case Closing::lingering:
      return "UNCLEAN";
    case Closing::not_judged:
      return "UNIMPLEMENTED";
  }
  return "";
}

std::vector<ReportFile> autobahn_report(const std::vector<const SuiteReport*>& reports) {
  Json index = Json::object();
  std::vector<ReportFile> files;
  for (const auto* report : reports) {
    auto& agent = index[report->peer] = Json::object();
    for (const auto& entry : report->entries) {
      // A case that covers several of Autobahn's stands under each of their numbers; monitors have no place there.
      if (entry.kind == Entry::Kind::monitor) continue;
      for (const auto& name : autobahn_names(entry.aliases, entry.id)) {
        const auto file = fmt::format("{}_case_{}.json", file_word(report->peer), file_word(name));
        agent[name] = index_entry(entry, file);
        files.push_back({file, case_file(*report, entry, name)});
      }
    }
  }
  files.insert(files.begin(), {"index.json", std::move(index)});
  return files;
}

}  // namespace parley::conformance
