#include "client/reconnecting_client.hpp"

#include <utility>

namespace parley::client {

ReconnectingClient::ReconnectingClient(net::Loop& loop, ClientOptions options, std::optional<BackoffOptions> backoff,
                                       ReconnectEvents& events, Backoff::Random random)
    : loop_(loop), options_(std::move(options)), events_(events) {
  if (backoff) backoff_.emplace(*backoff, std::move(random));
  connect();
}

ReconnectingClient::~ReconnectingClient() {
  loop_.cancel(timer_);
}

void ReconnectingClient::connect() {
  ClientEvents& events = *this;
  client_ = std::make_unique<Client>(loop_, options_, events);
}

void ReconnectingClient::close(const protocol::CloseBody& body) {
  stop();
  if (client_) client_->close(body);
}

void ReconnectingClient::stop() {
  backoff_.reset();
  loop_.cancel(std::exchange(timer_, 0));
}

void ReconnectingClient::on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) {
  opened_at_ = net::Clock::now();
  events_.on_open(agreed, response);
}

void ReconnectingClient::on_end(const net::SessionEnd& end) {
  if (opened_at_ && backoff_) backoff_->was_open_for(net::Clock::now() - *opened_at_);
  opened_at_.reset();
  client_.reset();
  const std::weak_ptr<void> alive = alive_;
  events_.on_end(end);
  if (alive.expired()) return;
  wait_for_next();
}

void ReconnectingClient::wait_for_next() {
  if (!backoff_) return;
  const auto delay = backoff_->next();
  if (!delay) return;
  timer_ = loop_.after(*delay, [this] {
    timer_ = 0;
    connect();
  });
  events_.on_waiting(*delay);
}

void ReconnectingClient::on_message(protocol::MessageType type, protocol::ByteView payload) {
  events_.on_message(type, payload);
}
void ReconnectingClient::on_ping(protocol::ByteView payload) {
  events_.on_ping(payload);
}
void ReconnectingClient::on_pong(protocol::ByteView payload) {
  events_.on_pong(payload);
}
void ReconnectingClient::on_failure(const protocol::HandshakeFailure& failure) {
  events_.on_failure(failure);
}
void ReconnectingClient::on_drained() {
  events_.on_drained();
}
void ReconnectingClient::on_wire(net::Direction direction, protocol::ByteView bytes) {
  events_.on_wire(direction, bytes);
}
bool ReconnectingClient::wants_wire() const {
  return events_.wants_wire();
}

}  // namespace parley::client
