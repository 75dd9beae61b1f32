// The server's counters as text for Prometheus.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parley::server {

struct PathMetrics {
  std::string path;
  std::string behaviour;
  std::uint64_t connections = 0, opened = 0;
  std::uint64_t messages_received = 0, messages_sent = 0;
  std::uint64_t bytes_received = 0, bytes_sent = 0;
};

struct Metrics {
  std::chrono::duration<double> uptime{};
  std::vector<PathMetrics> paths;
  std::map<int, std::uint64_t> refusals;        // by status
  std::map<int, std::uint64_t> http_responses;  // by status
  std::map<int, std::uint64_t> closes;          // by close code
  std::uint64_t failed = 0;
};

inline constexpr const char* prometheus_content_type = "text/plain; version=0.0.4; charset=utf-8";

/// The text exposition format, version 0.0.4.
[[nodiscard]] std::string to_prometheus(const Metrics& metrics);

}  // namespace parley::server
