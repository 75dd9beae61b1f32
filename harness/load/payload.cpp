#include "harness/load/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "protocol/byte_size.hpp"
#include "protocol/mask.hpp"
#include "protocol/utf8.hpp"

namespace parley::load {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::MessageType;

constexpr std::uint64_t most = 1ULL << 30;  // bytes
constexpr std::size_t shifts = 64;          // places in the pattern at which a message may begin

/// Random bytes, or letters and spaces; the same in every run.
Bytes make_pattern(std::size_t size, MessageType type) {
  constexpr std::string_view letters = "etaoinshrdlucmfw ypvbgkjqxzETAOIN SHRDLU 0123456789 .,;:()-_+*/";
  Bytes pattern(size);
  std::uint64_t state = 0x853C49E6748FEA9BULL;
  for (auto& byte : pattern) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto random = static_cast<std::uint8_t>(state >> 56);
    byte = type == MessageType::binary ? random : static_cast<std::uint8_t>(letters[random % letters.size()]);
  }
  return pattern;
}

Bytes read_content(const std::string& file, MessageType type) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::invalid_argument("--payload: cannot read " + file);
  Bytes content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (type == MessageType::text && !protocol::is_utf8(content)) {
    throw std::invalid_argument("--payload: " + file + " is not UTF-8, which a text must be; send it with --binary");
  }
  return content;
}

}  // namespace

Result<PayloadSpec, std::string> parse_payload(std::string_view text) {
  PayloadSpec spec;
  if (text.starts_with('@')) {
    spec.file = text.substr(1);
    if (spec.file.empty()) return failure(std::string("\"@\" names no file"));
    return spec;
  }
  const auto dots = text.find("..");
  const auto low = protocol::parse_byte_size(text.substr(0, dots));
  if (!low) return failure(low.error() + ", \"20..1KiB\" or \"@file\"");
  const auto high = dots == std::string_view::npos ? low : protocol::parse_byte_size(text.substr(dots + 2));
  if (!high) return failure(high.error());
  if (*high < *low) return failure(fmt::format("\"{}\" ends below its beginning", text));
  if (*high > most) return failure(fmt::format("\"{}\" is too much: at most 1GiB", text));
  spec.smallest = *low;
  spec.largest = *high;
  return spec;
}

std::string to_string(const PayloadSpec& spec) {
  if (!spec.file.empty()) return "@" + spec.file;
  const auto low = protocol::format_byte_size(spec.smallest);
  return spec.smallest == spec.largest ? low : low + ".." + protocol::format_byte_size(spec.largest);
}

Payload::Payload(const PayloadSpec& spec, MessageType type)
    : type_(type),
      stamped_(spec.file.empty()),
      smallest_(static_cast<std::size_t>(spec.smallest)),
      largest_(static_cast<std::size_t>(spec.largest)) {
  if (stamped_) {
    pattern_ = make_pattern(largest_ + shifts, type);
  } else {
    pattern_ = read_content(spec.file, type);
    smallest_ = largest_ = pattern_.size();
  }
}

std::size_t Payload::size(const Stamp& stamp) const noexcept {
  if (smallest_ == largest_) return largest_;
  return smallest_ + static_cast<std::size_t>(mix(stamp) % (largest_ - smallest_ + 1));
}

ByteView Payload::body(const Stamp& stamp) const noexcept {
  if (!stamped_) return pattern_;
  const std::size_t whole = size(stamp);
  const std::size_t shift = stamp.sequence % shifts;
  return ByteView(pattern_).subspan(shift, whole - std::min(whole, stamp_size));
}

void Payload::write(const Stamp& stamp, const protocol::MaskKey& key, std::uint8_t* to) const noexcept {
  if (stamped_) {
    const std::size_t stamp_part = std::min(stamp_size, size(stamp));
    const StampBytes bytes = encode_stamp(stamp, type_);
    protocol::copy_masked(ByteView(bytes).first(stamp_part), to, key);
    to += stamp_part;  // a multiple of the key's size, or nothing follows
  }
  static_assert(stamp_size % std::tuple_size_v<protocol::MaskKey> == 0);
  protocol::copy_masked(body(stamp), to, key);
}

}  // namespace parley::load
