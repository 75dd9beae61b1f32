// A server for the client's tests, on the client's own loop: net's listener and session under the native engine.
//
// It echoes; a text message that is one of its words does that instead:
//   "close 4001 why"   closes with this code (1005: no body) and reason
//   "ping hello"       sends a ping
//   "send 3"           sends the texts "1", "2", "3"
//   "miss 2…"          says nothing the first two times that this text comes; "miss 2… die": then as "die"
//   "drop"             ends TCP without a Close
//   "reset"            the same with RST
//   "die"              the same for all, and listens no more
#pragma once

#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/listener.hpp"
#include "net/session.hpp"
#include "protocol/engine.hpp"

namespace parley::client::testing {

struct EchoPeerOptions {
  std::optional<protocol::DeflateOptions> deflate;
  std::string subprotocol;
  std::optional<protocol::HttpResponse> refusal;
  std::shared_ptr<net::TlsContext> tls;
};

/// What the peer saw, in its order: for tests of the wire's other side.
struct PeerLog {
  std::vector<protocol::HttpRequest> requests;
  std::vector<std::string> pongs;
  std::vector<protocol::CloseReport> ends;
};

class PeerConnection final : public protocol::ServerEvents, public net::SessionEvents {
 public:
  struct Shared {  // with the EchoPeer, which may go first
    EchoPeerOptions options;
    PeerLog log;
    std::function<void(PeerConnection*)> on_gone;
    std::function<void()> on_death;
    std::map<std::string, int, std::less<>> missed = {};  // how often a text came that is not answered at first
  };

  PeerConnection(net::Loop& loop, std::unique_ptr<net::Stream> stream, std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)),
        session_(net::Session::create(loop, std::move(stream), net::SessionOptions{}, *this)) {
    protocol::ServerEngineOptions engine;
    engine.deflate = shared_->options.deflate;
    session_->start(protocol::make_native_engine(engine, *this));
  }

  net::Session& session() { return *session_; }

  std::variant<protocol::Accept, protocol::HttpResponse> on_upgrade(const protocol::HttpRequest& request) override {
    shared_->log.requests.push_back(request);
    if (shared_->options.refusal) return *shared_->options.refusal;
    return protocol::Accept{shared_->options.subprotocol, {}};
  }
  protocol::HttpResponse on_http(const protocol::HttpRequest&) override { return {}; }
  void on_open(const protocol::Negotiated&) override {}
  void on_message(protocol::MessageType type, protocol::ByteView payload) override {
    const auto text = protocol::as_text(payload);
    if (type != protocol::MessageType::text || !obey(text)) session_->send(type, payload);
  }
  void on_pong(protocol::ByteView payload) override { shared_->log.pongs.emplace_back(protocol::as_text(payload)); }
  void on_end(const net::SessionEnd& end) override {
    shared_->log.ends.push_back(end.close);
    if (shared_->on_gone) shared_->on_gone(this);
  }

 private:
  static std::uint16_t number(std::string_view text) {
    std::uint16_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  bool obey(std::string_view text) {
    const auto word = text.substr(0, text.find(' '));
    const auto rest = word.size() < text.size() ? text.substr(word.size() + 1) : std::string_view();
    if (word == "close") {
      const auto space = rest.find(' ');
      session_->close({number(rest), space == std::string_view::npos ? "" : std::string(rest.substr(space + 1))});
    } else if (word == "ping") {
      session_->ping(protocol::as_bytes(rest));
    } else if (word == "drop") {
      session_->drop();
    } else if (word == "reset") {
      session_->reset();
    } else if (word == "die") {
      shared_->on_death();
    } else if (word == "miss") {
      const bool misses = shared_->missed[std::string(text)]++ < number(rest);
      if (!misses && text.ends_with("die")) shared_->on_death();
      return misses;
    } else if (word == "send") {
      for (int i = 1; i <= number(rest); ++i) {
        session_->send(protocol::MessageType::text, protocol::as_bytes(std::to_string(i)));
      }
    } else {
      return false;
    }
    return true;
  }

  std::shared_ptr<Shared> shared_;
  std::shared_ptr<net::Session> session_;
};

class EchoPeer {
 public:
  explicit EchoPeer(net::Loop& loop, EchoPeerOptions options = {})
      : loop_(loop),
        shared_(std::make_shared<PeerConnection::Shared>(
            PeerConnection::Shared{std::move(options),
                                   {},
                                   [this](PeerConnection* gone) { forget(gone); },
                                   [this] { loop_.post([this] { die(); }); },
                                   {}})),
        listener_(loop, listen_options(), [this](auto stream) {
          connections_.push_back(std::make_shared<PeerConnection>(loop_, std::move(stream), shared_));
        }) {}

  ~EchoPeer() {
    shared_->on_gone = nullptr;
    drop_all();
  }

  EchoPeer(EchoPeer&&) = delete;

  [[nodiscard]] std::string url(std::string_view resource = "/") const {
    return (shared_->options.tls ? "wss://localhost:" : "ws://127.0.0.1:") + std::to_string(listener_.port()) +
           std::string(resource);
  }
  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
  [[nodiscard]] const PeerLog& log() const { return shared_->log; }
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }
  void stop_listening() { listener_.close(); }

 private:
  [[nodiscard]] net::ListenerOptions listen_options() const {
    net::ListenerOptions options;
    options.tls = shared_->options.tls;
    return options;
  }
  void die() {
    listener_.close();
    drop_all();
  }
  void drop_all() {
    for (const auto& connection : std::vector(connections_)) {
      connection->session().drop();
      loop_.post([connection] {});  // after the end that the drop has posted
    }
  }
  void forget(PeerConnection* gone) {
    std::erase_if(connections_, [gone](const auto& connection) { return connection.get() == gone; });
  }

  net::Loop& loop_;
  std::shared_ptr<PeerConnection::Shared> shared_;
  std::vector<std::shared_ptr<PeerConnection>> connections_;
  net::Listener listener_;
};

/// Accepts, and answers whatever comes first with these bytes; none: stays silent.
class RawPeer {
 public:
  enum class After : std::uint8_t { keep_open, close };

  RawPeer(net::Loop& loop, std::string answer, After after = After::keep_open)
      : answer_(std::move(answer)), after_(after), loop_(loop), listener_(loop, {}, [this](auto stream) {
          streams_.push_back(std::move(stream));
          serve(*streams_.back());
        }) {}

  [[nodiscard]] std::string url() const { return "ws://127.0.0.1:" + std::to_string(listener_.port()) + "/"; }
  [[nodiscard]] const std::string& received() const { return received_; }

 private:
  void serve(net::Stream& stream) {
    stream.wait_readable([this, &stream](std::error_code error) {
      if (error) return;
      const auto buffer = loop_.read_buffer();
      const auto read = stream.read(buffer);
      if (read.error && read.error != asio::error::would_block) return stream.close();
      received_ += protocol::as_text(buffer.first(read.bytes));
      if (read.bytes > 0 && !std::exchange(answered_, true)) {
        const protocol::ByteView bytes = protocol::as_bytes(answer_);
        if (!answer_.empty()) stream.write({&bytes, 1});
        if (after_ == After::close) return stream.shutdown_write();
      }
      serve(stream);
    });
  }

  std::string answer_;
  After after_;
  bool answered_ = false;
  std::string received_;
  net::Loop& loop_;
  std::vector<std::unique_ptr<net::Stream>> streams_;
  net::Listener listener_;
};

}  // namespace parley::client::testing
