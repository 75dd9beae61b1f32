#include "server/testing/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace parley::server::testing {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error("raw client: " + what);
}

int connected_socket(std::uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 20, .tv_usec = 0};
  ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(descriptor);
    fail("cannot connect: " + std::string(std::strerror(errno)));
  }
  return descriptor;
}

}  // namespace

struct RawClient::Socket {
  Socket(std::uint16_t port, Transport transport) : descriptor(connected_socket(port)) {
    if (transport == Transport::tcp) return;
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    tls = SSL_new(context.get());
    SSL_set_fd(tls, descriptor);
    if (SSL_connect(tls) != 1) fail("TLS handshake failed");
  }
  ~Socket() {
    SSL_free(tls);
    ::close(descriptor);
  }
  Socket(Socket&&) = delete;

  /// 0: the server has ended the connection.
  std::size_t receive(char* to, std::size_t size) {
    if (tls != nullptr) {
      std::size_t got = 0;
      return SSL_read_ex(tls, to, size, &got) == 1 ? got : 0;
    }
    const auto got = ::recv(descriptor, to, size, 0);
    if (got < 0 && errno == ECONNRESET) return 0;
    if (got < 0) fail("nothing came: " + std::string(std::strerror(errno)));
    return static_cast<std::size_t>(got);
  }

  /// True when there are `size` bytes in `buffer`.
  bool fill(std::size_t size) {
    std::array<char, 65536> piece;
    while (buffer.size() < size) {
      const auto got = receive(piece.data(), piece.size());
      if (got == 0) return false;
      buffer.append(piece.data(), got);
    }
    return true;
  }

  std::string take(std::size_t size) {
    auto taken = buffer.substr(0, size);
    buffer.erase(0, size);
    return taken;
  }

  int descriptor;
  SSL* tls = nullptr;
  std::string buffer;
};

RawClient::RawClient(std::uint16_t port, Transport transport) : socket_(std::make_unique<Socket>(port, transport)) {}
RawClient::~RawClient() = default;
RawClient::RawClient(RawClient&&) noexcept = default;

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    if (socket_->tls != nullptr) {
      if (SSL_write_ex(socket_->tls, bytes.data(), bytes.size(), &sent) != 1) fail("cannot send over TLS");
    } else {
      const auto result = ::send(socket_->descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (result < 0) fail("cannot send: " + std::string(std::strerror(errno)));
      sent = static_cast<std::size_t>(result);
    }
    bytes.remove_prefix(sent);
  }
}

std::string RawClient::read(std::size_t size) {
  if (!socket_->fill(size)) fail("the server ended the connection after \"" + socket_->buffer + "\"");
  return socket_->take(size);
}

std::string RawClient::read_head() {
  std::size_t end = std::string::npos;
  while ((end = socket_->buffer.find("\r\n\r\n")) == std::string::npos) {
    if (!socket_->fill(socket_->buffer.size() + 1)) fail("the server ended the connection within its head");
  }
  return socket_->take(end + 4);
}

std::string RawClient::read_to_end() {
  while (socket_->fill(socket_->buffer.size() + 1)) {
  }
  return socket_->take(socket_->buffer.size());
}

std::string RawClient::request(std::string_view method, std::string_view target, std::string_view fields) {
  send(std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + std::string(fields) +
       "\r\n");
  return read_to_end();
}

std::string RawClient::upgrade(std::string_view target, std::string_view fields) {
  send("GET " + std::string(target) +
       " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
       std::string(fields) + "\r\n");
  return read_head();
}

void RawClient::send_frame(std::uint8_t first, std::string_view payload) {
  static constexpr std::array<char, 4> key = {'\x37', '\xfa', '\x21', '\x3d'};  // the key of RFC 6455 §5.7
  std::string frame(1, static_cast<char>(first));
  const auto append_length = [&frame, size = payload.size()](int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) frame += static_cast<char>(size >> shift & 0xFFU);
  };
  if (payload.size() <= 125) {
    frame += static_cast<char>(0x80U | payload.size());
  } else if (payload.size() <= 0xFFFF) {
    frame += '\xFE';
    append_length(2);
  } else {
    frame += '\xFF';
    append_length(8);
  }
  frame.append(key.data(), key.size());
  for (std::size_t i = 0; i < payload.size(); ++i) frame += static_cast<char>(payload[i] ^ key[i % 4]);
  send(frame);
}

RawFrame RawClient::read_frame() {
  const auto head = read(2);
  RawFrame frame;
  frame.first = static_cast<std::uint8_t>(head[0]);
  std::uint64_t size = static_cast<std::uint8_t>(head[1]);  // a mask bit would make the length absurd
  if (size == 126 || size == 127) {
    const auto extended = read(size == 126 ? 2 : 8);
    size = 0;
    for (const char byte : extended) size = size << 8 | static_cast<std::uint8_t>(byte);
  }
  frame.payload = read(size);
  return frame;
}

std::string RawClient::read_text() {
  auto frame = read_frame();
  if (frame.first != 0x81) fail("expected a text frame, got first byte " + std::to_string(frame.first));
  return std::move(frame.payload);
}

int RawClient::read_close_code() {
  const auto frame = read_frame();
  if (frame.first != 0x88) fail("expected a Close frame, got first byte " + std::to_string(frame.first));
  if (frame.payload.size() < 2) fail("expected a Close frame with a body");
  return static_cast<std::uint8_t>(frame.payload[0]) << 8 | static_cast<std::uint8_t>(frame.payload[1]);
}

}  // namespace parley::server::testing
