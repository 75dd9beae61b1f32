// TlsHandshake: makes a TLS stream of a TCP connection.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <system_error>

#include "net/stream.hpp"
#include "net/tcp_socket.hpp"
#include "net/tls_context.hpp"

namespace parley::net {

struct TlsFailure {
  std::error_code error;
  std::string what;  // "certificate verify failed: self-signed certificate"
};

/// Keeps itself alive until it has called one of its two functions or was cancelled. Has no deadline of its own: the
/// owner cancels it.
class TlsHandshake : public std::enable_shared_from_this<TlsHandshake> {
 public:
  using OnStream = std::function<void(std::unique_ptr<Stream>)>;
  using OnFailure = std::function<void(const TlsFailure&)>;

  TlsHandshake(std::shared_ptr<TcpSocket> socket, SslPtr ssl, OnStream on_stream, OnFailure on_failure);

  void start();   // calls nothing before it returns
  void cancel();  // closes the socket; neither function is called any more

 private:
  void step();
  void wait(TcpSocket::Readiness readiness);
  void succeed();
  void fail(const TlsFailure& failure);

  std::shared_ptr<TcpSocket> socket_;
  SslPtr ssl_;
  OnStream on_stream_;
  OnFailure on_failure_;
};

}  // namespace parley::net
