#include "bench/bare_epoll.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "protocol/accept_key.hpp"

namespace parley::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most = 64U << 10;  // bytes of a read
constexpr std::size_t mask_size = 4;
constexpr std::uint8_t binary = 0x82;  // with FIN
constexpr std::uint8_t masked = 0x80;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void send_at_once(int socket) {
  const int on = 1;
  checked(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

void watch(int epoll, int descriptor, std::uint64_t data) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = data;
  checked(::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

std::string read_head(int socket) {
  std::string head;
  char byte = 0;
  while (!head.ends_with("\r\n\r\n")) {
    if (::read(socket, &byte, 1) != 1) throw std::runtime_error("the opening handshake ended early");
    head += byte;
  }
  return head;
}

void write_all(int socket, const std::string& text) {
  if (::write(socket, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("a socket does not take a handshake at once");
  }
}

/// RFC 6455 §4.2.2
void answer_handshake(int socket) {
  const std::string head = read_head(socket);
  const std::string field = "Sec-WebSocket-Key: ";
  const auto at = head.find(field) + field.size();
  write_all(socket,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
                protocol::accept_key(head.substr(at, head.find("\r\n", at) - at)) + "\r\n\r\n");
}

/// All whole messages in `in`, unmasked in one buffer; returns how much of `in` they were.
std::size_t echo(const std::uint8_t* in, std::size_t size, std::vector<std::uint8_t>& out) {
  std::size_t at = 0;
  out.clear();
  while (size - at >= 2 + mask_size) {
    const std::size_t length = in[at + 1] & 0x7FU;
    const std::size_t whole = 2 + mask_size + length;
    if (size - at < whole) break;
    if ((in[at] & 0x0FU) == 0x8U) return size;  // a Close frame: the client ends TCP
    out.push_back(in[at]);
    out.push_back(static_cast<std::uint8_t>(length));
    const std::uint8_t* const key = in + at + 2;
    for (std::size_t i = 0; i < length; ++i) out.push_back(key[mask_size + i] ^ key[i % mask_size]);
    at += whole;
  }
  return at;
}

struct Connection {
  int socket = -1;
  std::deque<Clock::time_point> due;  // of what is not answered
  std::vector<std::uint8_t> rest;     // of a frame that came in pieces
};

int connect_to(std::uint16_t port) {
  const int socket = checked(::socket(AF_INET, SOCK_STREAM, 0), "socket");
  const auto address = loopback(port);
  checked(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), "connect");
  send_at_once(socket);
  write_all(socket,
            "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  static_cast<void>(read_head(socket));
  return socket;
}

std::vector<std::uint8_t> make_frame(std::size_t payload) {
  std::vector<std::uint8_t> frame = {binary, static_cast<std::uint8_t>(masked | payload), 0x12, 0x34, 0x56, 0x78};
  frame.resize(frame.size() + payload, 0x5A);
  return frame;
}

}  // namespace

BareEchoServer::BareEchoServer(int processor)
    : listener_(checked(::socket(AF_INET, SOCK_STREAM, 0), "socket")), epoll_(checked(::epoll_create1(0), "epoll")) {
  auto address = loopback(0);
  socklen_t size = sizeof address;
  checked(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size), "bind");
  checked(::listen(listener_, SOMAXCONN), "listen");
  checked(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  port_ = ntohs(address.sin_port);
  watch(epoll_, listener_, static_cast<std::uint64_t>(listener_));
  thread_ = std::thread([this] { serve(); });
  if (processor < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(processor), &set);
  static_cast<void>(::pthread_setaffinity_np(thread_.native_handle(), sizeof set, &set));  // else it runs anywhere
}

BareEchoServer::~BareEchoServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
  ::close(epoll_);
}

void BareEchoServer::serve() {
  std::vector<std::uint8_t> in(most);
  std::vector<std::uint8_t> out;
  std::array<epoll_event, 64> events;
  while (!stopping_) {
    const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
    for (int i = 0; i < count; ++i) {
      const int socket = static_cast<int>(events[static_cast<std::size_t>(i)].data.u64);
      if (socket == listener_) {
        const int added = ::accept(listener_, nullptr, nullptr);
        send_at_once(added);
        answer_handshake(added);
        watch(epoll_, added, static_cast<std::uint64_t>(added));
        continue;
      }
      const auto size = ::read(socket, in.data(), in.size());
      // What is left over is lost: so small a message comes whole, or this is no bench.
      if (size > 0) static_cast<void>(echo(in.data(), static_cast<std::size_t>(size), out));
      if (size <= 0 || (!out.empty() && ::write(socket, out.data(), out.size()) < 0)) ::close(socket);
    }
  }
}

load::Histogram bare_latency(const BareLoad& load) {
  ::prctl(PR_SET_TIMERSLACK, 1UL);  // nanoseconds, as the generator does
  load::Histogram times;
  std::vector<Connection> connections(load.connections);
  const int epoll = checked(::epoll_create1(0), "epoll");
  for (std::size_t i = 0; i < connections.size(); ++i) watch(epoll, connections[i].socket = connect_to(load.port), i);
  const auto frame = make_frame(load.payload);
  const std::size_t answer = 2 + load.payload;
  std::vector<std::uint8_t> in(most);
  std::array<epoll_event, 64> events;
  const auto start = Clock::now();
  std::uint64_t sent = 0;
  std::uint64_t open = 0;
  const auto all = static_cast<std::uint64_t>(load.rate * std::chrono::duration<double>(load.duration).count());
  const auto due = [&] {
    return start + std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(sent) * 1e9 / load.rate));
  };
  while (sent < all || open > 0) {
    const auto wait = sent < all ? std::max(due() - Clock::now(), Clock::duration::zero()) : std::chrono::seconds(1);
    const timespec timeout{std::chrono::duration_cast<std::chrono::seconds>(wait).count(),
                           (wait % std::chrono::seconds(1)).count()};
    const int count = ::epoll_pwait2(epoll, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
      Connection& from = connections[events[static_cast<std::size_t>(i)].data.u64];
      const auto size = ::read(from.socket, in.data(), in.size());
      const auto now = Clock::now();
      if (size <= 0) throw std::runtime_error("the bare server ended a connection");
      for (auto left = static_cast<std::size_t>(size); left >= answer; left -= answer, --open) {
        times.record(static_cast<std::uint64_t>((now - from.due.front()).count()));
        from.due.pop_front();
      }
    }
    for (; sent < all && due() <= Clock::now(); ++sent, ++open) {
      Connection& to = connections[sent % connections.size()];
      to.due.push_back(due());
      if (::write(to.socket, frame.data(), frame.size()) < 0)
        throw std::runtime_error("the bare server ended a connection");
    }
  }
  for (const auto& connection : connections) ::close(connection.socket);
  ::close(epoll);
  return times;
}

}  // namespace parley::bench
