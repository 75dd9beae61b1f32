#include "net/listener.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "net/tcp_stream.hpp"
#include "net/tls_handshake.hpp"

namespace parley::net {

namespace {

using asio::ip::tcp;

constexpr int accepts_per_wake = 64;  // then the connections that are there get their turn
constexpr Duration pause_without_descriptors = std::chrono::milliseconds(100);

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

void share_port(tcp::acceptor& acceptor) {
  const int on = 1;
  if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    throw std::system_error(system_error_code(errno));
  }
}

void bind_and_listen(tcp::acceptor& acceptor, const ListenerOptions& options) {
  const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  acceptor.open(endpoint.protocol());
  ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(!endpoint.address().is_unspecified()));
  if (options.sharing == PortSharing::joins_group) share_port(acceptor);
  acceptor.bind(endpoint);
  acceptor.listen(4096);  // the kernel caps it at net.core.somaxconn
  // Not before it listens: a second server that is started on this port would join in and get half of our connections.
  if (options.sharing == PortSharing::opens_group) share_port(acceptor);
  acceptor.non_blocking(true);
}

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
  Impl(Loop& its_loop, const ListenerOptions& its_options, OnStream its_on_stream)
      : loop(its_loop), options(its_options), on_stream(std::move(its_on_stream)), acceptor(loop.context()) {}

  void wait() {
    acceptor.async_wait(tcp::acceptor::wait_read, [self = shared_from_this()](std::error_code error) {
      if (!error && self->acceptor.is_open()) self->accept_some();
    });
  }

  void accept_some() {
    for (int i = 0; i < accepts_per_wake && acceptor.is_open(); ++i) {
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      // Not Asio's accept: it would leave the descriptor open in child processes.
      const int descriptor = ::accept4(acceptor.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                                       SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor >= 0) {
        take(descriptor, address, size);
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        break;
      } else if (!concerns_one_connection(errno)) {
        pause();
        return;
      }
    }
    if (acceptor.is_open()) wait();
  }

  // The socket stays readable when there is no descriptor left to accept with: to wait for it would spin.
  void pause() {
    retry = loop.after(pause_without_descriptors, [self = shared_from_this()] { self->accept_some(); });
  }

  void take(int descriptor, const sockaddr_storage& address, socklen_t size) {
    tcp::endpoint peer;
    std::memcpy(peer.data(), &address, size);
    peer.resize(size);
    tcp::socket socket(loop.context());
    std::error_code error;
    socket.assign(peer.protocol(), descriptor, error);
    if (error) {  // no room in the reactor: this connection is lost, the listener goes on
      ::close(descriptor);
      return;
    }
    auto connection = std::make_shared<TcpSocket>(std::move(socket), peer);
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
    std::error_code ignored;
    acceptor.close(ignored);
    loop.cancel(std::exchange(retry, 0));
    for (const auto& [id, going_on] : std::exchange(securing, {})) {
      loop.cancel(going_on.deadline);
      going_on.handshake->cancel();
    }
  }

  Loop& loop;
  ListenerOptions options;
  OnStream on_stream;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  Loop::TimerId retry = 0;
  std::unordered_map<std::uint64_t, Securing> securing;  // TLS handshakes that are going on
  std::uint64_t last_securing = 0;
};

Listener::Listener(Loop& loop, const ListenerOptions& options, OnStream on_stream)
    : impl_(std::make_shared<Impl>(loop, options, std::move(on_stream))) {
  try {
    bind_and_listen(impl_->acceptor, options);
    impl_->port = impl_->acceptor.local_endpoint().port();
  } catch (const std::system_error& error) {
    throw std::system_error(error.code(),
                            "cannot listen on " + options.address + " port " + std::to_string(options.port));
  }
  impl_->wait();
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
