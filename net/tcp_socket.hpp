// TcpSocket: a non-blocking TCP socket and its readiness; what the plain and the TLS stream have in common.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "net/asio.hpp"
#include "net/stream.hpp"

namespace parley::net {

/// Asio waits for readiness; the bytes are moved by system calls of ours. Asio's own async_read would need a buffer for
/// each waiting connection, and would try to read once before it waits.
class TcpSocket : public std::enable_shared_from_this<TcpSocket> {
 public:
  /// `socket` is connected. `peer` is given, not asked for: a peer that has reset already has no address any more.
  TcpSocket(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);

  // As in Stream.
  IoResult read(protocol::ByteSpan into);
  IoResult write(std::span<const protocol::ByteView> pieces);
  void shutdown_write();
  void close();
  void reset();
  [[nodiscard]] StreamInfo info() const;

  enum class Readiness : std::uint8_t { readable, writable };
  void wait(Readiness readiness, Stream::Wake wake);

  [[nodiscard]] bool is_open() const { return socket_.is_open(); }
  [[nodiscard]] asio::any_io_executor executor() { return socket_.get_executor(); }

 private:
  asio::ip::tcp::socket socket_;
  asio::ip::tcp::endpoint local_;
  asio::ip::tcp::endpoint peer_;
};

/// One system call each, on a connected socket, which never blocks; see Stream.
[[nodiscard]] IoResult read_socket(int descriptor, protocol::ByteSpan into);
[[nodiscard]] IoResult write_socket(int descriptor, std::span<const protocol::ByteView> pieces);

/// "127.0.0.1:8081", "[::1]:8081"; an IPv4 address in IPv6 clothes is shown as IPv4.
[[nodiscard]] std::string to_string(const asio::ip::tcp::endpoint& endpoint);

/// errno as the error codes that Asio makes, so that both compare equal.
[[nodiscard]] std::error_code system_error_code(int number);

}  // namespace parley::net
