#include "harness/conformance/report_autobahn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "harness/conformance/autobahn_wire.hpp"
#include "harness/conformance/monitor.hpp"
#include "harness/conformance/selection.hpp"
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

/// What the peer broke on the way, though the case is not about that. Autobahn's own WebSocket would have failed the
/// connection, and with it the case.
const Finding* broken_must(const Entry& entry, Role role) {
  if (entry.result == nullptr || entry.result->findings.empty()) return nullptr;
  const auto rules = monitors(role);
  const auto is_must = [&](const Finding& finding) {
    return std::any_of(rules.begin(), rules.end(), [&](const Monitor& monitor) {
      return monitor.rule == finding.rule && monitor.level == Level::must;
    });
  };
  const auto& findings = entry.result->findings;
  const auto found = std::find_if(findings.begin(), findings.end(), is_must);
  return found == findings.end() ? nullptr : &*found;
}

std::string_view behavior_of(const Entry& entry, Role role) {
  const bool judged = entry.verdict != Verdict::skipped;
  return autobahn_behavior(judged && broken_must(entry, role) != nullptr ? Verdict::fail : entry.verdict);
}

std::string result_of(const Entry& entry, Role role) {
  const auto* const broken = broken_must(entry, role);
  if (broken == nullptr) return entry.why;
  return entry.why.empty() ? broken->what : entry.why + "; " + broken->what;
}

Json index_entry(const Entry& entry, Role role, const std::string& file) {
  Json json = {{"behavior", behavior_of(entry, role)}};
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

template <class Counts>
Json counted(const Counts& counts) {
  auto json = Json::object();
  for (const auto& [what, number] : counts) json[std::to_string(what)] = number;
  return json;
}

/// "remoteCloseCode" and so on of the first Close of a side.
void add_close(Json& json, const std::string& side, const std::optional<protocol::Bytes>& close) {
  const bool coded = close && close->size() >= 2;
  json[side + "CloseCode"] = coded ? Json(close_code(*close)) : Json(nullptr);
  json[side + "CloseReason"] =
      coded ? Json(harness::printable(protocol::as_text(protocol::ByteView(*close).subspan(2)))) : Json(nullptr);
}

void add_closing(Json& json, const CaseResult& result, Role role) {
  json["behaviorClose"] = autobahn_behavior_close(result);
  json["resultClose"] = to_string(result.closing);
  if (result.closing == Closing::not_judged) return;
  const bool clean = result.closing == Closing::clean;
  json["wasClean"] = clean;
  json["wasNotCleanReason"] = clean ? Json(nullptr) : Json(to_string(result.closing));
  json["wasCloseHandshakeTimeout"] = result.closing == Closing::unanswered;
  json["wasServerConnectionDropTimeout"] = role == Role::server && result.closing == Closing::left_open;
  json["droppedByMe"] = result.tcp_ender != TcpEnder::peer;  // the suite leaves no connection open
}

void add_wire(Json& json, const CaseResult& result, Role role) {
  auto wire = autobahn_wire(result.transcript);
  const bool server = role == Role::server;
  json["httpRequest"] = (server ? wire.ours : wire.peers).head;
  json["httpResponse"] = (server ? wire.peers : wire.ours).head;
  json["createWirelog"] = true;
  json["createStats"] = !result.transcript.cut;  // what was behind the cut is not known
  json["wirelog"] = std::move(wire.log);
  if (result.transcript.cut) return;
  add_close(json, "local", wire.ours.close);
  add_close(json, "remote", wire.peers.close);
  // RFC 6455 §7.1.4: a Close both ways, where ours may have had no time.
  if (result.closing == Closing::clean && !wire.ours.close) {
    json["wasClean"] = false;
    json["wasNotCleanReason"] = "the peer sent a Close and ended TCP before ours was sent";
  }
  json["closedByMe"] = wire.we_closed_first;
  json["rxOctetStats"] = counted(wire.peers.octets);
  json["rxFrameStats"] = counted(wire.peers.frames);
  json["txOctetStats"] = counted(wire.ours.octets);
  json["txFrameStats"] = counted(wire.ours.frames);
}

/// With the keys of Autobahn, as far as they are known: none of them is made up.
Json case_file(const SuiteReport& report, const Entry& entry, const std::string& name, std::size_t number) {
  Json json = {{"agent", report.peer},
               {"case", number},
               {"id", name},
               {"parleyId", entry.id},
               {"isServer", report.role == Role::client},
               {"behavior", behavior_of(entry, report.role)},
               {"description", entry.title},
               {"expectation", entry.rule},
               {"result", result_of(entry, report.role)}};
  if (entry.result == nullptr) return json;
  if (const auto at = entry.result->started; at.time_since_epoch().count() != 0)
    json["started"] = harness::format_utc(at);
  json["duration"] = milliseconds(*entry.result);
  json["reportTime"] = is_on_request(*entry.result->test);  // whether a page is to show the duration
  json["remoteCloseCode"] = close_code_of(*entry.result);
  add_closing(json, *entry.result, report.role);
  add_wire(json, *entry.result, report.role);
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
    std::size_t number = 0;
    for (const auto& entry : report->entries) {
      // A case that covers several of Autobahn's stands under each of their numbers; monitors have no place there.
      if (entry.kind == Entry::Kind::monitor) continue;
      for (const auto& name : autobahn_names(entry.aliases, entry.id)) {
        const auto file = fmt::format("{}_case_{}.json", file_word(report->peer), file_word(name));
        agent[name] = index_entry(entry, report->role, file);
        files.push_back({file, case_file(*report, entry, name, ++number)});
      }
    }
  }
  files.insert(files.begin(), {"index.json", std::move(index)});
  return files;
}

}  // namespace parley::conformance
