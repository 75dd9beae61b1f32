// The frame header: its value, its decoder and its encoder (RFC 6455 §5.2).
//
// The decoder accepts every bit pattern and the encoder writes what it is told, legal or not: a conformance tool
// needs both. What is legal is decided by frame_check.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "protocol/bytes.hpp"

namespace parley::protocol {

enum class Opcode : std::uint8_t {  // any value from 0x0 to 0xF can occur; the named ones are defined
  continuation = 0x0,
  text = 0x1,
  binary = 0x2,
  close = 0x8,
  ping = 0x9,
  pong = 0xA,
};

/// Control frames have the highest bit of the opcode set (RFC 6455 §5.5).
[[nodiscard]] constexpr bool is_control(Opcode opcode) noexcept {
  return (static_cast<unsigned>(opcode) & 0x8U) != 0;
}

enum class Role : std::uint8_t { client, server };

using MaskKey = std::array<std::uint8_t, 4>;

/// How the payload length is written: in the 7-bit field, or in the 16 or 64 bits after it.
enum class LengthForm : std::uint8_t { bits7, bits16, bits64 };

/// The only form that RFC 6455 §5.2 allows for a length: "the minimal number of bytes".
[[nodiscard]] constexpr LengthForm minimal_form(std::uint64_t length) noexcept {
  if (length <= 125) return LengthForm::bits7;
  return length <= 0xFFFF ? LengthForm::bits16 : LengthForm::bits64;
}

/// The three reserved bits as they stand in the first byte of the frame.
enum Rsv : std::uint8_t { rsv_none = 0x00, rsv3 = 0x10, rsv2 = 0x20, rsv1 = 0x40 };

struct FrameHeader {
  bool fin = true;
  std::uint8_t rsv = rsv_none;  // a sum of Rsv
  Opcode opcode = Opcode::text;
  std::optional<MaskKey> mask;
  std::uint64_t length = 0;  // payload bytes
  LengthForm form = LengthForm::bits7;

  friend bool operator==(const FrameHeader&, const FrameHeader&) = default;
};

inline constexpr std::size_t max_header_size = 14;
inline constexpr std::uint8_t mask_bit = 0x80;           // of the second byte, beside the length (RFC 6455 §5.2)
inline constexpr std::size_t max_control_payload = 125;  // RFC 6455 §5.5

struct DecodedHeader {
  FrameHeader header;
  std::size_t size = 0;  // bytes that the header took
};

/// Nothing when `bytes` does not yet hold the whole header.
[[nodiscard]] std::optional<DecodedHeader> decode_header(ByteView bytes) noexcept;

/// The same into a header that is there already, for hot paths: returns the bytes it took; 0, and `header` untouched,
/// when `bytes` does not hold the whole of it.
[[nodiscard]] std::size_t decode_header(ByteView bytes, FrameHeader& header) noexcept;

/// Appends the header. A length that does not fit `header.form` is written modulo the form's width.
void encode_header(const FrameHeader& header, Bytes& out);

/// Appends header and payload, masking the payload when the header carries a key. `header.length` and `header.form`
/// are taken as they are: an honest frame comes from `make_header`.
void encode_frame(const FrameHeader& header, ByteView payload, Bytes& out);

/// A header with the minimal form for `length`.
[[nodiscard]] FrameHeader make_header(Opcode opcode, std::uint64_t length, std::optional<MaskKey> mask = std::nullopt);

}  // namespace parley::protocol
