#include "net/tls_stream.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "net/tls_certificate.hpp"
#include "net/tls_control.hpp"

namespace parley::net {

namespace {

constexpr std::size_t max_record = 16U << 10;  // RFC 8446 §5.1: at most 2^14 bytes of plaintext

class TlsStream final : public Stream {
 public:
  TlsStream(std::shared_ptr<TcpSocket> socket, SslPtr ssl) : socket_(std::move(socket)), ssl_(std::move(ssl)) {}
  ~TlsStream() override { socket_->close(); }

  IoResult read(protocol::ByteSpan into) override;
  IoResult write(std::span<const protocol::ByteView> pieces) override;
  [[nodiscard]] bool has_buffered_input() const override { return more_input_; }

  void wait_readable(Wake wake) override { wait(read_wants_, std::move(wake)); }
  void wait_writable(Wake wake) override { wait(write_wants_, std::move(wake)); }

  void shutdown_write() override;
  void close() override { socket_->close(); }
  void reset() override { socket_->reset(); }

  [[nodiscard]] StreamInfo info() const override;

  bool update_keys();
  void shutdown_without_notice();
  [[nodiscard]] bool is_truncated() const { return truncated_; }

 private:
  void wait(TlsWant want, Wake wake) {
    const auto readiness = want == TlsWant::write ? TcpSocket::Readiness::writable : TcpSocket::Readiness::readable;
    socket_->wait(readiness, std::move(wake));
  }

  std::shared_ptr<TcpSocket> socket_;
  SslPtr ssl_;  // after socket_: its BIO refers to the socket
  // Reading may have to write first and the other way round (key update, RFC 8446 §4.6.3).
  TlsWant read_wants_ = TlsWant::read;
  TlsWant write_wants_ = TlsWant::write;
  bool more_input_ = true;  // also at the start: OpenSSL may have read ahead in the handshake
  bool write_shut_ = false;
  bool truncated_ = false;
  std::error_code held_error_;  // came after bytes that had to be delivered first
};

IoResult TlsStream::read(protocol::ByteSpan into) {
  if (!socket_->is_open()) return {0, asio::error::operation_aborted};
  if (held_error_) return {0, held_error_};
  std::size_t total = 0;
  // One SSL_read gives one record at most.
  while (total < into.size()) {
    std::size_t got = 0;
    const auto rest = into.subspan(total);
    const auto outcome = run_tls(ssl_.get(), [&] { return SSL_read_ex(ssl_.get(), rest.data(), rest.size(), &got); });
    total += got;
    if (outcome.want == TlsWant::nothing) continue;
    more_input_ = false;
    if (outcome.want == TlsWant::end) {
      held_error_ = outcome.error;
      // Whoever sends close_notify before its FIN is not read any further than that.
      truncated_ = outcome.error == asio::error::eof && BIO_eof(SSL_get_rbio(ssl_.get())) == 1;
      more_input_ = true;  // the error itself
    } else {
      read_wants_ = outcome.want;
    }
    return total > 0 ? IoResult{total, {}} : IoResult{0, outcome.error};
  }
  more_input_ = true;
  return {total, {}};
}

/// Fills `room` with the next bytes of `pieces` from `skip` on.
protocol::ByteView gather(std::span<const protocol::ByteView> pieces, std::size_t skip, protocol::ByteSpan room) {
  std::size_t filled = 0;
  for (auto piece : pieces) {
    const std::size_t skipped = std::min(skip, piece.size());
    skip -= skipped;
    piece = piece.subspan(skipped);
    if (filled == 0 && piece.size() >= room.size()) return piece.first(room.size());  // no need to copy
    const std::size_t size = std::min(piece.size(), room.size() - filled);
    if (size > 0) std::memcpy(room.data() + filled, piece.data(), size);
    filled += size;
    if (filled == room.size()) break;
  }
  return room.first(filled);
}

IoResult TlsStream::write(std::span<const protocol::ByteView> pieces) {
  if (!socket_->is_open()) return {0, asio::error::operation_aborted};
  if (write_shut_) return {0, asio::error::broken_pipe};
  // Small pieces share a record: each record costs 22 bytes or more, and a round through the cipher. A retry gathers
  // at least the bytes of the attempt before it, as OpenSSL wants it, because the owner offers at least those.
  std::array<std::uint8_t, max_record> room;
  std::size_t total = 0;
  while (true) {
    const auto record = gather(pieces, total, room);
    if (record.empty()) return {total, {}};
    std::size_t put = 0;
    const auto outcome =
        run_tls(ssl_.get(), [&] { return SSL_write_ex(ssl_.get(), record.data(), record.size(), &put); });
    total += put;
    if (outcome.want == TlsWant::nothing) continue;
    if (outcome.want != TlsWant::end) write_wants_ = outcome.want;
    if (total > 0) return {total, {}};
    return {0, outcome.error == asio::error::eof ? std::error_code(asio::error::broken_pipe) : outcome.error};
  }
}

void TlsStream::shutdown_write() {
  if (!socket_->is_open() || write_shut_) return;
  write_shut_ = true;
  // When the socket's buffer has no room for the 24 bytes of close_notify the peer sees FIN alone; to wait for room
  // would hold up the close for a peer that does not read.
  if (SSL_is_init_finished(ssl_.get()) != 0) {
    static_cast<void>(run_tls(ssl_.get(), [this] { return SSL_shutdown(ssl_.get()) < 0 ? -1 : 1; }));
  }
  socket_->shutdown_write();
}

bool TlsStream::update_keys() {
  return SSL_version(ssl_.get()) >= TLS1_3_VERSION && SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1;
}

void TlsStream::shutdown_without_notice() {
  if (!socket_->is_open() || write_shut_) return;
  write_shut_ = true;
  socket_->shutdown_write();
}

StreamInfo TlsStream::info() const {
  StreamInfo info = socket_->info();
  const char* const name = SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
  info.tls = TlsInfo{SSL_get_version(ssl_.get()), SSL_get_cipher_name(ssl_.get()), certificate_of_peer(ssl_.get()),
                     name != nullptr ? name : ""};
  return info;
}

}  // namespace

bool update_keys(Stream& stream) {
  auto* const tls = dynamic_cast<TlsStream*>(&stream);
  return tls != nullptr && tls->update_keys();
}

void shutdown_without_notice(Stream& stream) {
  auto* const tls = dynamic_cast<TlsStream*>(&stream);
  tls != nullptr ? tls->shutdown_without_notice() : stream.shutdown_write();
}

bool is_truncated(const Stream& stream) {
  const auto* const tls = dynamic_cast<const TlsStream*>(&stream);
  return tls != nullptr && tls->is_truncated();
}

std::unique_ptr<Stream> make_tls_stream(std::shared_ptr<TcpSocket> socket, SslPtr ssl) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(ssl));
}

}  // namespace parley::net
