#include "net/connector.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <fmt/format.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "net/name_look_up.hpp"
#include "net/tcp_stream.hpp"
#include "net/tls_handshake.hpp"

namespace parley::net {

namespace {

using asio::ip::tcp;

/// "127.0.0.1:80", "[::1]:80", "example.org:80".
std::string name_of(const ConnectOptions& options) {
  const bool bare_ipv6 = options.host.find(':') != std::string::npos;
  return (bare_ipv6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(options.port);
}

class Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(Loop& loop, const ConnectOptions& options, std::function<void(std::unique_ptr<Stream>)> on_stream,
          std::function<void(const ConnectFailure&)> on_failure)
      : loop_(loop), options_(options), on_stream_(std::move(on_stream)), on_failure_(std::move(on_failure)) {}

  void start() {
    deadline_ = loop_.after(options_.timeout, [self = shared_from_this()] { self->on_deadline(); });
    std::error_code not_an_address;
    const auto address = asio::ip::make_address(options_.host, not_an_address);
    if (not_an_address) {
      resolve();
    } else {
      endpoints_.emplace_back(address, options_.port);
      loop_.post([self = shared_from_this()] { self->try_next(); });
    }
  }

  /// Neither function is called any more.
  void cancel() {
    if (done_) return;
    // Later: the functions may own the caller, who holds our handle.
    loop_.post([doomed = std::pair(std::move(on_stream_), std::move(on_failure_))] {});
    end();
  }

 private:
  void resolve() {
    // Not kept alive by it: the deadline does that, as long as the loop stands.
    look_up_ = look_up(loop_, options_.host, options_.port, [weak = weak_from_this()](const LookUpResult& result) {
      if (const auto self = weak.lock()) self->on_resolved(result);
    });
  }

  void on_resolved(const LookUpResult& result) {
    if (done_) return;
    if (result.error) return fail(result.error, "cannot resolve " + options_.host + ": " + result.error.message());
    reach(ConnectStage::resolved);
    endpoints_ = result.endpoints;
    try_next();
  }

  void try_next() {
    if (done_) return;
    if (next_ == endpoints_.size()) return fail(last_error_, cannot_connect(tried_));
    const tcp::endpoint endpoint = endpoints_[next_++];
    std::error_code error;
    socket_ = begin_to_connect(endpoint, error);
    if (error) return note(endpoint, error);
    socket_->wait(TcpSocket::Readiness::writable, [self = shared_from_this(), endpoint](std::error_code failed) {
      if (self->done_) return;
      if (!failed) failed = self->socket_->connect_result();
      if (failed) return self->note(endpoint, failed);
      self->on_connected();
    });
  }

  std::shared_ptr<TcpSocket> begin_to_connect(const tcp::endpoint& endpoint, std::error_code& error) {
    const int descriptor = ::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
      error = system_error_code(errno);
      return nullptr;
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // we gather small writes ourselves
    if (!options_.source_address.empty()) error = bind_to_source(descriptor);
    if (!error && ::connect(descriptor, endpoint.data(), static_cast<socklen_t>(endpoint.size())) != 0 &&
        errno != EINPROGRESS) {
      error = system_error_code(errno);
    }
    return std::make_shared<TcpSocket>(loop_, descriptor, endpoint);
  }

  [[nodiscard]] std::error_code bind_to_source(int descriptor) const {
    std::error_code error;
    const tcp::endpoint source(asio::ip::make_address(options_.source_address, error), 0);
    if (error) return error;
    // Chooses the port at connect: then one source address serves 28,000 connections to each destination, not in all.
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const int result = ::bind(descriptor, source.data(), static_cast<socklen_t>(source.size()));
    return result == 0 ? std::error_code() : system_error_code(errno);
  }

  /// This address did not work: keeps its reason and goes on to the next.
  void note(const tcp::endpoint& endpoint, std::error_code error) {
    last_error_ = error;
    if (endpoints_.size() == 1) {
      tried_ = error.message();
    } else {
      tried_ += (tried_.empty() ? "" : "; ") + to_string(endpoint) + " " + error.message();
    }
    try_next();
  }

  void on_connected() {
    reach(ConnectStage::connected);
    auto connection = std::exchange(socket_, nullptr);
    if (!options_.tls) return succeed(make_tcp_stream(std::move(connection)));
    handshake_ = std::make_shared<TlsHandshake>(
        std::move(connection), options_.tls->connect(options_.host),
        [self = shared_from_this()](std::unique_ptr<Stream> stream) {
          self->reach(ConnectStage::secured);
          self->succeed(std::move(stream));
        },
        [self = shared_from_this()](const TlsFailure& failure) {
          self->fail(failure.error, self->tls_failed(failure.what));
        });
    handshake_->start();
  }

  void on_deadline() {
    deadline_ = 0;
    const auto limit = fmt::format("timed out after {:g} s", std::chrono::duration<double>(options_.timeout).count());
    fail(asio::error::timed_out, handshake_ ? tls_failed(limit) : cannot_connect(limit));
  }

  [[nodiscard]] std::string cannot_connect(const std::string& why) const {
    return "cannot connect to " + name_of(options_) + ": " + why;
  }
  [[nodiscard]] std::string tls_failed(const std::string& why) const {
    return "TLS handshake with " + name_of(options_) + " failed: " + why;
  }

  void reach(ConnectStage stage) const {
    if (options_.on_stage) options_.on_stage(stage);
  }

  void succeed(std::unique_ptr<Stream> stream) {
    const auto report = std::move(on_stream_);
    end();
    report(std::move(stream));
  }

  void fail(std::error_code error, const std::string& what) {
    const auto report = std::move(on_failure_);
    end();
    report({error, what});
  }

  void end() {
    done_ = true;
    loop_.cancel(std::exchange(deadline_, 0));
    look_up_.reset();
    if (const auto socket = std::exchange(socket_, nullptr)) socket->close();
    if (const auto handshake = std::exchange(handshake_, nullptr)) handshake->cancel();
  }

  Loop& loop_;
  ConnectOptions options_;
  std::function<void(std::unique_ptr<Stream>)> on_stream_;
  std::function<void(const ConnectFailure&)> on_failure_;
  std::shared_ptr<void> look_up_;
  std::shared_ptr<TcpSocket> socket_;  // that is being connected
  std::vector<tcp::endpoint> endpoints_;
  std::size_t next_ = 0;
  std::error_code last_error_ = asio::error::host_not_found;
  std::string tried_;  // why each address did not work
  std::shared_ptr<TlsHandshake> handshake_;
  Loop::TimerId deadline_ = 0;
  bool done_ = false;
};

}  // namespace

std::shared_ptr<void> connect(Loop& loop, const ConnectOptions& options,
                              std::function<void(std::unique_ptr<Stream>)> on_stream,
                              std::function<void(const ConnectFailure&)> on_failure) {
  auto attempt = std::make_shared<Attempt>(loop, options, std::move(on_stream), std::move(on_failure));
  attempt->start();
  return {attempt.get(), [attempt](void*) { attempt->cancel(); }};
}

}  // namespace parley::net
