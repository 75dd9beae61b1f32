// ReconnectingClient: one Client after another, with a Backoff between them.
#pragma once

#include <memory>
#include <optional>

#include "client/backoff.hpp"
#include "client/client.hpp"
#include "client/random.hpp"

namespace parley::client {

class ReconnectEvents : public ClientEvents {
 public:
  /// After on_end, when there will be another attempt. None follows an end that this side asked for.
  virtual void on_waiting(net::Duration /*delay*/) {}

 protected:
  ~ReconnectEvents() = default;
};

/// All members on the loop's thread. `events` gets the events of every connection, and must outlive this object or
/// the last on_end. It may be destroyed from within any event; none is called then.
class ReconnectingClient final : private ClientEvents {
 public:
  /// Begins to connect. Without a backoff it never does so again.
  ReconnectingClient(net::Loop& loop, ClientOptions options, std::optional<BackoffOptions> backoff,
                     ReconnectEvents& events, Backoff::Random random = random_number);
  ~ReconnectingClient();
  ReconnectingClient(ReconnectingClient&&) = delete;

  /// The present connection; null while waiting for the next attempt, and after the last one.
  [[nodiscard]] Client* client() const { return client_.get(); }

  /// Closes for good. While waiting there is nothing to close: the attempts just end, without an event.
  void close(const protocol::CloseBody& body);
  void stop();  // no further attempts; the present connection goes on

 private:
  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_ping(protocol::ByteView payload) override;
  void on_pong(protocol::ByteView payload) override;
  void on_failure(const protocol::HandshakeFailure& failure) override;
  void on_end(const net::SessionEnd& end) override;
  void on_drained() override;
  void on_wire(net::Direction direction, protocol::ByteView bytes) override;
  [[nodiscard]] bool wants_wire() const override;

  void connect();
  void wait_for_next();

  net::Loop& loop_;
  ClientOptions options_;
  std::optional<Backoff> backoff_;
  ReconnectEvents& events_;
  std::unique_ptr<Client> client_;
  std::optional<net::TimePoint> opened_at_;
  net::Loop::TimerId timer_ = 0;
  std::shared_ptr<void> alive_ = std::make_shared<int>();  // expires when an event's receiver destroys us
};

}  // namespace parley::client
