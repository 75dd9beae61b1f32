#include "client/client.hpp"

#include <utility>

#include "client/random.hpp"
#include "client/websocketpp_engine.hpp"
#include "protocol/base64.hpp"
#include "protocol/duration.hpp"

namespace parley::client {

namespace {

protocol::ClientEngineOptions engine_options(const ClientOptions& options) {
  protocol::ClientEngineOptions engine;
  engine.uri = options.uri;
  engine.subprotocols = options.subprotocols;
  engine.fields = options.fields;
  if (!options.uri.userinfo.empty() && engine.fields.find("Authorization") == nullptr) {
    engine.fields.add("Authorization", protocol::basic_authorization(options.uri.userinfo));  // RFC 7617 §2
  }
  engine.deflate = options.deflate;
  engine.limits = options.limits;
  engine.mask_source = options.mask_source ? options.mask_source : fresh_masks();
  engine.key = fresh_handshake_key();
  return engine;
}

std::unique_ptr<protocol::Engine> make_engine(const ClientOptions& options, protocol::ClientEvents& events) {
  if (options.make_engine) return options.make_engine(engine_options(options), events);
  switch (options.engine) {
    case protocol::EngineKind::native:
      break;
    case protocol::EngineKind::websocketpp:
      return make_websocketpp_engine(engine_options(options), events);
  }
  return protocol::make_native_engine(engine_options(options), events);
}

}  // namespace

/// Outlives its Client until the session, which holds references to it, has ended; then it has nobody to tell.
struct Client::Impl final : protocol::ClientEvents, net::SessionEvents, std::enable_shared_from_this<Impl> {
  Impl(net::Loop& on, ClientOptions with, client::ClientEvents& to) : loop(on), options(std::move(with)), events(&to) {}

  void connect() {
    if (options.uri.secure && !options.tls) return give_up("a wss: URI needs a TLS context");
    net::ConnectOptions to;
    to.host = options.uri.host;
    to.port = options.uri.port;
    to.tls = options.uri.secure ? options.tls : nullptr;
    to.timeout = options.connect_timeout;
    to.source_address = options.source_address;
    to.on_stage = options.on_connect_stage;
    attempt = net::connect(
        loop, to, [this](std::unique_ptr<net::Stream> stream) { on_stream(std::move(stream)); },
        [this](const net::ConnectFailure& failure) { fail_to_connect(failure.error, failure.what); });
  }

  void on_stream(std::unique_ptr<net::Stream> stream) {
    attempt.reset();
    net::SessionOptions how;
    how.role = protocol::Role::client;
    how.handshake_timeout = options.handshake_timeout;
    how.close_timeout = options.close_timeout;
    how.max_queue = options.max_queue;
    const auto started = net::Session::create(loop, std::move(stream), how, *this);
    session = started;
    started->start(make_engine(options, *this));
  }

  /// An attempt that ends before there is a session.
  void fail_to_connect(std::error_code error, const std::string& what) {
    const auto keep = shared_from_this();
    attempt.reset();
    ended = true;
    if (events) events->on_failure({.status = 0, .fields = {}, .body = {}, .reason = what});
    if (events) events->on_end({.close = {}, .error = error, .reason = {}});
  }

  /// Ends an attempt at our own wish. The events come later, not from within the caller.
  void give_up(const char* why) {
    if (gave_up) return;
    gave_up = why;
    attempt.reset();
    if (session) return session->drop();
    loop.post([weak = weak_from_this(), why] {
      if (const auto alive = weak.lock()) {
        alive->fail_to_connect(std::make_error_code(std::errc::operation_canceled), why);
      }
    });
  }

