// Reports of parley check, made up.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "harness/conformance/report_json.hpp"

namespace parley::conformance::testing {

using Json = nlohmann::ordered_json;

/// An entry with a wire log of three lines.
inline Json check_entry(const std::string& id, const std::string& group, Verdict verdict) {
  const std::string why = verdict == Verdict::pass ? "" : "seen: nothing";
  return {{"id", id},
          {"aliases", {"autobahn/1.1.1"}},
          {"group", group},
          {"section", "RFC 6455 §5.2"},
          {"level", "must"},
          {"title", "A frame"},
          {"rule", "It is answered."},
          {"verdict", to_string(verdict)},
          {"known", false},
          {"why", why},
          {"replay", id},
          {"seen", "close 1000"},
          {"closing", "clean"},
          {"peer_close_code", 1000},
          {"duration_ns", 1000},
          {"wire",
           {{{"at_ns", 10}, {"kind", "sent"}, {"text", "text 1 \"a\""}, {"hex", "810161"}},
            {{"at_ns", 20}, {"kind", "received"}, {"text", "close 1000 0 bytes"}, {"hex", "880203e8"}},
            {{"at_ns", 30}, {"kind", "note"}, {"text", "the peer ended TCP"}}}}};
}

inline Json check_report(const Json& entries) {
  Json summary;
  for (const auto verdict : all_verdicts) summary[std::string(to_string(verdict))] = 0;
  for (const auto& entry : entries) {
    auto& count = summary[entry["verdict"].get<std::string>()];
    count = count.get<unsigned>() + 1;
  }
  return {{"schema_version", report_schema_version},
          {"parley_version", "1.2.3"},
          {"machine", "a machine"},
          {"command", "parley check server ws://127.0.0.1:1/"},
          {"role", "server"},
          {"peer", "ws://127.0.0.1:1/"},
          {"started", "2026-11-21T07:57:41.707Z"},
          {"duration_ns", 5000},
          {"summary", std::move(summary)},
          {"entries", entries}};
}

}  // namespace parley::conformance::testing
