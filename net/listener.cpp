#include "net/listener.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "net/asio.hpp"
#include "net/tcp_stream.hpp"
#include "net/tls_handshake.hpp"

namespace parley::net {

namespace {

using asio::ip::tcp;

constexpr int accepts_per_wake = 64;  // then the connections that are there get their turn
constexpr Duration pause_without_descriptors = std::chrono::milliseconds(100);

std::error_code last_error() {
  return system_error_code(errno);
}

/// Errors that belong to the one connection that was to be accepted (accept(2)): the next one may be fine.
bool concerns_one_connection(int number) {
  switch (number) {
    case ECONNABORTED:
    case EINTR:
    case EPROTO:
    case EPERM:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
      return true;
    default:
      return false;
  }
}

void set_option(int descriptor, int level, int option, int value) {
  if (::setsockopt(descriptor, level, option, &value, sizeof value) != 0) throw std::system_error(last_error());
}

void bind_and_listen(int descriptor, const tcp::endpoint& endpoint, PortSharing sharing) {
  set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);  // accepted sockets inherit it
  if (endpoint.address().is_v6()) {
    set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, endpoint.address().is_unspecified() ? 0 : 1);
  }
  if (sharing == PortSharing::joins_group) set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1);
  constexpr int backlog = 4096;  // the kernel caps it at net.core.somaxconn
  if (::bind(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 ||
      ::listen(descriptor, backlog) != 0) {
    throw std::system_error(last_error());
  }
  // Not before it listens: a second server that is started on this port would join in and get half of our connections.
  if (sharing == PortSharing::opens_group) set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1);
}

std::uint16_t port_of(int descriptor) {
  tcp::endpoint local;
  auto size = static_cast<socklen_t>(local.capacity());
  if (::getsockname(descriptor, local.data(), &size) != 0) throw std::system_error(last_error());
  return local.port();
}

}  // namespace

struct Listener::Impl final : Watcher, std::enable_shared_from_this<Listener::Impl> {
  Impl(Loop& its_loop, const ListenerOptions& its_options, OnStream its_on_stream)
      : loop(its_loop), options(its_options), on_stream(std::move(its_on_stream)) {}
  ~Impl() override { close(); }

  void open() {
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    descriptor = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) throw std::system_error(last_error());
    bind_and_listen(descriptor, endpoint, options.sharing);
    port = port_of(descriptor);
    loop.watch(*this, descriptor, Poller::Interest::input);
    loop.add_work();
    listens = true;
  }

  void on_ready(bool /*readable*/, bool /*writable*/) override {
    const auto self = shared_from_this();  // whoever gets a stream may close the listener
    accept_some();
  }

  void abandon() override {}

  void accept_some() {
    for (int i = 0; i < accepts_per_wake && descriptor >= 0; ++i) {
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      const int accepted =
          ::accept4(descriptor, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (accepted >= 0) {
        take(accepted, address, size);
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return;
      } else if (!concerns_one_connection(errno)) {
        return pause();
      }
    }
  }

  // The socket stays readable when there is no descriptor left to accept with: to watch it would spin.
  void pause() {
    loop.unwatch(*this, descriptor);
    retry = loop.after(pause_without_descriptors, [self = shared_from_this()] {
      self->loop.watch(*self, self->descriptor, Poller::Interest::input);
    });
  }

  void take(int accepted, const sockaddr_storage& address, socklen_t size) {
    tcp::endpoint peer;
    std::memcpy(peer.data(), &address, size);
    peer.resize(size);
    auto connection = std::make_shared<TcpSocket>(loop, accepted, peer);
    if (options.tls) {
      secure(std::move(connection));
    } else {
      on_stream(make_tcp_stream(std::move(connection)));
    }
  }

  struct Securing {
    std::shared_ptr<TlsHandshake> handshake;
    Loop::TimerId deadline = 0;
  };

  void secure(std::shared_ptr<TcpSocket> connection) {
    const std::uint64_t id = ++last_securing;
    auto handshake = std::make_shared<TlsHandshake>(
        std::move(connection), options.tls->accept(),
        [self = shared_from_this(), id](std::unique_ptr<Stream> stream) {
          self->forget(id);
          self->on_stream(std::move(stream));
        },
        // A scanner, or a client that does not trust us: nothing that a server could do about.
        [self = shared_from_this(), id](const TlsFailure&) { self->forget(id); });
    const auto deadline = loop.after(options.tls_timeout, [this, id] {
      const auto late = securing.at(id).handshake;
      securing.erase(id);
      late->cancel();
    });
    securing.emplace(id, Securing{handshake, deadline});
    handshake->start();
  }

  void forget(std::uint64_t id) {
    const auto found = securing.find(id);
    loop.cancel(found->second.deadline);
    securing.erase(found);
  }

  void close() {
    if (descriptor >= 0) {
      loop.unwatch(*this, descriptor);
      ::close(std::exchange(descriptor, -1));
      if (std::exchange(listens, false)) loop.end_work();
    }
    loop.cancel(std::exchange(retry, 0));
    for (const auto& [id, going_on] : std::exchange(securing, {})) {
      loop.cancel(going_on.deadline);
      going_on.handshake->cancel();
    }
  }

  Loop& loop;
  ListenerOptions options;
  OnStream on_stream;
  int descriptor = -1;
  bool listens = false;
  std::uint16_t port = 0;
  Loop::TimerId retry = 0;
  std::unordered_map<std::uint64_t, Securing> securing;  // TLS handshakes that are going on
  std::uint64_t last_securing = 0;
};

Listener::Listener(Loop& loop, const ListenerOptions& options, OnStream on_stream)
    : impl_(std::make_shared<Impl>(loop, options, std::move(on_stream))) {
  try {
    impl_->open();
  } catch (const std::system_error& error) {
    throw std::system_error(error.code(),
                            "cannot listen on " + options.address + " port " + std::to_string(options.port));
  }
}

Listener::~Listener() {
  close();
}

std::uint16_t Listener::port() const {
  return impl_->port;
}

void Listener::close() {
  impl_->close();
}

}  // namespace parley::net