  void abandon() {
    events = nullptr;
    attempt.reset();
    if (!session) return;
    session->drop();
    loop.post([keep = shared_from_this()] {});  // the session's on_end has been posted before this
  }

  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override {
    opened = true;
    if (events) events->on_open(agreed, response);
  }
  void on_handshake_failure(const protocol::HandshakeFailure& failure) override {
    failed = true;
    if (events) events->on_failure(failure);
  }
  void on_message(protocol::MessageType type, protocol::ByteView payload) override {
    if (events) events->on_message(type, payload);
  }
  void on_ping(protocol::ByteView payload) override {
    if (events) events->on_ping(payload);
  }
  void on_pong(protocol::ByteView payload) override {
    if (events) events->on_pong(payload);
  }
  void on_drained() override {
    if (events) events->on_drained();
  }
  void on_wire(net::Direction direction, protocol::ByteView bytes) override {
    if (events) events->on_wire(direction, bytes);
  }
  [[nodiscard]] bool wants_wire() const override { return events && events->wants_wire(); }

  void on_end(const net::SessionEnd& end) override {
    const auto keep = shared_from_this();
    ended = true;
    session.reset();
    if (!opened && !failed && events) {
      events->on_failure({.status = 0, .fields = {}, .body = {}, .reason = reason_of(end)});
    }
    if (events) events->on_end(end);
  }

  /// Why an opening handshake ended that the engine has not judged.
  [[nodiscard]] std::string reason_of(const net::SessionEnd& end) const {
    if (gave_up) return gave_up;
    if (end.reason == "handshake timeout") {
      return "the server did not answer the opening handshake within " +
             protocol::format_duration(options.handshake_timeout);
    }
    if (!end.reason.empty()) return std::string(end.reason);
    if (end.error) return "the connection broke during the opening handshake: " + end.error.message();
    return "the connection ended during the opening handshake";
  }

  [[nodiscard]] bool is_open() const { return session && session->engine().state() == protocol::EngineState::open; }

  [[nodiscard]] ReadyState ready_state() const {
    if (ended) return ReadyState::closed;
    if (is_open()) return ReadyState::open;
    return opened || failed || gave_up ? ReadyState::closing : ReadyState::connecting;
  }

  net::Loop& loop;
  const ClientOptions options;
  client::ClientEvents* events;  // null once the Client is gone
  std::shared_ptr<void> attempt;
  std::shared_ptr<net::Session> session;
  const char* gave_up = nullptr;
  bool opened = false;
  bool failed = false;  // on_failure has been called
  bool ended = false;
};

Client::Client(net::Loop& loop, ClientOptions options, ClientEvents& events)
    : impl_(std::make_shared<Impl>(loop, std::move(options), events)) {
  impl_->connect();
}

Client::~Client() {
  impl_->abandon();
}

bool Client::send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options) {
  const auto session = impl_->session;
  return session && session->send(type, payload, options);
}

bool Client::ping(protocol::ByteView payload) {
  const auto session = impl_->session;
  return session && session->ping(payload);
}

bool Client::pong(protocol::ByteView payload) {
  const auto session = impl_->session;
  return session && session->pong(payload);
}

bool Client::close(const protocol::CloseBody& body) {
  if (impl_->ready_state() == ReadyState::connecting) {
    impl_->give_up("closed before the connection was open");
    return true;
  }
  const auto session = impl_->session;
  return session && session->close(body);
}

void Client::drop() {
  if (!impl_->opened) return impl_->give_up("dropped before the connection was open");
  if (const auto session = impl_->session) session->drop();
}

void Client::reset() {
  if (!impl_->opened) return impl_->give_up("reset before the connection was open");
  if (const auto session = impl_->session) session->reset();
}

void Client::pause_reading() {
  if (const auto session = impl_->session) session->pause_reading();
}

void Client::resume_reading() {
  if (const auto session = impl_->session) session->resume_reading();
}

ReadyState Client::ready_state() const {
  return impl_->ready_state();
}

std::size_t Client::buffered_amount() const {
  return impl_->session ? impl_->session->buffered_amount() : 0;
}

std::optional<net::StreamInfo> Client::info() const {
  if (!impl_->session) return std::nullopt;
  return impl_->session->info();
}

}  // namespace parley::client
