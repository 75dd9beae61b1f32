// Backoff: how long to wait before connecting again: exponential, with full jitter.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace parley::client {

struct BackoffOptions {
  std::chrono::nanoseconds first = std::chrono::milliseconds(500);  // the ceiling before the first retry
  std::chrono::nanoseconds max = std::chrono::seconds(30);          // the ceiling never grows beyond
  double factor = 2;                                                // of each ceiling to the one before, at least 1
  unsigned max_attempts = 0;                                        // in a row; 0: for ever
  std::chrono::nanoseconds stable_after = std::chrono::seconds(5);  // open for so long: start again from `first`
};

/// Full jitter: each delay is drawn evenly from nothing to the ceiling, so that the clients of a server that went away
/// do not all come back at once. (RFC 6455 §7.2.3 asks for a random delay and for backing off.)
class Backoff {
 public:
  /// A random number with all 64 bits even.
  using Random = std::function<std::uint64_t()>;

  Backoff(BackoffOptions options, Random random);

  /// The delay before the next attempt, or nothing when the attempts are used up.
  [[nodiscard]] std::optional<std::chrono::nanoseconds> next();

  /// A connection was open for so long, and has ended.
  void was_open_for(std::chrono::nanoseconds time);

  [[nodiscard]] unsigned attempts() const { return attempts_; }  // since the last stable connection

 private:
  [[nodiscard]] std::chrono::nanoseconds ceiling() const;

  BackoffOptions options_;
  Random random_;
  unsigned attempts_ = 0;
};

}  // namespace parley::client
