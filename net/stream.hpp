// Stream: a TCP or TLS connection, or one in memory, behind one non-blocking interface.
//
// Readiness, not completion: the owner waits until the stream is readable and then reads into a buffer that it
// shares among all connections of its loop, so an idle connection holds no buffer at all.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include "net/asio.hpp"  // its error codes
#include "net/callback.hpp"
#include "protocol/bytes.hpp"

namespace parley::net {

struct IoResult {
  std::size_t bytes = 0;
  std::error_code error;  // asio::error::would_block: wait and try again; asio::error::eof: the peer has finished
};

/// Of the peer itself, not of its chain.
struct Certificate {
  std::string subject;             // "CN=parley self-signed" (RFC 2253)
  std::string issuer;              // in the same way
  std::vector<std::string> names;  // the DNS names and IP addresses that it is for
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
};

/// What is known about the TLS layer once it stands.
struct TlsInfo {
  std::string version;  // "TLSv1.3"
  std::string cipher;
  std::optional<Certificate> certificate;  // nothing: the peer showed none
  std::string server_name;                 // whom the client asked for (SNI, RFC 6066 §3); empty: nobody
};

struct StreamInfo {
  std::string local;  // "127.0.0.1:8081"
  std::string peer;
  std::optional<TlsInfo> tls;
};

class Stream {
 public:
  using Wake = Callback<void(std::error_code)>;

  virtual ~Stream() = default;

  virtual IoResult read(protocol::ByteSpan into) = 0;
  /// Gathers: tries to write all of `pieces` with one system call. May write a part of them. After would_block, or a
  /// part, the next write must go on with the same bytes, and offer at least as many (TLS has encrypted them already).
  virtual IoResult write(std::span<const protocol::ByteView> pieces) = 0;
  /// True when a read may give bytes though the socket is not readable (TLS holds decrypted bytes).
  [[nodiscard]] virtual bool has_buffered_input() const = 0;

  // `wake` is called exactly once, never from within these calls: with operation_aborted when the stream is closed or
  // destroyed before it is ready. Who waits twice is woken twice.
  virtual void wait_readable(Wake wake) = 0;
  virtual void wait_writable(Wake wake) = 0;

  // Each of these may be called again, and after another one: nothing happens then.
  virtual void shutdown_write() = 0;  // TLS close_notify, then FIN
  virtual void close() = 0;           // frees the socket; pending waits end with operation_aborted
  virtual void reset() = 0;           // like close, but the peer sees RST

  [[nodiscard]] virtual StreamInfo info() const = 0;
};

}  // namespace parley::net
