#include "server/behaviours/heart_rate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/behaviours/tick.hpp"

namespace parley::server {

void read_options(OptionReader& reader, HeartRateOptions& options) {
  reader.duration("interval", options.interval, std::chrono::milliseconds(1), std::chrono::hours(24));
  reader.integer("seed", options.seed, 0, UINT64_MAX);
}

int Pulse::next() {
  constexpr int lowest = 61;
  constexpr int highest = 99;
  // A trend that changes slowly: a curve with hills rather than a jagged line.
  trend_ = std::clamp(trend_ + random_.between(-1, 1), -3, 3);
  value_ += trend_;
  if (value_ < lowest || value_ > highest) {
    value_ = std::clamp(value_, lowest, highest);
    trend_ = 0;
  }
  return value_;
}

void HeartRate::on_open(ConnectionId id, const protocol::HttpRequest& /*request*/, Now now, Actions& actions) {
  pulses_.emplace(id, Pulse(next_seed_++));
  actions.set_timer(id, now.steady + options_.interval);
}

void HeartRate::on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) {
  const auto text = fmt::format(R"({{"time":{},"value":{}}})", unix_milliseconds(now.wall), pulses_.at(id).next());
  actions.send(id, protocol::MessageType::text, protocol::as_bytes(text));
  actions.set_timer(id, next_tick(due, now.steady, options_.interval));
}

void HeartRate::on_close(ConnectionId id, Now /*now*/, Actions& /*actions*/) {
  pulses_.erase(id);
}

}  // namespace parley::server
