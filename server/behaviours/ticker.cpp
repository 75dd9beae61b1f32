#include "server/behaviours/ticker.hpp"

#include "server/behaviours/tick.hpp"

namespace parley::server {

void read_options(OptionReader& reader, TickerOptions& options) {
  reader.duration("interval", options.interval, std::chrono::milliseconds(1), std::chrono::hours(24));
  reader.choice("kind", options.kind, {"scores", "weather"});
  reader.integer("seed", options.seed, 0, UINT64_MAX);
}

void Ticker::on_open(ConnectionId id, const protocol::HttpRequest& /*request*/, Now now, Actions& actions) {
  if (!told_) told_ = now.steady;
  actions.set_timer(id, next_tick(*told_, now.steady, options_.interval));
}

void Ticker::on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) {
  actions.set_timer(id, next_tick(due, now.steady, options_.interval));
  if (due <= *told_) return;
  told_ = due;
  actions.broadcast(protocol::MessageType::text, protocol::as_bytes(feed_.next(unix_milliseconds(now.wall))));
}

}  // namespace parley::server
