// BoundedDeflate: websocketpp's permessage-deflate with a limit on what a message may inflate to.
//
// The library holds the compressed size of a message against its limit and inflates without one: 65 KiB of a peer
// become 65 MiB of ours.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>  // enabled.hpp forgets it
#include <string>
#include <system_error>
#include <utility>
#include <websocketpp/extensions/permessage_deflate/disabled.hpp>  // would not compile after the next one
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/processors/base.hpp>

namespace parley::protocol::websocketpp {

/// The library makes its extension objects itself, without arguments: this is how the limit reaches them, for as long
/// as one connection of this thread is given bytes.
class InflateLimit {
 public:
  explicit InflateLimit(std::size_t bytes) : outer_(std::exchange(innermost, bytes)) {}
  ~InflateLimit() { innermost = outer_; }
  InflateLimit(InflateLimit&&) = delete;

  [[nodiscard]] static std::size_t current() { return innermost; }

 private:
  static inline thread_local std::size_t innermost = 0;
  std::size_t outer_;
};

template <class Config>
class BoundedDeflate : public ::websocketpp::extensions::permessage_deflate::enabled<Config> {
  using Base = ::websocketpp::extensions::permessage_deflate::enabled<Config>;

 public:
  /// Appends to `out`, which holds what the message had inflated to before; at most `most_growth` bytes too much.
  std::error_code decompress(const std::uint8_t* data, std::size_t size, std::string& out) {
    const std::size_t limit = InflateLimit::current();
    while (size > 0 && out.size() <= limit) {
      // No more than can stay within the limit, however well it is compressed.
      const std::size_t slice = std::min(size, (limit - out.size()) / most_growth + 1);
      if (const auto error = Base::decompress(data, slice, out)) return error;
      data += slice;
      size -= slice;
    }
    if (out.size() <= limit) return {};
    return make_error_code(::websocketpp::processor::error::message_too_big);  // RFC 6455 §7.4.1: 1009
  }

  /// Deflate's best: 258 bytes for two bits (RFC 1951 §3.2.5).
  static constexpr std::size_t most_growth = 1032;
};

}  // namespace parley::protocol::websocketpp
