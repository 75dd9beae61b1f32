// WebSocket: the browser's API, name for name (https://websockets.spec.whatwg.org).
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/client.hpp"

namespace parley::client {

/// The browser's DOMException: "SyntaxError", "InvalidAccessError", "InvalidStateError".
class DomException final : public std::exception {
 public:
  DomException(std::string name, std::string message) : name_(std::move(name)), message_(std::move(message)) {}
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string name_;
  std::string message_;
};

/// In what form a binary message would reach a script. Here the bytes are the same for both.
enum class BinaryType : std::uint8_t { blob, arraybuffer };

struct MessageEvent {
  protocol::MessageType type;
  protocol::ByteView data;  // valid during the call
  [[nodiscard]] std::string_view text() const { return protocol::as_text(data); }
};

struct CloseEvent {
  bool was_clean = false;
  std::uint16_t code = 1006;  // 1005: closed without a code; 1006: no Close frame came
  std::string reason;
};

class WebSocket {
 public:
  // NOLINTNEXTLINE(readability-identifier-naming): the WebSocket API calls them so
  static constexpr std::uint16_t CONNECTING = 0, OPEN = 1, CLOSING = 2, CLOSED = 3;

  /// Begins to connect. Takes http: and https: for ws: and wss:. Everything beside the URL and the subprotocols comes
  /// from `options`, which a script cannot say. Throws "SyntaxError" for a URL or subprotocols that are not allowed.
  WebSocket(net::Loop& loop, std::string_view url, std::vector<std::string> protocols = {}, ClientOptions options = {});
  ~WebSocket();
  WebSocket(WebSocket&&) = delete;

  // May be set at any time; nothing is called before the loop turns. An object may be destroyed from within these.
  std::function<void()> onopen;
  std::function<void(const MessageEvent&)> onmessage;
  std::function<void()> onerror;  // before onclose, when the connection failed. As in a browser it does not say why
  std::function<void(const CloseEvent&)> onclose;

  /// Throws "InvalidStateError" while connecting. Once closing or closed, only counts into buffered_amount.
  void send(std::string_view text);
  void send(protocol::ByteView bytes);

  /// Throws "InvalidAccessError" for a code that is neither 1000 nor 3000 to 4999, "SyntaxError" for a reason of more
  /// than 123 bytes of UTF-8. While connecting it makes the connection fail: onerror, onclose with 1006.
  void close();
  void close(std::uint16_t code, std::string_view reason = {});

  [[nodiscard]] std::uint16_t ready_state() const;
  [[nodiscard]] std::size_t buffered_amount() const;
  [[nodiscard]] const std::string& url() const;
  [[nodiscard]] const std::string& protocol() const;    // the subprotocol, empty before open
  [[nodiscard]] const std::string& extensions() const;  // as the server wrote them
  BinaryType binary_type = BinaryType::blob;

  /// What onerror does not say: for logs.
  [[nodiscard]] const std::string& failure() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley::client
