// PolledSocket: a TCP or TLS connection from this side, for an owner that waits for readiness itself (see Poller).
//
// Stream does the same on a Loop. The load generator takes this one: it holds no functions, allocates nothing for
// plain TCP, and its socket stays registered from the first byte to the last.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include "net/asio.hpp"
#include "net/stream.hpp"

namespace parley::net {

class TlsContext;

/// What an operation came to.
enum class SocketStep : std::uint8_t {
  done,
  wants_input,   // again when the socket is readable
  wants_output,  // again when it is writable
  failed,
};

struct SocketOutcome {
  SocketStep step = SocketStep::done;
  std::error_code error = {};
  std::string what = {};  // of a failed TLS handshake: OpenSSL's words
};

class PolledSocket {
 public:
  using Endpoint = asio::ip::tcp::endpoint;
  using Address = asio::ip::address;

  PolledSocket();
  ~PolledSocket();
  PolledSocket(PolledSocket&&) = delete;

  /// Begins to connect: it is connected, or has failed, when it is writable. May be called again after `close`.
  std::error_code connect(const Endpoint& to, const std::optional<Address>& from);
  /// Once writable: empty when TCP stands.
  [[nodiscard]] std::error_code connect_result() const;

  /// TCP stands: from now on everything goes through TLS. `host` is for SNI and the name check.
  void secure(const TlsContext& context, const std::string& host);
  [[nodiscard]] SocketOutcome handshake();

  // As in Stream; after a part of `bytes` the next write must offer the rest, and may offer more.
  IoResult read(protocol::ByteSpan into);
  IoResult write(protocol::ByteView bytes);
  /// What the last read, or write, that would block waits for: with TLS not always its own direction.
  [[nodiscard]] SocketStep read_wants() const { return read_wants_; }
  [[nodiscard]] SocketStep write_wants() const { return write_wants_; }

  void shutdown_write();
  void close();
  void reset();  // the peer sees RST, and this side keeps no TIME_WAIT

  [[nodiscard]] int descriptor() const { return descriptor_; }  // -1: none
  [[nodiscard]] std::uint16_t local_port() const;

 private:
  struct Tls;

  int descriptor_ = -1;
  SocketStep read_wants_ = SocketStep::wants_input;
  SocketStep write_wants_ = SocketStep::wants_output;
  std::unique_ptr<Tls> tls_;
};

/// "127.0.0.1:8081" or "[::1]:8081", as StreamInfo has it.
[[nodiscard]] std::optional<PolledSocket::Endpoint> parse_endpoint(const std::string& text);
/// Why no connection can leave from this address, which is none of this machine's; nothing: one can.
[[nodiscard]] std::error_code why_not_local(const PolledSocket::Address& address);

/// "127.0.0.1" or "::1"
[[nodiscard]] PolledSocket::Address parse_address(const std::string& text, std::error_code& error);

}  // namespace parley::net
