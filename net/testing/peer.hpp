// Peer: one end of a connection in a test: a session with a LetterEngine, and notes of all that it saw.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/session.hpp"
#include "net/testing/letter_engine.hpp"

namespace parley::net::testing {

/// Runs everything that is ready, without waiting for any timer.
inline void settle(Loop& loop) {
  loop.poll();
}

class Peer final : public SessionEvents {
 public:
  using Role = protocol::Role;

  Peer(Loop& loop, Role role) : loop_(loop) { options.role = role; }
  ~Peer() { drop(); }
  Peer(Peer&&) = delete;

  /// Makes the session and starts it.
  void attach(std::unique_ptr<Stream> stream) {
    session = Session::create(loop_, std::move(stream), options, *this);
    session->start(std::make_unique<LetterEngine>(
        options.role,
        [this] {
          if (when_open) when_open();
        },
        [this](protocol::ByteView data) { take(data); }, agreed));
  }

  bool send(std::string_view text) { return session->send(protocol::MessageType::text, protocol::as_bytes(text), {}); }
  bool close() { return session->close({1000, ""}); }
  void drop() {
    if (session && ends.empty()) session->drop();
  }

  void on_end(const SessionEnd& end) override {
    ends.push_back(end);
    if (when_ended) when_ended();
  }
  void on_drained() override {
    ++drained;
    if (when_drained) when_drained();
  }
  void on_wire(Direction direction, protocol::ByteView bytes) override {
    (direction == Direction::sent ? wire_sent : wire_received) += protocol::as_text(bytes);
  }
  [[nodiscard]] bool wants_wire() const override { return taps; }

  [[nodiscard]] protocol::EngineState state() const { return session->engine().state(); }

  SessionOptions options;
  /// With permessage-deflate all messages go through the engine, which leaves frames away.
  protocol::Negotiated agreed{.subprotocol = {}, .deflate = protocol::DeflateParameters{}};
  bool echoes = false;
  bool taps = false;
  std::function<void()> when_open;
  std::function<void()> when_data;  // after each piece of data
  std::function<void()> when_ended;
  std::function<void()> when_drained;

  std::shared_ptr<Session> session;
  std::string received;
  std::string wire_sent, wire_received;
  std::vector<SessionEnd> ends;
  int drained = 0;

 private:
  void take(protocol::ByteView data) {
    received += protocol::as_text(data);
    if (echoes) session->send(protocol::MessageType::binary, data, {});
    if (when_data) when_data();
  }

  Loop& loop_;
};

}  // namespace parley::net::testing
