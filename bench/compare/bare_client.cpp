// A generator that does as little as one can: a closed loop of equal messages, masked when the program starts, whose
// answers are counted by their bytes. It fits a server that answers with frames and one that copies bytes, which no
// strict client can; and it is the bare client that `parley bench` is held against.
//
//   bare_client PORT PATH CONNECTIONS PAYLOAD DEPTH WARMUP_MS DURATION_MS frames|copies
//
// Prints messages a second and, for depth 1, percentiles of the round trip in nanoseconds: rate p50 p99 p99.9
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/frame.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Plan {
  std::uint16_t port;
  std::string path;
  std::size_t connections;
  std::size_t payload;
  std::size_t depth;
  milliseconds warmup;
  milliseconds duration;
  bool copies;  // the answer is the request, mask and all
};

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "bare_client: %s: %s\n", what, std::strerror(errno));
  std::exit(EXIT_FAILURE);
}

parley::protocol::Bytes frame_of(std::size_t payload, bool masked) {
  using namespace parley::protocol;
  Bytes content(payload);
  for (std::size_t i = 0; i < payload; ++i) content[i] = static_cast<std::uint8_t>('a' + i % 26);
  Bytes frame;
  const auto key = masked ? std::optional(MaskKey{0x12, 0x34, 0x56, 0x78}) : std::nullopt;
  encode_frame(make_header(Opcode::binary, payload, key), content, frame);
  return frame;
}

struct Link {
  int descriptor = -1;
  std::uint64_t to_send = 0;  // bytes that may leave now
  std::size_t sent_of = 0;    // where in the block the next byte is
  std::uint64_t partial = 0;  // bytes of an answer that is not complete
  bool waits_to_write = false;
  Clock::time_point sent_at;
};

class Generator {
 public:
  explicit Generator(Plan plan)
      : plan_(std::move(plan)),
        request_(frame_of(plan_.payload, true)),
        answer_(plan_.copies ? request_ : frame_of(plan_.payload, false)),
        links_(plan_.connections),
        buffer_(256U << 10) {
    const std::size_t frames = std::clamp<std::size_t>((256U << 10) / request_.size(), 1, plan_.depth);
    for (std::size_t i = 0; i < frames; ++i) block_.insert(block_.end(), request_.begin(), request_.end());
    if (epoll_ < 0) fail("epoll");
  }

  void run() {
    for (auto& link : links_) open(link);
    const auto begin = Clock::now();
    const auto counts_from = begin + plan_.warmup;
    const auto end = counts_from + plan_.duration;
    for (auto& link : links_) {
      link.to_send = plan_.depth * request_.size();
      send(link);
    }
    std::uint64_t before = 0;
    auto started = begin;
    while (true) {
      turn();
      const auto now = Clock::now();
      if (!measuring_ && now >= counts_from) {
        measuring_ = true;
        before = answers_;
        started = now;
      }
      if (now < end) continue;
      report(static_cast<double>(answers_ - before) / std::chrono::duration<double>(now - started).count());
      return;
    }
  }

 private:
  void open(Link& link) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(plan_.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    link.descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    if (link.descriptor < 0 || ::connect(link.descriptor, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      fail("connect");
    }
    const int on = 1;
    ::setsockopt(link.descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::string request = "GET " + plan_.path +
                                " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    if (::send(link.descriptor, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size())) {
      fail("send");
    }
    std::string head;
    char byte = 0;
    while (!head.ends_with("\r\n\r\n")) {
      if (::recv(link.descriptor, &byte, 1, 0) != 1) fail("handshake");
      head.push_back(byte);
    }
    if (!head.starts_with("HTTP/1.1 101 ")) fail("the answer is not 101");
    watch(EPOLL_CTL_ADD, link, EPOLLIN);
  }

  void watch(int operation, Link& link, std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &link;
    if (::epoll_ctl(epoll_, operation, link.descriptor, &event) != 0) fail("epoll");
  }

  void turn() {
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(epoll_, events.data(), events.size(), 100);
    for (int i = 0; i < count; ++i) {
      const auto& event = events[static_cast<std::size_t>(i)];
      auto& link = *static_cast<Link*>(event.data.ptr);
      if ((event.events & EPOLLIN) != 0) receive(link);
      if (link.to_send > 0) send(link);
    }
  }

  void receive(Link& link) {
    const auto got = ::recv(link.descriptor, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("the connection ended");
    // The first answer that begins in this read stands for the others: the peer must not get away with anything.
    const std::size_t next = (answer_.size() - link.partial) % answer_.size();
    if (next + 2 <= static_cast<std::size_t>(got) && std::memcmp(buffer_.data() + next, answer_.data(), 2) != 0) {
      fail("the answer is not the message");
    }
    link.partial += static_cast<std::uint64_t>(got);
    const std::uint64_t whole = link.partial / answer_.size();
    link.partial %= answer_.size();
    answers_ += whole;
    link.to_send += whole * request_.size();
    if (plan_.depth == 1 && whole > 0 && measuring_) {
      times_.push_back(static_cast<std::uint32_t>(std::chrono::nanoseconds(Clock::now() - link.sent_at).count()));
    }
  }

  void send(Link& link) {
    if (plan_.depth == 1 && link.sent_of == 0) link.sent_at = Clock::now();
    while (link.to_send > 0) {
      const auto size = std::min<std::uint64_t>(link.to_send, block_.size() - link.sent_of);
      const auto sent = ::send(link.descriptor, block_.data() + link.sent_of, size, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN) break;
      if (sent < 0) fail("send");
      link.to_send -= static_cast<std::uint64_t>(sent);
      link.sent_of = (link.sent_of + static_cast<std::size_t>(sent)) % block_.size();
    }
    if (link.waits_to_write == (link.to_send > 0)) return;
    link.waits_to_write = link.to_send > 0;
    watch(EPOLL_CTL_MOD, link, link.waits_to_write ? EPOLLIN | EPOLLOUT : EPOLLIN);
  }

  std::uint32_t percentile(double percent) {
    if (times_.empty()) return 0;
    const auto rank = static_cast<std::ptrdiff_t>(percent / 100 * static_cast<double>(times_.size() - 1));
    std::nth_element(times_.begin(), times_.begin() + rank, times_.end());
    return times_[static_cast<std::size_t>(rank)];
  }

  void report(double rate) { std::printf("%.0f %u %u %u\n", rate, percentile(50), percentile(99), percentile(99.9)); }

  Plan plan_;
  parley::protocol::Bytes request_;
  parley::protocol::Bytes answer_;
  parley::protocol::Bytes block_;  // requests, one behind the other
  std::vector<Link> links_;
  std::vector<std::uint8_t> buffer_;
  std::vector<std::uint32_t> times_;
  std::uint64_t answers_ = 0;
  bool measuring_ = false;
  int epoll_ = ::epoll_create1(0);
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 9) {
    std::fputs("bare_client PORT PATH CONNECTIONS PAYLOAD DEPTH WARMUP_MS DURATION_MS frames|copies\n", stderr);
    return 2;
  }
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const auto number = [&](int i) { return std::strtoul(argv[i], nullptr, 10); };
  Generator({static_cast<std::uint16_t>(number(1)), argv[2], number(3), number(4), number(5), milliseconds(number(6)),
             milliseconds(number(7)), std::string_view(argv[8]) == "copies"})
      .run();
}
