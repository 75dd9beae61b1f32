// A server for tests of clients that wait to be told: it sends the messages of a script, and closes when they have come
// back, or at once.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/listener.hpp"
#include "net/session.hpp"
#include "protocol/engine.hpp"

namespace parley::client::testing {

struct Script {
  std::vector<std::string> messages;
  bool wants_echo = false;  // closes when as many have come back
};

class ScriptPeer {
 public:
  /// On the client's own loop.
  explicit ScriptPeer(net::Loop& loop)
      : loop_(loop), listener_(loop, {}, [this](auto stream) { accept(std::move(stream)); }) {}
  ~ScriptPeer() {
    for (const auto& connection : connections_) {
      connection->forget_peer();
      loop_.post([connection] {});  // after the end that the drop has posted
    }
  }
  ScriptPeer(ScriptPeer&&) = delete;

  [[nodiscard]] std::string url(const std::string& resource) const {
    return "ws://127.0.0.1:" + std::to_string(listener_.port()) + resource;
  }
  void stop_listening() { listener_.close(); }

  /// By request target; nothing: 404.
  std::function<std::optional<Script>(const std::string& target)> script;
  std::vector<std::string> targets;
  std::vector<std::string> received;
  std::size_t open = 0;
  std::size_t most_open = 0;

 private:
  class Connection final : public protocol::ServerEvents, public net::SessionEvents {
   public:
    Connection(ScriptPeer& peer, std::unique_ptr<net::Stream> stream)
        : peer_(&peer), session_(net::Session::create(peer.loop_, std::move(stream), net::SessionOptions{}, *this)) {}

    void start() { session_->start(protocol::make_native_engine(protocol::ServerEngineOptions{}, *this)); }
    void forget_peer() {
      peer_ = nullptr;
      session_->drop();
    }

    std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override {
      peer_->targets.push_back(request.target);
      auto found = peer_->script(request.target);
      if (!found) return protocol::HttpResponse{404, {}, {}, {}, {}};
      script_ = *std::move(found);
      return protocol::Accept{};
    }
    protocol::HttpResponse on_http(const protocol::HttpRequest& /*request*/) override { return {}; }
    void on_open(const protocol::Negotiated& /*agreed*/) override {
      opened_ = true;
      peer_->most_open = std::max(peer_->most_open, ++peer_->open);
      for (const auto& message : script_.messages) {
        session_->send(protocol::MessageType::text, protocol::as_bytes(message));
      }
      if (!script_.wants_echo) session_->close({1000, ""});
    }
    void on_message(protocol::MessageType /*type*/, protocol::ByteView payload) override {
      peer_->received.emplace_back(protocol::as_text(payload));
      if (++echoes_ == script_.messages.size()) session_->close({1000, ""});
    }
    void on_end(const net::SessionEnd& /*end*/) override {
      if (opened_ && peer_ != nullptr) --peer_->open;
    }

   private:
    ScriptPeer* peer_;  // null once it is gone
    std::shared_ptr<net::Session> session_;
    Script script_;
    std::size_t echoes_ = 0;
    bool opened_ = false;
  };

  void accept(std::unique_ptr<net::Stream> stream) {
    connections_.push_back(std::make_shared<Connection>(*this, std::move(stream)));
    connections_.back()->start();
  }

  net::Loop& loop_;
  net::Listener listener_;
  std::vector<std::shared_ptr<Connection>> connections_;
};

}  // namespace parley::client::testing
