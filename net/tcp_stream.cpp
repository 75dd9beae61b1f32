#include "net/tcp_stream.hpp"

#include <utility>

namespace parley::net {

namespace {

class TcpStream final : public Stream {
 public:
  explicit TcpStream(std::shared_ptr<TcpSocket> socket) : socket_(std::move(socket)) {}
  ~TcpStream() override { socket_->close(); }  // a pending wait still holds the socket

  IoResult read(protocol::ByteSpan into) override { return socket_->read(into); }
  IoResult write(std::span<const protocol::ByteView> pieces) override { return socket_->write(pieces); }
  [[nodiscard]] bool has_buffered_input() const override { return false; }

  void wait_readable(Wake wake) override { socket_->wait(TcpSocket::Readiness::readable, std::move(wake)); }
  void wait_writable(Wake wake) override { socket_->wait(TcpSocket::Readiness::writable, std::move(wake)); }

  void shutdown_write() override { socket_->shutdown_write(); }
  void close() override { socket_->close(); }
  void reset() override { socket_->reset(); }

  [[nodiscard]] StreamInfo info() const override { return socket_->info(); }

 private:
  std::shared_ptr<TcpSocket> socket_;
};

}  // namespace

std::unique_ptr<Stream> make_tcp_stream(std::shared_ptr<TcpSocket> socket) {
  return std::make_unique<TcpStream>(std::move(socket));
}

}  // namespace parley::net
