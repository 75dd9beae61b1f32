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
  std::array<iovec, max_pieces> vectors;
  const std::size_t count = std::min(pieces.size(), max_pieces);
  for (std::size_t i = 0; i < count; ++i) {
    vectors[i] = {const_cast<std::uint8_t*>(pieces[i].data()), pieces[i].size()};  // sendmsg does not write to it
  }
  msghdr message{};
  message.msg_iov = vectors.data();
  message.msg_iovlen = count;
  while (true) {
    const auto sent = ::sendmsg(descriptor, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) return {static_cast<std::size_t>(sent), {}};
    if (errno != EINTR) return failed_with(errno);
  }
}

TcpSocket::TcpSocket(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer)
    : socket_(std::move(socket)), peer_(peer) {
  std::error_code ignored;  // a connection that has died already shows it at the first read
  local_ = socket_.local_endpoint(ignored);
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);  // we gather small writes ourselves
}

IoResult TcpSocket::read(protocol::ByteSpan into) {
  if (!socket_.is_open()) return {0, asio::error::operation_aborted};
  return read_socket(socket_.native_handle(), into);
}

IoResult TcpSocket::write(std::span<const protocol::ByteView> pieces) {
  if (!socket_.is_open()) return {0, asio::error::operation_aborted};
  return write_socket(socket_.native_handle(), pieces);
}

void TcpSocket::shutdown_write() {
  std::error_code ignored;  // not connected any more: then there is nobody to tell
  if (socket_.is_open()) socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void TcpSocket::close() {
  std::error_code ignored;  // close(2) frees the descriptor in any case
  socket_.close(ignored);
}

void TcpSocket::reset() {
  std::error_code ignored;
  if (socket_.is_open()) socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  close();
}

StreamInfo TcpSocket::info() const {
  return {to_string(local_), to_string(peer_), std::nullopt};
}

void TcpSocket::wait(Readiness readiness, Stream::Wake wake) {
  if (!socket_.is_open()) {
    asio::post(executor(), [wake = std::move(wake)] { wake(asio::error::operation_aborted); });
    return;
  }
  const auto type = readiness == Readiness::readable ? asio::socket_base::wait_read : asio::socket_base::wait_write;
  socket_.async_wait(type, [self = shared_from_this(), wake = std::move(wake)](std::error_code error) {
    // Close cancels only waits that the reactor has not completed yet; one that stood in Asio's queue as a success
    // by then must not look like one.
    wake(self->socket_.is_open() ? error : std::error_code(asio::error::operation_aborted));
  });
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
