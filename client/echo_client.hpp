// EchoClient: sends every message back until the peer closes. It is what a server that tests clients wants to see.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "client/client.hpp"

namespace parley::client {

struct EchoReport {
  bool connected = false;  // TCP stood
  bool secured = false;    // TLS too
  bool opened = false;
  std::string failure;  // why it did not open
  std::uint64_t messages = 0;
  std::string last_text;
  net::SessionEnd end;
};

class EchoClient final : private ClientEvents {
 public:
  enum class Duty : std::uint8_t {
    echo,    // send each message back
    listen,  // only take what comes
  };

  /// Begins at once. `on_done` is called once, from the loop; the client may be destroyed from within it.
  EchoClient(net::Loop& loop, ClientOptions options, Duty duty, std::function<void(EchoReport)> on_done);
  EchoClient(EchoClient&&) = delete;

 private:
  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_failure(const protocol::HandshakeFailure& failure) override;
  void on_end(const net::SessionEnd& end) override;

  void reach(net::ConnectStage stage);

  Duty duty_;
  std::function<void(EchoReport)> on_done_;
  EchoReport report_;
  std::unique_ptr<Client> client_;
};

}  // namespace parley::client
