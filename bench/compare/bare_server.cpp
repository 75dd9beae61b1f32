// The yardstick: answers the opening handshake, and from then on copies back what comes. It reads no frame, unmasks
// nothing and allocates nothing, so no WebSocket server can do with fewer system calls. Prints its port.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "protocol/accept_key.hpp"

namespace {

constexpr std::size_t room = 128U << 10;  // as the native engine's

struct Client {
  int descriptor = -1;
  bool open = false;
  std::string request;
  std::vector<char> waiting;  // what TCP did not take
};

class Server {
 public:
  Server() : epoll_(::epoll_create1(0)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    const int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 4096) != 0) {
      std::perror("bare_server");
      std::exit(EXIT_FAILURE);
    }
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    watch(EPOLL_CTL_ADD, listener_, EPOLLIN, nullptr);
  }

  [[noreturn]] void run() {
    std::array<epoll_event, 256> events;
    while (true) {
      const int count = ::epoll_wait(epoll_, events.data(), events.size(), -1);
      for (int i = 0; i < count; ++i) {
        auto* const client = static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr);
        if (client == nullptr) {
          accept();
        } else if (!serve(*client)) {
          ::close(client->descriptor);
          delete client;
        }
      }
    }
  }

 private:
  void watch(int operation, int descriptor, std::uint32_t events, Client* client) const {
    epoll_event event{};
    event.events = events;
    event.data.ptr = client;
    ::epoll_ctl(epoll_, operation, descriptor, &event);
  }

  void accept() const {
    while (true) {
      const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK);
      if (descriptor < 0) return;
      const int on = 1;
      ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto client = std::make_unique<Client>();
      client->descriptor = descriptor;
      watch(EPOLL_CTL_ADD, descriptor, EPOLLIN, client.release());
    }
  }

  /// False when the connection is over.
  bool serve(Client& client) {
    if (!client.waiting.empty()) return flush(client);
    const auto got = ::recv(client.descriptor, buffer_.data(), buffer_.size(), 0);
    if (got <= 0) return got < 0 && errno == EAGAIN;
    if (!client.open) return shake_hands(client, static_cast<std::size_t>(got));
    return write(client, buffer_.data(), static_cast<std::size_t>(got));
  }

  bool shake_hands(Client& client, std::size_t size) const {
    client.request.append(buffer_.data(), size);
    if (!client.request.ends_with("\r\n\r\n")) return true;
    constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const auto begin = client.request.find(name);
    if (begin == std::string::npos) return false;
    const auto key = client.request.substr(begin + name.size(), 24);
    const std::string answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
        parley::protocol::accept_key(key) + "\r\n\r\n";
    client.open = true;
    client.request = {};
    return write(client, answer.data(), answer.size());
  }

  bool write(Client& client, const char* data, std::size_t size) const {
    auto sent = ::send(client.descriptor, data, size, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return false;
    if (sent < 0) sent = 0;
    if (static_cast<std::size_t>(sent) == size) return true;
    client.waiting.assign(data + sent, data + size);
    watch(EPOLL_CTL_MOD, client.descriptor, EPOLLOUT, &client);  // reads on when all of it is gone
    return true;
  }

  bool flush(Client& client) const {
    auto& waiting = client.waiting;
    const auto sent = ::send(client.descriptor, waiting.data(), waiting.size(), MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN;
    waiting.erase(waiting.begin(), waiting.begin() + sent);
    if (waiting.empty()) watch(EPOLL_CTL_MOD, client.descriptor, EPOLLIN, &client);
    return true;
  }

  int epoll_;
  int listener_;
  std::vector<char> buffer_ = std::vector<char>(room);
};

}  // namespace

int main() {
  Server().run();
}
