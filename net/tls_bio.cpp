#include <openssl/bio.h>
#include <openssl/err.h>

#include <array>
#include <new>

#include "net/tls_stream.hpp"

namespace parley::net {

namespace {

/// What the BIO holds: OpenSSL has no way to carry an error code of the socket back to us.
struct BioState {
  BioSocket socket;
  std::error_code error;  // of the last operation that failed
};

BioState& state_of(BIO* bio) {
  return *static_cast<BioState*>(BIO_get_data(bio));
}

int finish(BIO* bio, const IoResult& result, std::size_t* moved, void (*set_retry)(BIO*)) {
  BIO_clear_retry_flags(bio);
  *moved = result.bytes;
  if (!result.error) return 1;
  if (result.error == asio::error::would_block) {
    set_retry(bio);
  } else {
    state_of(bio).error = result.error;
  }
  return 0;
}

int bio_read(BIO* bio, char* data, std::size_t size, std::size_t* moved) {
  const BioSocket& socket = state_of(bio).socket;
  const auto result = socket.read(socket.socket, {reinterpret_cast<std::uint8_t*>(data), size});
  return finish(bio, result, moved, [](BIO* b) { BIO_set_retry_read(b); });
}

int bio_write(BIO* bio, const char* data, std::size_t size, std::size_t* moved) {
  const std::array pieces{protocol::ByteView(reinterpret_cast<const std::uint8_t*>(data), size)};
  const BioSocket& socket = state_of(bio).socket;
  const auto result = socket.write(socket.socket, pieces);
  return finish(bio, result, moved, [](BIO* b) { BIO_set_retry_write(b); });
}

long bio_control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_EOF:
      return state_of(bio).error == asio::error::eof ? 1 : 0;
    default:
      return 0;
  }
}

int bio_destroy(BIO* bio) {
  delete &state_of(bio);
  return 1;
}

BIO_METHOD* make_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "parley socket");
  if (method == nullptr) throw std::bad_alloc();
  BIO_meth_set_read_ex(method, bio_read);
  BIO_meth_set_write_ex(method, bio_write);
  BIO_meth_set_ctrl(method, bio_control);
  BIO_meth_set_destroy(method, bio_destroy);
  return method;
}

}  // namespace

void attach_bio(SSL* ssl, const BioSocket& socket) {
  static BIO_METHOD* const method = make_method();  // a table of functions; lives as long as the process
  BIO* bio = BIO_new(method);
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, new BioState{socket, {}});
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);
}

TlsOutcome run_tls(SSL* ssl, const std::function<int()>& operation) {
  ERR_clear_error();  // SSL_get_error looks at the thread's queue: what another connection left there must not count
  state_of(SSL_get_rbio(ssl)).error.clear();
  const int result = operation();
  if (result > 0) return {};
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ:
      return {TlsWant::read, asio::error::would_block};
    case SSL_ERROR_WANT_WRITE:
      return {TlsWant::write, asio::error::would_block};
    case SSL_ERROR_ZERO_RETURN:  // close_notify, or (SSL_OP_IGNORE_UNEXPECTED_EOF) FIN
      return {TlsWant::end, asio::error::eof};
    default:
      break;
  }
  const std::error_code of_socket = state_of(SSL_get_rbio(ssl)).error;
  return {TlsWant::end, of_socket ? of_socket : take_openssl_error()};
}

std::string describe_handshake_failure(SSL* ssl, std::error_code error) {
  if (error == asio::error::eof) return "the peer closed the connection";
  std::string what = error.message();
  const long verdict = SSL_get_verify_result(ssl);
  if (verdict != X509_V_OK) what += std::string(": ") + X509_verify_cert_error_string(verdict);
  // Whatever is no TLS record has no version of TLS either: most often it is plain HTTP.
  const bool is_plain = SSL_is_server(ssl) == 0 && what.find("wrong version number") != std::string::npos;
  if (is_plain) what += " (the server does not speak TLS: try ws://)";
  return what;
}

}  // namespace parley::net
