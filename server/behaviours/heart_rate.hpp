// Heart rate: a monitor that tells a pulse at every interval, to each client its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "server/behaviour.hpp"
#include "server/behaviours/random.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

struct HeartRateOptions {
  std::chrono::nanoseconds interval = std::chrono::milliseconds(500);
  std::uint64_t seed = 1;
};

void read_options(OptionReader& reader, HeartRateOptions& options);

/// A pulse from 61 to 99 that changes by at most 3 from one value to the next.
class Pulse {
 public:
  explicit Pulse(std::uint64_t seed) : random_(seed), value_(random_.between(70, 90)) {}
  int next();

 private:
  Random random_;
  int value_;
  int trend_ = 0;
};

/// {"time":1513152655902,"value":95} as text, for the first time one interval after the connection; time in
/// milliseconds since 1970. What clients send is ignored. The n-th client of the path has the seed `seed` + n - 1: the
/// first one sees the same values in every run.
class HeartRate final : public Behaviour {
 public:
  explicit HeartRate(HeartRateOptions options) : options_(options), next_seed_(options.seed) {}

  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) override;
  void on_close(ConnectionId id, Now now, Actions& actions) override;

 private:
  const HeartRateOptions options_;
  std::uint64_t next_seed_;
  std::unordered_map<ConnectionId, Pulse> pulses_;
};

}  // namespace parley::server
