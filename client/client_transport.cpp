#include "client/client_transport.hpp"

#include <utility>

namespace parley::client {

std::string error_of(const net::SessionEnd& end) {
  if (end.close.violation) return end.close.violation->what;
  if (end.close.clean()) return {};
  if (!end.reason.empty()) return std::string(end.reason);
  if (end.error) return end.error.message();
  return {};
}

ClientTransport::ClientTransport(net::Loop& loop, ClientOptions options, std::optional<BackoffOptions> reconnect)
    : loop_(loop), options_(std::move(options)), reconnect_(reconnect) {}

ClientTransport::~ClientTransport() = default;

std::string ClientTransport::open(const std::string& url, TransportEvents& events) {
  auto uri = protocol::parse_uri(url);
  if (!uri) return uri.error();
  events_ = &events;
  options_.uri = *std::move(uri);
  opened_ = false;
  ReconnectEvents& to = *this;
  connection_ = std::make_unique<ReconnectingClient>(loop_, options_, reconnect_, to);
  return {};
}

bool ClientTransport::send(protocol::MessageType type, protocol::ByteView payload) {
  Client* const connected = client();
  return connected && connected->send(type, payload);
}

void ClientTransport::close(std::uint16_t code) {
  if (!connection_) return;
  if (client()) return connection_->close({.code = code, .reason = {}});
  // Between two attempts: nothing is open, but the Variable waits for the end of what it began.
  connection_->stop();
  loop_.post([this, alive = std::weak_ptr<void>(alive_)] {
    if (!alive.expired()) events_->transport_closed(protocol::to_number(protocol::CloseCode::abnormal), {});
  });
}

void ClientTransport::on_open(const protocol::Negotiated& /*agreed*/, const protocol::HttpResponse& /*response*/) {
  opened_ = true;
  events_->transport_open();
}

void ClientTransport::on_message(protocol::MessageType type, protocol::ByteView payload) {
  events_->transport_message(type, payload);
}

void ClientTransport::on_failure(const protocol::HandshakeFailure& failure) {
  events_->transport_error(failure.reason);
}

void ClientTransport::on_end(const net::SessionEnd& end) {
  const auto error = error_of(end);
  const auto reason = end.close.received ? end.close.received->reason : std::string();
  const std::weak_ptr<void> alive = alive_;
  // An attempt that failed has been reported by on_failure.
  if (std::exchange(opened_, false) && !error.empty()) events_->transport_error(error);
  if (alive.expired()) return;
  events_->transport_closed(end.close.code(), reason);
}

void ClientTransport::on_waiting(net::Duration /*delay*/) {
  events_->transport_opening();
}

}  // namespace parley::client
