// Ticker: news at every interval, the same for all.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "server/behaviour.hpp"
#include "server/behaviours/ticker_feed.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

struct TickerOptions {
  std::chrono::nanoseconds interval = std::chrono::seconds(1);
  TickerKind kind = TickerKind::scores;
  std::uint64_t seed = 1;
};

void read_options(OptionReader& reader, TickerOptions& options);

/// Ticks while somebody is connected, on a grid that begins with the first connection. Every connection has a timer on
/// that grid, and the first of them that comes sends to all: there is no leader whose loss would stop the ticker.
class Ticker final : public Behaviour {
 public:
  explicit Ticker(TickerOptions options) : options_(options), feed_(options.kind, options.seed) {}

  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) override;

 private:
  const TickerOptions options_;
  TickerFeed feed_;
  std::optional<std::chrono::steady_clock::time_point> told_;  // the last tick that was sent, or the grid's begin
};

}  // namespace parley::server
