#include "protocol/frame.hpp"

#include <array>
#include <cstring>

#include "protocol/mask.hpp"

namespace parley::protocol {
namespace {

// RFC 6455 §5.2: the first two bytes.
constexpr std::uint8_t fin_bit = 0x80;
constexpr std::uint8_t rsv_bits = rsv1 | rsv2 | rsv3;
constexpr std::uint8_t opcode_bits = 0x0F;
constexpr std::uint8_t length_bits = 0x7F;
constexpr std::uint8_t length_follows_in_16 = 126;
constexpr std::uint8_t length_follows_in_64 = 127;

constexpr LengthForm form_of(std::uint8_t length7) {
  if (length7 == length_follows_in_64) return LengthForm::bits64;
  return length7 == length_follows_in_16 ? LengthForm::bits16 : LengthForm::bits7;
}

constexpr std::size_t extended_size(LengthForm form) {
  if (form == LengthForm::bits7) return 0;
  return form == LengthForm::bits16 ? 2 : 8;
}

constexpr std::uint8_t first_length_byte(const FrameHeader& header) {
  if (header.form == LengthForm::bits7) return static_cast<std::uint8_t>(header.length & length_bits);
  return header.form == LengthForm::bits16 ? length_follows_in_16 : length_follows_in_64;
}

std::size_t encoded_size(const FrameHeader& header) {
  return 2 + extended_size(header.form) + (header.mask ? sizeof(MaskKey) : 0);
}

void write_header(const FrameHeader& header, std::uint8_t* to) {
  *to++ = static_cast<std::uint8_t>((header.fin ? fin_bit : 0) | (header.rsv & rsv_bits) |
                                    (static_cast<std::uint8_t>(header.opcode) & opcode_bits));
  *to++ = static_cast<std::uint8_t>((header.mask ? mask_bit : 0) | first_length_byte(header));
  for (std::size_t left = extended_size(header.form); left > 0; --left) {
    *to++ = static_cast<std::uint8_t>(header.length >> (8 * (left - 1)));  // network byte order
  }
  if (header.mask) std::memcpy(to, header.mask->data(), sizeof(MaskKey));
}

}  // namespace

std::size_t decode_header(ByteView bytes, FrameHeader& header) noexcept {
  if (bytes.size() < 2) return 0;
  const auto length7 = static_cast<std::uint8_t>(bytes[1] & length_bits);
  const bool masked = (bytes[1] & mask_bit) != 0;
  const LengthForm form = form_of(length7);
  const std::size_t extended = extended_size(form);
  const std::size_t size = 2 + extended + (masked ? sizeof(MaskKey) : 0);
  if (bytes.size() < size) return 0;

  header.fin = (bytes[0] & fin_bit) != 0;
  header.rsv = bytes[0] & rsv_bits;
  header.opcode = static_cast<Opcode>(bytes[0] & opcode_bits);
  header.form = form;
  header.length = extended == 0 ? length7 : 0;
  for (std::size_t i = 0; i < extended; ++i) header.length = header.length << 8 | bytes[2 + i];  // network byte order
  header.mask.reset();
  if (masked) std::memcpy(header.mask.emplace().data(), bytes.data() + 2 + extended, sizeof(MaskKey));
  return size;
}

std::optional<DecodedHeader> decode_header(ByteView bytes) noexcept {
  DecodedHeader decoded;
  decoded.size = decode_header(bytes, decoded.header);
  if (decoded.size == 0) return std::nullopt;
  return decoded;
}

void encode_header(const FrameHeader& header, Bytes& out) {
  const std::size_t start = out.size();
  out.resize(start + encoded_size(header));
  write_header(header, out.data() + start);
}

void encode_frame(const FrameHeader& header, ByteView payload, Bytes& out) {
  std::array<std::uint8_t, max_header_size> head;
  write_header(header, head.data());
  const std::size_t header_size = encoded_size(header);
  out.insert(out.end(), head.begin(), head.begin() + static_cast<std::ptrdiff_t>(header_size));
  if (!header.mask) {  // copied as it is: a resize would fill with zeros first
    out.insert(out.end(), payload.begin(), payload.end());
    return;
  }
  const std::size_t start = out.size();
  out.resize(start + payload.size());
  copy_masked(payload, out.data() + start, *header.mask);
}

FrameHeader make_header(Opcode opcode, std::uint64_t length, std::optional<MaskKey> mask) {
  FrameHeader header;
  header.opcode = opcode;
  header.mask = mask;
  header.length = length;
  header.form = minimal_form(length);
  return header;
}

}  // namespace parley::protocol
