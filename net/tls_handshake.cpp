#include "net/tls_handshake.hpp"

#include <utility>

#include "net/tls_stream.hpp"

namespace parley::net {

TlsHandshake::TlsHandshake(std::shared_ptr<TcpSocket> socket, SslPtr ssl, OnStream on_stream, OnFailure on_failure)
    : socket_(std::move(socket)),
      ssl_(std::move(ssl)),
      on_stream_(std::move(on_stream)),
      on_failure_(std::move(on_failure)) {
  attach_bio(ssl_.get(), *socket_);
}

void TlsHandshake::start() {
  wait(TcpSocket::Readiness::writable);  // a new connection is writable at once
}

void TlsHandshake::cancel() {
  if (!socket_) return;
  socket_->close();
  socket_.reset();
}

void TlsHandshake::wait(TcpSocket::Readiness readiness) {
  socket_->wait(readiness, [self = shared_from_this()](std::error_code error) {
    if (!self->socket_) return;  // cancelled
    if (error) return self->fail({error, error.message()});
    self->step();
  });
}

void TlsHandshake::step() {
  const TlsOutcome outcome = run_tls(ssl_.get(), [this] { return SSL_do_handshake(ssl_.get()); });
  switch (outcome.want) {
    case TlsWant::nothing:
      return succeed();
    case TlsWant::read:
      return wait(TcpSocket::Readiness::readable);
    case TlsWant::write:
      return wait(TcpSocket::Readiness::writable);
    case TlsWant::end:
      return fail({outcome.error, describe_handshake_failure(ssl_.get(), outcome.error)});
  }
}

void TlsHandshake::succeed() {
  const auto report = std::move(on_stream_);
  on_failure_ = nullptr;
  report(make_tls_stream(std::exchange(socket_, nullptr), std::move(ssl_)));
}

void TlsHandshake::fail(const TlsFailure& failure) {
  const auto report = std::move(on_failure_);
  on_stream_ = nullptr;
  // The socket's FIN follows OpenSSL's alert, which tells the peer why.
  socket_->close();
  socket_.reset();
  report(failure);
}

}  // namespace parley::net
