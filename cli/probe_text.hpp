// What a probe has found, for people and for programs.
#pragma once

#include <chrono>
#include <string>

#include "client/probe.hpp"
#include "client/value.hpp"

namespace parley::cli {

/// Some lines; `now` tells how long a certificate is still valid.
[[nodiscard]] std::string probe_text(const client::ProbeReport& report, std::chrono::system_clock::time_point now);

/// How the connection came to its end: "the server ended first, with Close 1001".
[[nodiscard]] std::string end_text(const client::ProbeReport& report);

/// Durations in milliseconds, times as ISO 8601 in UTC.
[[nodiscard]] client::Value probe_json(const client::ProbeReport& report);

/// Text for JSON, which has only UTF-8: other bytes become U+FFFD. Binary payloads become base64.
[[nodiscard]] client::Value message_json(protocol::MessageType type, protocol::ByteView payload);

/// A message on one line: "text    45 B  {"time":…}".
[[nodiscard]] std::string message_line(protocol::MessageType type, protocol::ByteView payload);

}  // namespace parley::cli
