// The TLS stream, and how OpenSSL reads and writes our sockets.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <system_error>

#include "net/stream.hpp"
#include "net/tcp_socket.hpp"
#include "net/tls_context.hpp"

namespace parley::net {

/// `ssl` has finished its handshake over `socket`.
[[nodiscard]] std::unique_ptr<Stream> make_tls_stream(std::shared_ptr<TcpSocket> socket, SslPtr ssl);

/// A socket as OpenSSL sees it: what reads from it and writes to it, as in TcpSocket.
struct BioSocket {
  void* socket;
  IoResult (*read)(void* socket, protocol::ByteSpan into);
  IoResult (*write)(void* socket, std::span<const protocol::ByteView> pieces);
};

/// Lets `ssl` read from and write to a socket, which must outlive it.
///
/// Not SSL_set_fd: OpenSSL would call write(2), and a connection that the peer has reset would end the process with
/// SIGPIPE.
void attach_bio(SSL* ssl, const BioSocket& socket);

template <class Socket>
void attach_bio(SSL* ssl, Socket& socket) {
  attach_bio(ssl, BioSocket{&socket,
                            [](void* self, protocol::ByteSpan into) { return static_cast<Socket*>(self)->read(into); },
                            [](void* self, std::span<const protocol::ByteView> pieces) {
                              return static_cast<Socket*>(self)->write(pieces);
                            }});
}

/// What must happen before an operation can go on.
enum class TlsWant : std::uint8_t {
  nothing,  // it is done
  read,     // the socket must become readable
  write,    // the socket must become writable
  end,      // it never will: see the error; asio::error::eof after the peer's close_notify or FIN
};

struct TlsOutcome {
  TlsWant want = TlsWant::nothing;
  std::error_code error;
};

/// Runs an SSL_* function that returns a positive number for success, and says what came of it.
[[nodiscard]] TlsOutcome run_tls(SSL* ssl, const std::function<int()>& operation);

/// Why the handshake ended: "certificate verify failed: self-signed certificate", OpenSSL's reason, and of the
/// certificate when that was it, or a hint.
[[nodiscard]] std::string describe_handshake_failure(SSL* ssl, std::error_code error);

}  // namespace parley::net
