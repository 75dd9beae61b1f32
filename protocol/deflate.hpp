// permessage-deflate's codec: one DEFLATE stream per direction (RFC 7692 §7.2).
#pragma once

#include <cstdint>
#include <memory>

#include "protocol/bytes.hpp"
#include "protocol/deflate_options.hpp"

namespace parley::protocol {

/// Both classes allocate zlib's state at first use.
class Deflater {
 public:
  Deflater(int window_bits, bool no_context_takeover, const DeflateOptions& options);
  ~Deflater();
  Deflater(Deflater&&) = delete;

  /// Appends the payload of one whole message, without the trailing 00 00 FF FF.
  void compress(ByteView message, Bytes& out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Inflater {
 public:
  enum class Status : std::uint8_t { ok, corrupt, too_big };

  Inflater(int window_bits, bool no_context_takeover);
  ~Inflater();
  Inflater(Inflater&&) = delete;

  /// Appends what `piece` inflates to; `limit` is for the whole message.
  [[nodiscard]] Status inflate(ByteView piece, std::uint64_t limit, Bytes& out);

  /// The message ends: feeds 00 00 FF FF (RFC 7692 §7.2.2).
  [[nodiscard]] Status finish(std::uint64_t limit, Bytes& out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace parley::protocol
