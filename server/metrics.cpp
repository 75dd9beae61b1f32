#include "server/metrics.hpp"

#include <fmt/format.h>

#include <string_view>

namespace parley::server {
namespace {

/// A label's value may hold any character; these three must be escaped.
std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text;
}

void begin(std::string& text, std::string_view name, std::string_view type, std::string_view help) {
  text += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

struct Family {
  std::string_view name;
  std::string_view type;
  std::string_view help;
};

void by_path(std::string& text, const Metrics& metrics, const Family& family, std::uint64_t PathMetrics::*value) {
  begin(text, family.name, family.type, family.help);
  for (const auto& path : metrics.paths) {
    text += fmt::format("{}{{path=\"{}\",behaviour=\"{}\"}} {}\n", family.name, escaped(path.path),
                        escaped(path.behaviour), path.*value);
  }
}

void by_number(std::string& text, const std::map<int, std::uint64_t>& counts, const Family& family,
               std::string_view label) {
  begin(text, family.name, family.type, family.help);
  for (const auto& [number, count] : counts)
    text += fmt::format("{}{{{}=\"{}\"}} {}\n", family.name, label, number, count);
}

}  // namespace

std::string to_prometheus(const Metrics& metrics) {
  std::string text;
  begin(text, "parley_uptime_seconds", "gauge", "Seconds since the server started.");
  text += fmt::format("parley_uptime_seconds {:.3f}\n", metrics.uptime.count());
  by_path(text, metrics, {"parley_connections", "gauge", "WebSocket connections that are open."},
          &PathMetrics::connections);
  by_path(text, metrics, {"parley_connections_total", "counter", "WebSocket connections opened."},
          &PathMetrics::opened);
  by_path(text, metrics, {"parley_messages_received_total", "counter", "Data messages received."},
          &PathMetrics::messages_received);
  by_path(text, metrics, {"parley_messages_sent_total", "counter", "Data messages sent."}, &PathMetrics::messages_sent);
  by_path(text, metrics, {"parley_payload_bytes_received_total", "counter", "Payload of data messages received."},
          &PathMetrics::bytes_received);
  by_path(text, metrics, {"parley_payload_bytes_sent_total", "counter", "Payload of data messages sent."},
          &PathMetrics::bytes_sent);
  by_number(text, metrics.refusals, {"parley_handshakes_refused_total", "counter", "Upgrades refused, by HTTP status."},
            "status");
  by_number(text, metrics.http_responses,
            {"parley_http_responses_total", "counter", "Requests without an upgrade, by HTTP status."}, "status");
  by_number(text, metrics.closes, {"parley_closes_total", "counter", "WebSocket connections ended, by close code."},
            "code");
  begin(text, "parley_handshakes_failed_total", "counter",
        "TCP connections that ended without a complete and valid request.");
  text += fmt::format("parley_handshakes_failed_total {}\n", metrics.failed);
  return text;
}

}  // namespace parley::server
