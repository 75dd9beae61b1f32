#include "client/echo_client.hpp"

#include <utility>

namespace parley::client {

EchoClient::EchoClient(net::Loop& loop, ClientOptions options, Duty duty, std::function<void(EchoReport)> on_done)
    : duty_(duty), on_done_(std::move(on_done)) {
  options.on_connect_stage = [this](net::ConnectStage stage) { reach(stage); };
  ClientEvents& events = *this;
  client_ = std::make_unique<Client>(loop, std::move(options), events);
}

void EchoClient::reach(net::ConnectStage stage) {
  switch (stage) {
    case net::ConnectStage::resolved:
      return;
    case net::ConnectStage::connected:
      report_.connected = true;
      return;
    case net::ConnectStage::secured:
      report_.secured = true;
      return;
  }
}

void EchoClient::on_open(const protocol::Negotiated& /*agreed*/, const protocol::HttpResponse& /*response*/) {
  report_.opened = true;
}

void EchoClient::on_message(protocol::MessageType type, protocol::ByteView payload) {
  ++report_.messages;
  switch (duty_) {
    case Duty::echo:
      client_->send(type, payload);
      return;
    case Duty::listen:
      if (type == protocol::MessageType::text) report_.last_text = protocol::as_text(payload);
      return;
  }
}

void EchoClient::on_failure(const protocol::HandshakeFailure& failure) {
  report_.failure = failure.reason;
}

void EchoClient::on_end(const net::SessionEnd& end) {
  report_.end = end;
  const auto on_done = std::move(on_done_);
  on_done(std::move(report_));
}

}  // namespace parley::client
