// A server for the load generator's tests: on a thread of its own, and as faulty as a test wants it.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <utility>

#include "net/listener.hpp"
#include "net/session.hpp"
#include "net/tls.hpp"
#include "protocol/engine.hpp"

namespace parley::load::testing {

using protocol::ByteView;
using protocol::MessageType;

/// One message of a connection, and how to answer it.
struct Received {
  net::Session& session;
  std::uint64_t number;  // of this connection's messages: 0, 1, …
  MessageType type;
  ByteView payload;

  void echo() const { session.send(type, payload); }
};

struct LoadPeerOptions {
  std::function<void(const Received&)> on_message = [](const Received& message) { message.echo(); };
  std::function<void(net::Session&)> on_open = [](net::Session&) {};
  std::function<void(net::Session&)> on_end = [](net::Session&) {};
  std::optional<protocol::HttpResponse> refusal = {};
  std::optional<protocol::DeflateOptions> deflate = {};
  std::shared_ptr<net::TlsContext> tls = {};
};

class LoadPeer {
 public:
  explicit LoadPeer(LoadPeerOptions options = {})
      : options_(std::move(options)),
        listener_(std::make_unique<net::Listener>(loop_, net::ListenerOptions{.tls = options_.tls},
                                                  [this](std::unique_ptr<net::Stream> stream) {
                                                    auto connection =
                                                        std::make_unique<Connection>(*this, std::move(stream));
                                                    Connection* const key = connection.get();
                                                    connections_.emplace(key, std::move(connection));
                                                    key->start();
                                                  })),
        port_(listener_->port()),
        thread_([this] { loop_.run(); }) {}

  ~LoadPeer() {
    loop_.post([this] {
      listener_->close();
      stopping_ = true;
      for (const auto& [key, connection] : connections_) connection->drop();
      if (connections_.empty()) loop_.stop();
    });
    thread_.join();
  }

  LoadPeer(LoadPeer&&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  class Connection final : public protocol::ServerEvents, public net::SessionEvents {
   public:
    Connection(LoadPeer& peer, std::unique_ptr<net::Stream> stream)
        : peer_(peer), session_(net::Session::create(peer.loop_, std::move(stream), net::SessionOptions{}, *this)) {}

    void start() {
      protocol::ServerEngineOptions engine;
      engine.deflate = peer_.options_.deflate;
      session_->start(protocol::make_native_engine(engine, *this));
    }
    void drop() { session_->drop(); }

    std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest&) override {
      if (peer_.options_.refusal) return *peer_.options_.refusal;
      return protocol::Accept{};
    }
    protocol::HttpResponse on_http(const protocol::HttpRequest&) override { return {}; }
    void on_open(const protocol::Negotiated&) override { peer_.options_.on_open(*session_); }
    void on_message(MessageType type, ByteView payload) override {
      peer_.options_.on_message({*session_, number_++, type, payload});
    }
    void on_end(const net::SessionEnd&) override {
      peer_.options_.on_end(*session_);
      peer_.loop_.post([&peer = peer_, this] { peer.forget(this); });
    }

   private:
    LoadPeer& peer_;
    std::shared_ptr<net::Session> session_;
    std::uint64_t number_ = 0;
  };

  void forget(Connection* gone) {
    connections_.erase(gone);
    if (stopping_ && connections_.empty()) loop_.stop();
  }

  LoadPeerOptions options_;
  net::Loop loop_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::unique_ptr<net::Listener> listener_;
  std::uint16_t port_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace parley::load::testing
