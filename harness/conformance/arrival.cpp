#include "harness/conformance/arrival.hpp"

#include <utility>

namespace parley::conformance {

Arrival::Arrival(net::Loop& loop, std::unique_ptr<net::Stream> stream, const Events& events)
    : loop_(loop), stream_(std::move(stream)), events_(events) {}

Arrival::~Arrival() {
  loop_.cancel(timer_);
}

void Arrival::start(std::chrono::nanoseconds at_most) {
  arm(at_most, &Arrival::leave);
  wait();
}

void Arrival::wait_for_turn(std::chrono::nanoseconds at_most) {
  arm(at_most, &Arrival::tell_turn);
}

std::unique_ptr<net::Stream> Arrival::take_stream() {
  loop_.cancel(timer_);
  return std::move(stream_);
}

void Arrival::arm(std::chrono::nanoseconds delay, void (Arrival::*task)()) {
  loop_.cancel(timer_);
  timer_ = loop_.after(std::chrono::duration_cast<net::Duration>(delay), [weak = weak_from_this(), task] {
    if (const auto self = weak.lock()) ((*self).*task)();
  });
}

void Arrival::wait() {
  const auto go_on = [weak = weak_from_this()](std::error_code error) {
    const auto self = weak.lock();
    if (self && self->stream_ && error != asio::error::operation_aborted) self->read();
  };
  // TLS may have read the request together with the end of its handshake.
  if (stream_->has_buffered_input()) return loop_.post([go_on] { go_on({}); });
  stream_->wait_readable(go_on);
}

void Arrival::read() {
  const auto buffer = loop_.read_buffer();
  const auto [bytes, error] = stream_->read(buffer);
  protocol::append(received_, buffer.first(bytes));
  if (!target_told_) {
    head_.feed(buffer.first(bytes));
    if (head_.complete() || head_.failed()) tell_target();
  }
  if (!stream_) return;
  if (error && error != asio::error::would_block) return leave();
  wait();
}

/// A head that is no sound one is a fault of the client, to be judged like others, even if it has no end.
void Arrival::leave() {
  if (!target_told_ && !head_.fault().empty()) return tell_target();
  events_.on_leave(shared_from_this());
}

void Arrival::tell_turn() {
  events_.on_turn(shared_from_this());
}

void Arrival::tell_target() {
  target_told_ = true;
  loop_.cancel(timer_);
  events_.on_target(shared_from_this(), head_.request().target);
}

}  // namespace parley::conformance
