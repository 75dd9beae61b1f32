#include "harness/report/sample_report.hpp"

#include <fmt/format.h>

#include <array>
#include <random>

namespace parley::harness {
namespace {

using namespace std::chrono_literals;

LatencySummary around(std::uint64_t median) {
  return {.count = 4000,
          .min = median / 3,
          .mean = median + median / 8,
          .p50 = median,
          .p90 = median * 2,
          .p99 = median * 4,
          .p999 = median * 9,
          .max = median * 14};
}

ScenarioResult passed() {
  ScenarioResult r;
  r.name = "Echo: 1,000 clients";
  r.file = "scenarios/echo-1000-clients.json";
  r.description = "A thousand clients send and get everything back.";
  r.tags = {"echo", "load"};
  r.server_engine = r.client_engine = "native";
  r.verdict = Verdict::passed;
  r.duration = 1234ms;
  r.clients = 1000;
  r.traffic = {.messages_sent = 50000,
               .messages_received = 50000,
               .bytes_sent = 3200000,
               .bytes_received = 3200000,
               .messages_per_second = 345678.9};
  r.round_trip = around(412'000);
  r.connect = around(2'300'000);
  r.checks = {{.name = "every client: received 50", .passed = true, .pointer = "/checks/0"},
              {.name = "round trip p99 under 50ms", .passed = true, .pointer = "/thresholds/round_trip/p99"}};
  return r;
}

ScenarioResult failed() {
  ScenarioResult r;
  r.name = "Heart rate: append keeps three \u2764\uFE0F";
  r.file = "scenarios/policy-append-3.json";
  r.description = "Append with a limit of three keeps the last three messages.";
  r.tags = {"variable", "policy"};
  r.server_engine = "websocketpp";
  r.client_engine = "native";
  r.verdict = Verdict::failed;
  r.reason = "client alice: the dataset is not as expected";
  r.pointer = "/checks/0";
  r.duration = 87ms;
  r.clients = 1;
  r.traffic = {
      .messages_sent = 5, .messages_received = 5, .bytes_sent = 25, .bytes_received = 25, .messages_per_second = 114.9};
  r.round_trip = {.count = 5,
                  .min = 81'000,
                  .mean = 120'000,
                  .p50 = 99'000,
                  .p90 = 200'000,
                  .p99 = 200'000,
                  .p999 = 200'000,
                  .max = 200'000};
  r.checks = {{.name = "client alice: dataset equals",
               .passed = false,
               .pointer = "/checks/0",
               .expected = "[\n  3,\n  4,\n  5\n]",
               .actual = "[\n  2,\n  3,\n  4,\n  5\n]"},
              {.name = "client alice: close code 1000", .passed = true, .pointer = "/checks/1"}};
  r.wire = {{.at = 1'200'000ns, .client = "alice", .arrow = "→", .text = "GET /echo HTTP/1.1"},
            {.at = 1'900'000ns, .client = "alice", .arrow = "←", .text = "HTTP/1.1 101 Switching Protocols"},
            {.at = 2'345'678ns, .client = "alice", .arrow = "→", .text = "text 1 \"5\""},
            {.at = 2'500'000ns, .client = "alice", .arrow = "←", .text = "text 4 \"\x1b[2J\""}};
  return r;
}

ScenarioResult skipped() {
  ScenarioResult r;
  r.name = "Deflate with a window of 8 bits";
  r.file = "scenarios/deflate-window-8.json";
  r.tags = {"deflate"};
  r.server_engine = r.client_engine = "websocketpp";
  r.verdict = Verdict::skipped;
  r.reason = "websocketpp answers server_max_window_bits=8 with 9";
  r.clients = 1;
  return r;
}

ScenarioResult hostile() {
  ScenarioResult r;
  r.name = "</script><img src=x onerror=alert(1)>";
  r.file = "scenarios/<!--.json";
  r.tags = {"<b>"};
  r.server_engine = "external";
  r.client_engine = "websocketpp";
  r.verdict = Verdict::error;
  r.reason = "cannot connect to 127.0.0.1:9: Connection refused \xFF]]>";
  r.clients = 2;
  r.duration = 4ms;
  return r;
}

}  // namespace

RunReport sample_report() {
  RunReport report;
  report.parley_version = "0.1.0";
  report.machine = "2 × Example 3000, Linux 6.1.0";
  report.command = "parley run scenarios --seed 7";
  report.seed = 18446744073709551615ULL;
  report.started = std::chrono::system_clock::time_point(1700000000s + 250ms);
  report.duration = 1500ms;
  report.results = {passed(), failed(), skipped(), hostile()};
  return report;
}

RunReport large_sample_report(unsigned scenarios) {
  constexpr std::array engines{"native", "websocketpp"};
  constexpr std::array names{"Node demo: welcome, echo, clock", "Append with limit 3",
                             "Broadcast to 100 clients",        "Close 1009 for a message that is too big",
                             "Ping is answered by its payload", "A slow reader among fast ones",
                             "Reconnect with backoff",          "16 MiB binary message"};
  constexpr std::array tags{"demo", "policy", "broadcast", "closing", "control", "backpressure", "reconnect", "size"};
  std::mt19937_64 random(1);
  auto report = sample_report();
  for (unsigned i = 0; i < 4 * scenarios; ++i) {
    const auto kind = i / 4 % names.size();
    auto r = passed();
    r.name = i / 4 < names.size() ? names[kind] : fmt::format("{} ({})", names[kind], i / 4 / names.size() + 1);
    r.file = fmt::format("scenarios/{:02}-{}.json", i / 4, tags[kind]);
    r.tags = {tags[kind]};
    r.client_engine = engines[i % 2];
    r.server_engine = engines[i / 2 % 2];
    r.clients = kind == 2 ? 100 : 1 + static_cast<unsigned>(kind);
    r.duration = std::chrono::microseconds(2000 + random() % 3'000'000);
    r.traffic.messages_sent = 10 + random() % 4000;
    r.traffic.messages_received = r.traffic.messages_sent * r.clients;
    r.traffic.messages_per_second = static_cast<double>(r.traffic.messages_received) / 0.7;
    r.round_trip = around(40'000 + random() % 900'000);
    r.connect = around(300'000 + random() % 900'000);
    if (i % 19 == 7) r.verdict = Verdict::skipped, r.reason = "the engine cannot do it", r.round_trip = {};
    report.results.push_back(r);
  }
  return report;
}

}  // namespace parley::harness
