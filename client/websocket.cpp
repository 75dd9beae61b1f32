#include "client/websocket.hpp"

#include <algorithm>
#include <utility>

#include "client/client_transport.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::client {

namespace {

constexpr std::size_t max_reason = 123;  // RFC 6455 §5.5: a control frame's 125 bytes less the code

/// WHATWG WebSockets §3.1: new WebSocket() maps http to ws and https to wss.
std::string websocket_scheme(std::string_view url) {
  if (url.starts_with("http:")) return "ws:" + std::string(url.substr(5));
  if (url.starts_with("https:")) return "wss:" + std::string(url.substr(6));
  return std::string(url);
}

/// RFC 6455 §4.1: tokens, each only once.
void check_protocols(const std::vector<std::string>& protocols) {
  for (auto name = protocols.begin(); name != protocols.end(); ++name) {
    if (!protocol::is_token(*name)) throw DomException("SyntaxError", "the subprotocol '" + *name + "' is not a token");
    if (std::find(protocols.begin(), name, *name) != name) {
      throw DomException("SyntaxError", "the subprotocol '" + *name + "' is given twice");
    }
  }
}

protocol::Uri checked_uri(std::string_view url) {
  auto uri = protocol::parse_uri(websocket_scheme(url));
  if (!uri) throw DomException("SyntaxError", uri.error());
  return *std::move(uri);
}

}  // namespace

struct WebSocket::Impl final : ClientEvents {
  Impl(WebSocket& to, net::Loop& loop, ClientOptions options)
      : socket(to), url(options.uri.to_string()), client(loop, std::move(options), events()) {}

  ClientEvents& events() { return *this; }

  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override {
    protocol = agreed.subprotocol;
    extensions = response.fields.combined("Sec-WebSocket-Extensions").value_or("");
    opened = true;
    fire(socket.onopen);
  }
  void on_message(protocol::MessageType type, protocol::ByteView payload) override {
    if (!closing) fire(socket.onmessage, MessageEvent{type, payload});  // messages are dropped once closing
  }
  void on_failure(const protocol::HandshakeFailure& why) override { failure = why.reason; }
  void on_end(const net::SessionEnd& end) override {
    if (opened) failure = error_of(end);
    const auto received = end.close.received.value_or(protocol::CloseBody{1006, {}});
    const CloseEvent event{end.close.clean(), received.code, received.reason};
    const std::weak_ptr<void> alive = token;
    if (!opened || !failure.empty()) fire(socket.onerror);
    if (!alive.expired()) fire(socket.onclose, event);
  }

  /// Calls a copy: the handler may set itself anew, or destroy the WebSocket with all its handlers.
  template <class Handler, class... Event>
  static void fire(const Handler& handler, const Event&... event) {
    if (const Handler copy = handler) copy(event...);
  }

  void send(protocol::MessageType type, protocol::ByteView payload) {
    if (client.ready_state() == ReadyState::connecting) {
      throw DomException("InvalidStateError", "send() while connecting");
    }
    if (!client.send(type, payload)) unsent += payload.size();
  }

  WebSocket& socket;
  std::string url;
  std::string protocol;
  std::string extensions;
  std::string failure;
  std::size_t unsent = 0;  // bytes given to send() after the end: they count for ever
  bool opened = false;
  bool closing = false;  // close() was called
  std::shared_ptr<void> token = std::make_shared<int>();
  Client client;
};

WebSocket::WebSocket(net::Loop& loop, std::string_view url, std::vector<std::string> protocols, ClientOptions options) {
  check_protocols(protocols);
  options.uri = checked_uri(url);
  options.subprotocols = std::move(protocols);
  impl_ = std::make_unique<Impl>(*this, loop, std::move(options));
}

WebSocket::~WebSocket() = default;

void WebSocket::send(std::string_view text) {
  impl_->send(protocol::MessageType::text, protocol::as_bytes(text));
}
void WebSocket::send(protocol::ByteView bytes) {
  impl_->send(protocol::MessageType::binary, bytes);
}

void WebSocket::close() {
  impl_->closing = true;
  impl_->client.close({});
}

void WebSocket::close(std::uint16_t code, std::string_view reason) {
  if (code != 1000 && (code < 3000 || code > 4999)) {
    throw DomException("InvalidAccessError", "close() takes 1000 or 3000 to 4999, not " + std::to_string(code));
  }
  if (reason.size() > max_reason) throw DomException("SyntaxError", "the reason is longer than 123 bytes");
  impl_->closing = true;
  impl_->client.close({code, std::string(reason)});
}

std::uint16_t WebSocket::ready_state() const {
  return static_cast<std::uint16_t>(impl_->client.ready_state());
}
std::size_t WebSocket::buffered_amount() const {
  return impl_->client.buffered_amount() + impl_->unsent;
}
const std::string& WebSocket::url() const {
  return impl_->url;
}
const std::string& WebSocket::protocol() const {
  return impl_->protocol;
}
const std::string& WebSocket::extensions() const {
  return impl_->extensions;
}
const std::string& WebSocket::failure() const {
  return impl_->failure;
}

}  // namespace parley::client
