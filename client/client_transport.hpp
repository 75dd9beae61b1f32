// ClientTransport: a Variable's connection over a real socket.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/reconnecting_client.hpp"
#include "client/transport.hpp"

namespace parley::client {

class ClientTransport final : public Transport, private ReconnectEvents {
 public:
  /// `options` are those of every connection, but for the URI, which comes with `open`. With a backoff, connections
  /// that end without our asking are made again.
  ClientTransport(net::Loop& loop, ClientOptions options, std::optional<BackoffOptions> reconnect = std::nullopt);
  ~ClientTransport() override;

  std::string open(const std::string& url, TransportEvents& events) override;
  bool send(protocol::MessageType type, protocol::ByteView payload) override;
  void close(std::uint16_t code) override;

  /// The present connection, or null: for what a Variable has no words for (pings, dropping, pausing).
  [[nodiscard]] Client* client() const { return connection_ ? connection_->client() : nullptr; }

 private:
  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_failure(const protocol::HandshakeFailure& failure) override;
  void on_end(const net::SessionEnd& end) override;
  void on_waiting(net::Duration delay) override;

  net::Loop& loop_;
  ClientOptions options_;
  std::optional<BackoffOptions> reconnect_;
  TransportEvents* events_ = nullptr;
  std::unique_ptr<ReconnectingClient> connection_;
  bool opened_ = false;
  std::shared_ptr<void> alive_ = std::make_shared<int>();
};

/// Why onError comes before onClose: the peer broke the protocol, or the connection broke. Empty after a clean close,
/// and when TCP just ended.
[[nodiscard]] std::string error_of(const net::SessionEnd& end);

}  // namespace parley::client
