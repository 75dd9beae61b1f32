// TcpSocket: a non-blocking TCP socket and its readiness; what the plain and the TLS stream have in common.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>

#include "net/asio.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"

namespace parley::net {

/// The loop tells readiness; the bytes are moved by system calls of ours into and out of buffers that all sockets
/// share. Once it was waited for, input stays watched: the next wait costs no system call.
class TcpSocket final : public Watcher, public std::enable_shared_from_this<TcpSocket> {
 public:
  using Endpoint = asio::ip::tcp::endpoint;

  /// Owns `descriptor`, which does not block and does not delay small writes: we gather those ourselves. `peer` is
  /// given, not asked for: a peer that has reset already has no address any more.
  TcpSocket(Loop& loop, int descriptor, const Endpoint& peer);
  ~TcpSocket() override { close(); }
  TcpSocket(TcpSocket&&) = delete;

  // As in Stream.
  IoResult read(protocol::ByteSpan into);
  IoResult write(std::span<const protocol::ByteView> pieces);
  void shutdown_write();
  void close();
  void reset();
  [[nodiscard]] StreamInfo info() const;

  enum class Readiness : std::uint8_t { readable, writable };
  void wait(Readiness readiness, Stream::Wake wake);

  /// Of a connection that was begun and became writable: empty when it stands.
  [[nodiscard]] std::error_code connect_result() const;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  // Watcher
  void on_ready(bool readable, bool writable) override;
  void abandon() override;

 private:
  /// What the loop watches the socket for.
  struct Watched {
    bool input = false;
    bool output = false;
    friend bool operator==(Watched, Watched) = default;
  };

  void watch(Watched wanted);
  bool fire(Readiness readiness);
  void wake_later(Stream::Wake wake, std::error_code error);
  Stream::Wake& wake_of(Readiness readiness) { return wakes_[static_cast<std::size_t>(readiness)]; }

  Loop& loop_;
  int descriptor_;
  Watched watched_;
  bool in_event_ = false;
  bool write_shut_ = false;
  std::array<Stream::Wake, 2> wakes_;  // who waits, by Readiness
  Endpoint peer_;
};

/// One system call each, on a connected socket, which never blocks; see Stream.
[[nodiscard]] IoResult read_socket(int descriptor, protocol::ByteSpan into);
[[nodiscard]] IoResult write_socket(int descriptor, std::span<const protocol::ByteView> pieces);

/// "127.0.0.1:8081", "[::1]:8081"; an IPv4 address in IPv6 clothes is shown as IPv4.
[[nodiscard]] std::string to_string(const asio::ip::tcp::endpoint& endpoint);

/// errno as the error codes that Asio makes, so that both compare equal.
[[nodiscard]] std::error_code system_error_code(int number);

}  // namespace parley::net
