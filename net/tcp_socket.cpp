#include "net/tcp_socket.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace parley::net {

namespace {

constexpr std::size_t max_pieces = 64;  // per system call; the rest waits for the next

IoResult failed_with(int number) {
  if (number == EAGAIN || number == EWOULDBLOCK) return {0, asio::error::would_block};
  return {0, system_error_code(number)};
}

}  // namespace

IoResult read_socket(int descriptor, protocol::ByteSpan into) {
  if (into.empty()) return {};
  while (true) {
    const auto got = ::recv(descriptor, into.data(), into.size(), MSG_DONTWAIT);
    if (got > 0) return {static_cast<std::size_t>(got), {}};
    if (got == 0) return {0, asio::error::eof};
    if (errno != EINTR) return failed_with(errno);
  }
}

IoResult write_socket(int descriptor, std::span<const protocol::ByteView> pieces) {
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  while (pieces.size() == 1) {  // send has less to look at than sendmsg
    const auto sent = ::send(descriptor, pieces[0].data(), pieces[0].size(), flags);
    if (sent >= 0) return {static_cast<std::size_t>(sent), {}};
    if (errno != EINTR) return failed_with(errno);
  }
  std::array<iovec, max_pieces> vectors;
  const std::size_t count = std::min(pieces.size(), max_pieces);
  for (std::size_t i = 0; i < count; ++i) {
    vectors[i] = {const_cast<std::uint8_t*>(pieces[i].data()), pieces[i].size()};  // sendmsg does not write to it
  }
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = count;
  while (true) {
    const auto sent = ::sendmsg(descriptor, &message, flags);
    if (sent >= 0) return {static_cast<std::size_t>(sent), {}};
    if (errno != EINTR) return failed_with(errno);
  }
}

TcpSocket::TcpSocket(Loop& loop, int descriptor, const Endpoint& peer)
    : loop_(loop), descriptor_(descriptor), peer_(peer) {}

IoResult TcpSocket::read(protocol::ByteSpan into) {
  if (!is_open()) return {0, asio::error::operation_aborted};
  return read_socket(descriptor_, into);
}

IoResult TcpSocket::write(std::span<const protocol::ByteView> pieces) {
  if (!is_open()) return {0, asio::error::operation_aborted};
  return write_socket(descriptor_, pieces);
}

void TcpSocket::shutdown_write() {
  if (!is_open() || std::exchange(write_shut_, true)) return;
  ::shutdown(descriptor_, SHUT_WR);  // not connected any more: then there is nobody to tell
}

void TcpSocket::close() {
  if (!is_open()) return;
  watch({});  // close alone would not do: a child that is being started may hold the socket for a moment longer
  ::close(std::exchange(descriptor_, -1));
  for (auto& wake : wakes_) {
    if (!wake) continue;
    loop_.end_work();
    wake_later(std::exchange(wake, nullptr), asio::error::operation_aborted);
  }
}

void TcpSocket::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  if (is_open()) ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

/// Our own address is asked for when somebody wants it: few do, and it is a system call.
StreamInfo TcpSocket::info() const {
  Endpoint local;
  auto size = static_cast<socklen_t>(local.capacity());
  if (is_open() && ::getsockname(descriptor_, local.data(), &size) == 0) local.resize(size);
  return {to_string(local), to_string(peer_), std::nullopt};
}

std::error_code TcpSocket::connect_result() const {
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? std::error_code() : system_error_code(error);
}

void TcpSocket::wait(Readiness readiness, Stream::Wake wake) {
  if (!is_open()) return wake_later(std::move(wake), asio::error::operation_aborted);
  auto& waits = wake_of(readiness);
  if (waits) {  // TLS may have to write for a read, while a write waits: both are woken
    waits = [first = std::move(waits), second = std::move(wake)](std::error_code error) mutable {
      first(error);
      second(error);
    };
    return;
  }
  waits = std::move(wake);
  loop_.add_work();
  if (in_event_) return;  // on_ready looks at all that is wanted when it ends
  try {
    watch({watched_.input || readiness == Readiness::readable, watched_.output || readiness == Readiness::writable});
  } catch (const std::system_error& error) {  // the system watches as many as it can
    loop_.end_work();
    wake_later(std::exchange(wake_of(readiness), nullptr), system_error_code(error.code().value()));
  }
}

void TcpSocket::on_ready(bool readable, bool writable) {
  const auto self = shared_from_this();  // whoever is woken may drop the connection
  in_event_ = true;
  bool fired = readable && fire(Readiness::readable);
  fired = (writable && fire(Readiness::writable)) || fired;
  in_event_ = false;
  if (!is_open()) return;
  // Most often the next wait for input follows, and then nothing is to be done. Readiness that nobody waits for is
  // looked away from, or a level-triggered poller would tell it again and again.
  const bool input = wake_of(Readiness::readable) != nullptr || (watched_.input && fired);
  watch({input, wake_of(Readiness::writable) != nullptr});
}

bool TcpSocket::fire(Readiness readiness) {
  if (!wake_of(readiness)) return false;
  auto wake = std::exchange(wake_of(readiness), nullptr);
  loop_.end_work();
  wake({});
  return true;
}

void TcpSocket::watch(Watched wanted) {
  if (wanted == watched_) return;
  if (!wanted.input && !wanted.output) {
    loop_.unwatch(*this, descriptor_);
  } else {
    const auto one = wanted.input ? Poller::Interest::input : Poller::Interest::output;
    loop_.watch(*this, descriptor_, wanted.input && wanted.output ? Poller::Interest::both : one);
  }
  watched_ = wanted;
}

void TcpSocket::wake_later(Stream::Wake wake, std::error_code error) {
  loop_.post([wake = std::move(wake), error]() mutable { wake(error); });
}

void TcpSocket::abandon() {
  watched_ = {};
  const auto doomed = std::exchange(wakes_, {});  // they may own this socket
}

std::string to_string(const asio::ip::tcp::endpoint& endpoint) {
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  const std::string text = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return text + ":" + std::to_string(endpoint.port());
}

std::error_code system_error_code(int number) {
  return {number, asio::error::get_system_category()};
}

}  // namespace parley::net
