#include "harness/conformance/arrival.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace parley::conformance {
namespace {

/// The second word of a head that is no sound one, up to a fragment.
std::string target_in(std::string_view head) {
  const auto begin = std::min(head.find(' '), head.size() - 1) + 1;
  return std::string(head.substr(begin, head.find_first_of(" #\r\n", begin) - begin));
}

}  // namespace

Arrival::Arrival(net::Loop& loop, std::unique_ptr<net::Stream> stream, const Events& events)
    : loop_(loop), stream_(std::move(stream)), events_(events) {}

Arrival::~Arrival() {
  loop_.cancel(timer_);
}

void Arrival::start(std::chrono::nanoseconds at_most) {
  arm(at_most, events_.on_leave);
  wait();
}

void Arrival::wait_for_turn(std::chrono::nanoseconds at_most) {
  arm(at_most, events_.on_turn);
}

std::unique_ptr<net::Stream> Arrival::take_stream() {
  loop_.cancel(timer_);
  return std::move(stream_);
}

void Arrival::arm(std::chrono::nanoseconds delay, const std::function<void(const std::shared_ptr<Arrival>&)>& tell) {
  loop_.cancel(timer_);
  timer_ = loop_.after(std::chrono::duration_cast<net::Duration>(delay), [weak = weak_from_this(), &tell] {
    if (const auto self = weak.lock()) tell(self);
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
  if (error && error != asio::error::would_block) return events_.on_leave(shared_from_this());
  if (!target_told_) {
    head_.feed(buffer.first(bytes));
    if (head_.state() != protocol::HeadState::reading) return tell_target();
  }
  wait();
}

/// A head that is no sound one is a fault of the client, to be judged like others.
void Arrival::tell_target() {
  target_told_ = true;
  loop_.cancel(timer_);
  const bool sound = head_.state() == protocol::HeadState::complete;
  const auto self = shared_from_this();
  events_.on_target(self, sound ? head_.message().target : target_in(protocol::as_text(received_)));
  if (stream_) wait();
}

}  // namespace parley::conformance
