// A small blocking client for tests of the whole server: it knows sockets and the bytes of RFC 6455, and nothing of
// Parley's own code, so that a mistake there cannot hide in it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace parley::server::testing {

/// A frame as it came: the first byte holds FIN, RSV and opcode (0x81: a whole text).
struct RawFrame {
  std::uint8_t first = 0;
  std::string payload;

  friend bool operator==(const RawFrame&, const RawFrame&) = default;
};

/// Every member throws std::runtime_error when the peer ends the connection too soon, or is silent for 20 seconds: a
/// test that hangs fails with a name.
class RawClient {
 public:
  enum class Transport : std::uint8_t { tcp, tls };  // tls: without looking at the certificate

  explicit RawClient(std::uint16_t port, Transport transport = Transport::tcp);
  ~RawClient();
  RawClient(RawClient&&) noexcept;

  void send(std::string_view bytes);
  [[nodiscard]] std::string read(std::size_t size);
  [[nodiscard]] std::string read_head();    // up to and with the empty line
  [[nodiscard]] std::string read_to_end();  // until the server ends the connection

  /// Sends a request with a Host field and `fields` (each ending in CRLF), and reads all of the answer.
  [[nodiscard]] std::string request(std::string_view method, std::string_view target, std::string_view fields = "");
  /// Sends an opening handshake and reads the answer's head.
  [[nodiscard]] std::string upgrade(std::string_view target, std::string_view fields = "");

  /// A client's frame, masked.
  void send_frame(std::uint8_t first, std::string_view payload);
  void send_text(std::string_view text) { send_frame(0x81, text); }
  [[nodiscard]] RawFrame read_frame();
  /// The payload of the next frame, which must be a whole text.
  [[nodiscard]] std::string read_text();
  /// The code of the next frame, which must be a Close with a body.
  [[nodiscard]] int read_close_code();

 private:
  struct Socket;
  std::unique_ptr<Socket> socket_;
};

}  // namespace parley::server::testing
