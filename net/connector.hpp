// Connector: name look-up, TCP (each address in turn) and TLS, under one deadline.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <system_error>

#include "net/loop.hpp"
#include "net/stream.hpp"
#include "net/tls.hpp"

namespace parley::net {

/// The way to a stream, for those who measure it.
enum class ConnectStage : std::uint8_t {
  resolved,   // the name has been looked up; not for an IP address
  connected,  // TCP stands
  secured,    // TLS stands
};

struct ConnectOptions {
  std::string host;
  std::uint16_t port = 80;
  std::shared_ptr<TlsContext> tls = nullptr;  // null: plain TCP. SNI and the name check use `host`
  Duration timeout = std::chrono::seconds(10);
  std::string source_address = {};                  // IP address to connect from; empty: the system chooses
  std::function<void(ConnectStage)> on_stage = {};  // called as each is reached; must not destroy the handle
};

struct ConnectFailure {
  std::error_code error;  // asio::error::timed_out when the deadline passed
  std::string what;       // "cannot connect to 127.0.0.1:9: Connection refused"
};

/// Calls exactly one of the two, on the loop's thread, never before it returns. The returned handle cancels on
/// destruction; then neither is called.
[[nodiscard]] std::shared_ptr<void> connect(Loop& loop, const ConnectOptions& options,
                                            std::function<void(std::unique_ptr<Stream>)> on_stream,
                                            std::function<void(const ConnectFailure&)> on_failure);

}  // namespace parley::net
