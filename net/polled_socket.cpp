#include "net/polled_socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "net/tcp_socket.hpp"
#include "net/tls_context.hpp"
#include "net/tls_stream.hpp"

namespace parley::net {

namespace {

/// The socket below TLS.
struct RawSocket {
  int descriptor = -1;

  [[nodiscard]] IoResult read(protocol::ByteSpan into) const { return read_socket(descriptor, into); }
  [[nodiscard]] IoResult write(std::span<const protocol::ByteView> pieces) const {
    return write_socket(descriptor, pieces);
  }
};

SocketStep step_of(TlsWant want) {
  switch (want) {
    case TlsWant::nothing:
      return SocketStep::done;
    case TlsWant::read:
      return SocketStep::wants_input;
    case TlsWant::write:
      return SocketStep::wants_output;
    case TlsWant::end:
      return SocketStep::failed;
  }
  return SocketStep::failed;
}

void set(int descriptor, int level, int option, int value) {
  ::setsockopt(descriptor, level, option, &value, sizeof value);
}

}  // namespace

struct PolledSocket::Tls {
  RawSocket raw;  // before ssl, whose BIO refers to it
  SslPtr ssl;
  std::error_code held_error;  // came after bytes that had to be delivered first
};

PolledSocket::PolledSocket() = default;

PolledSocket::~PolledSocket() {
  close();
}

std::error_code PolledSocket::connect(const Endpoint& to, const std::optional<Address>& from) {
  close();
  read_wants_ = SocketStep::wants_input;
  write_wants_ = SocketStep::wants_output;
  descriptor_ = ::socket(to.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) return system_error_code(errno);
  set(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);  // small writes are gathered already
  if (from) {
    // Chooses the port at connect: then one source address serves 28,000 connections to each destination, not in all.
    set(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    const Endpoint source(*from, 0);
    if (::bind(descriptor_, source.data(), static_cast<socklen_t>(source.size())) != 0) return system_error_code(errno);
  }
  const int result = ::connect(descriptor_, to.data(), static_cast<socklen_t>(to.size()));
  return result == 0 || errno == EINPROGRESS ? std::error_code() : system_error_code(errno);
}

std::error_code PolledSocket::connect_result() const {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? std::error_code() : system_error_code(error);
}

void PolledSocket::secure(const TlsContext& context, const std::string& host) {
  tls_ = std::make_unique<Tls>(Tls{{descriptor_}, context.connect(host), {}});
  attach_bio(tls_->ssl.get(), tls_->raw);
}

SocketOutcome PolledSocket::handshake() {
  SSL* const ssl = tls_->ssl.get();
  const auto outcome = run_tls(ssl, [ssl] { return SSL_do_handshake(ssl); });
  const SocketStep step = step_of(outcome.want);
  if (step != SocketStep::failed) return {step, {}, {}};
  return {step, outcome.error, describe_handshake_failure(ssl, outcome.error)};
}

IoResult PolledSocket::read(protocol::ByteSpan into) {
  if (!tls_) return read_socket(descriptor_, into);
  if (tls_->held_error) return {0, tls_->held_error};
  SSL* const ssl = tls_->ssl.get();
  std::size_t total = 0;
  while (total < into.size()) {  // one SSL_read gives one record at most
    std::size_t got = 0;
    const auto rest = into.subspan(total);
    const auto outcome = run_tls(ssl, [&] { return SSL_read_ex(ssl, rest.data(), rest.size(), &got); });
    total += got;
    if (outcome.want == TlsWant::nothing) continue;
    if (outcome.want == TlsWant::end) {
      tls_->held_error = outcome.error;
    } else {
      read_wants_ = step_of(outcome.want);
    }
    return total > 0 ? IoResult{total, {}} : IoResult{0, outcome.error};
  }
  return {total, {}};
}

IoResult PolledSocket::write(protocol::ByteView bytes) {
  if (!tls_) return write_socket(descriptor_, std::array{bytes});
  SSL* const ssl = tls_->ssl.get();
  std::size_t total = 0;
  while (total < bytes.size()) {
    std::size_t put = 0;
    const auto rest = bytes.subspan(total);
    const auto outcome = run_tls(ssl, [&] { return SSL_write_ex(ssl, rest.data(), rest.size(), &put); });
    total += put;
    if (outcome.want == TlsWant::nothing) continue;
    if (outcome.want != TlsWant::end) write_wants_ = step_of(outcome.want);
    return total > 0 ? IoResult{total, {}} : IoResult{0, outcome.error};
  }
  return {total, {}};
}

void PolledSocket::shutdown_write() {
  if (descriptor_ < 0) return;
  if (tls_ && SSL_is_init_finished(tls_->ssl.get()) != 0) {
    SSL* const ssl = tls_->ssl.get();
    static_cast<void>(run_tls(ssl, [ssl] { return SSL_shutdown(ssl) < 0 ? -1 : 1; }));
  }
  ::shutdown(descriptor_, SHUT_WR);
}

void PolledSocket::close() {
  tls_.reset();
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void PolledSocket::reset() {
  if (descriptor_ >= 0) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  close();
}

std::uint16_t PolledSocket::local_port() const {
  Endpoint local;
  auto size = static_cast<socklen_t>(local.capacity());
  if (::getsockname(descriptor_, local.data(), &size) != 0) return 0;
  return local.port();
}

std::optional<PolledSocket::Endpoint> parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  std::error_code error;
  const auto address = parse_address(host, error);
  if (error || wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return PolledSocket::Endpoint(address, port);
}

std::error_code why_not_local(const PolledSocket::Address& address) {
  asio::io_context context;
  asio::ip::tcp::socket socket(context);
  const PolledSocket::Endpoint any_port(address, 0);
  std::error_code error;
  socket.open(any_port.protocol(), error);
  if (!error) socket.bind(any_port, error);
  return error;
}

PolledSocket::Address parse_address(const std::string& text, std::error_code& error) {
  return asio::ip::make_address(text, error);
}

}  // namespace parley::net
