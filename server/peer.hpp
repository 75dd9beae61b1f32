// Peer: one connection of the server, from its first byte to its end.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "net/session.hpp"
#include "server/behaviour.hpp"
#include "server/hub.hpp"

namespace parley::server {

class Worker;

/// Stands between a session and the behaviour of its path. Lives on its worker's thread.
class Peer final : public protocol::ServerEvents, public net::SessionEvents, public Actions, public Member {
 public:
  Peer(Worker& worker, ConnectionId id) : worker_(worker), id_(id) {}
  Peer(Peer&&) = delete;

  void start(std::unique_ptr<net::Stream> stream);

  /// Close 1001 where the connection is open; a handshake that is still going on is dropped.
  void go_away();
  void drop();

  // What an action of any connection of the path does to this one.
  void send_own(protocol::MessageType type, protocol::ByteView payload);
  void close_own(std::uint16_t code, std::string_view reason);
  void set_own_timer(std::chrono::steady_clock::time_point due);

  // Member
  void deliver(const std::shared_ptr<const net::SharedMessage>& message) override;
  [[nodiscard]] ConnectionId id() const override { return id_; }

  // protocol::ServerEvents
  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override;
  protocol::HttpResponse on_http(const protocol::HttpRequest& request) override;
  void on_open(const protocol::Negotiated& agreed) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_messages(std::span<const protocol::MessageView> messages) override;
  bool echoes() override;
  void on_echoed(std::uint64_t messages, std::uint64_t payload_bytes) override;
  bool send_frames(protocol::ByteView frames) override { return session_->send_frames(frames); }

  // net::SessionEvents
  void on_end(const net::SessionEnd& end) override;

  // Actions, of this connection's behaviour
  void send(ConnectionId to, protocol::MessageType type, protocol::ByteView payload) override;
  void send_all(ConnectionId to, std::span<const protocol::MessageView> messages) override;
  void broadcast(protocol::MessageType type, protocol::ByteView payload) override;
  void broadcast_except(ConnectionId but, protocol::MessageType type, protocol::ByteView payload) override;
  void publish(std::string_view topic, std::string_view payload) override;
  void close(ConnectionId connection, std::uint16_t code, std::string_view reason) override;
  void drop(ConnectionId connection) override;
  void set_timer(ConnectionId connection, std::chrono::steady_clock::time_point due) override;
  void log(std::string_view what) override;

 private:
  /// How far the peer has come; it only moves forward.
  enum class Stage : std::uint8_t {
    silent,    // no valid request yet
    answered,  // with a response that is not an upgrade
    admitted,  // the upgrade was granted: counts among the server's connections
    open,
    ended,
  };

  std::variant<protocol::Accept, protocol::HttpResponse> refuse(protocol::HttpResponse response,
                                                                const protocol::HttpRequest& request);
  void hold_back();
  void go_on();
  void on_timer(std::chrono::steady_clock::time_point due);
  void log_end(const net::SessionEnd& end);

  Worker& worker_;
  const ConnectionId id_;
  Place* place_ = nullptr;
  PathCounters* counters_ = nullptr;  // of the place on this worker
  std::shared_ptr<net::Session> session_;
  std::unique_ptr<const protocol::HttpRequest> request_;  // from the upgrade to on_open
  net::Loop::TimerId timer_ = 0;
  Stage stage_ = Stage::silent;
  bool echoes_ = false;     // its behaviour does (Behaviour::echoes)
  bool held_back_ = false;  // it broadcasts faster than the other threads deliver
};

}  // namespace parley::server
