// What a run of scenarios found: the value that the runner fills and that every report format reads.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::harness {

enum class Verdict : std::uint8_t {
  passed,
  failed,   // a check, an await or a threshold did not hold
  skipped,  // the engine or the machine cannot do it; `reason` says why
  error,    // the peer was unreachable, the server did not start, or we failed: nothing was judged
};

[[nodiscard]] std::string_view to_string(Verdict verdict);

/// A check or threshold that was judged.
struct CheckResult {
  std::string name;  // "client alice: dataset equals"
  bool passed = false;
  std::string pointer;   // JSON pointer of the check in its file: "/checks/0"
  std::string expected;  // as text or pretty JSON
  std::string actual;
  std::string detail;  // a readable difference, several lines; empty when it passed
};

/// Times in nanoseconds. All zero when `count` is 0.
struct LatencySummary {
  std::uint64_t count = 0;
  std::uint64_t min = 0, mean = 0, p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
};

struct Traffic {
  std::uint64_t messages_sent = 0, messages_received = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0;  // payload
  double messages_per_second = 0;                    // both directions, over the time between first and last message
};

/// One line of the wire log, decoded for people.
struct WireLine {
  std::chrono::nanoseconds at{};  // since the scenario began
  std::string client;
  std::string arrow;  // "→" sent, "←" received
  std::string text;   // "text 5 \"hello\"", "close 1000", "HTTP/1.1 101 …"
};

struct ScenarioResult {
  std::string name;
  std::string file;
  std::string description;
  std::vector<std::string> tags;
  std::string server_engine;  // "native", "websocketpp", or "external"
  std::string client_engine;
  Verdict verdict = Verdict::error;
  bool interrupted = false;  // the user ended the run: that is why it is skipped
  std::string reason;        // one sentence when not passed
  std::string pointer;       // the step that failed, as a JSON pointer; may be empty
  std::chrono::nanoseconds duration{};
  unsigned clients = 0;
  unsigned repetition = 1;  // 1 to --repeat
  Traffic traffic;
  LatencySummary round_trip;
  LatencySummary connect;  // from open to the 101
  std::vector<CheckResult> checks;
  std::vector<WireLine> wire;  // the last lines before a failure; all of them with -v

  /// "native → websocketpp": the client's engine, the server's.
  [[nodiscard]] std::string pairing() const;
  /// "scenarios/echo.json /checks/0"
  [[nodiscard]] std::string place() const;
};

struct RunReport {
  std::string parley_version;
  std::string machine;  // "2 × AMD EPYC, Linux 6.1"
  std::string command;  // as typed
  std::uint64_t seed = 0;
  std::chrono::system_clock::time_point started;
  std::chrono::nanoseconds duration{};
  std::vector<ScenarioResult> results;

  [[nodiscard]] std::size_t count(Verdict verdict) const;
  /// 0 all well; 1 something failed; 3 something could not be judged; 77 nothing was played, all was skipped.
  [[nodiscard]] int exit_status() const;
};

}  // namespace parley::harness
