// Payload: the content of load messages, which sender and receiver both know without keeping it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/stamp.hpp"
#include "protocol/few_bytes.hpp"
#include "protocol/mask.hpp"
#include "protocol/result.hpp"

namespace parley::load {

/// So many of all messages, in proportion to those of the others, have this size.
struct SizeShare {
  std::uint64_t size;  // bytes
  std::uint64_t weight;

  friend bool operator==(const SizeShare&, const SizeShare&) = default;
};

/// Sizes between two, evenly; a mix of sizes; or the content of a file.
struct PayloadSpec {
  std::uint64_t smallest = 20;  // bytes
  std::uint64_t largest = 20;
  std::string file = {};            // not empty: every message is what is in it
  std::vector<SizeShare> mix = {};  // not empty: these sizes, between the two

  friend bool operator==(const PayloadSpec&, const PayloadSpec&) = default;
};

/// "20", "16KiB", "20..1KiB", "20:90,1KiB:9,64KiB:1" (sizes with their weights), "mix" (one such, for those who have
/// none of their own) or "@message.json". The error is a sentence for the user.
[[nodiscard]] Result<PayloadSpec, std::string> parse_payload(std::string_view text);
[[nodiscard]] std::string to_string(const PayloadSpec& spec);

/// A message is a stamp, and then a part of a pattern that its stamp chooses; or always the same file, which has no
/// stamp. Never changes, so that threads may share it.
class Payload {
 public:
  /// Throws std::invalid_argument when the file cannot be read, or is no text that it should be.
  Payload(const PayloadSpec& spec, protocol::MessageType type);

  [[nodiscard]] protocol::MessageType type() const noexcept { return type_; }
  /// False for a file: then one message looks like the other.
  [[nodiscard]] bool is_stamped() const noexcept { return stamped_; }

  [[nodiscard]] std::size_t size(const Stamp& stamp) const noexcept {
    return has_one_size() ? largest_ : chosen_size(stamp);
  }
  [[nodiscard]] std::size_t largest() const noexcept { return largest_; }
  /// Every message is as long as the others.
  [[nodiscard]] bool has_one_size() const noexcept { return smallest_ == largest_; }
  /// What each message's frame begins with when a server sends it in one; empty when they are not all as long.
  [[nodiscard]] protocol::ByteView server_header() const noexcept { return server_header_; }
  /// Of all `count` messages of a source from `first` on.
  [[nodiscard]] std::uint64_t total_size(const Stamp& first, std::uint64_t count) const noexcept;
  /// What follows the stamp; of a file all of it.
  [[nodiscard]] protocol::ByteView body(const Stamp& stamp) const noexcept;

  /// Writes all of the message, masked with `key`; `to` has room for `size(stamp)` bytes.
  void write(const Stamp& stamp, const protocol::MaskKey& key, std::uint8_t* to) const noexcept;

 private:
  static constexpr std::size_t few = 32;     // bytes: masked in line, where a call would cost more than the work
  static constexpr std::size_t shifts = 64;  // places in the pattern at which a message may begin

  [[nodiscard]] std::size_t chosen_size(const Stamp& stamp) const noexcept;

  protocol::MessageType type_;
  bool stamped_;
  std::size_t smallest_;
  std::size_t largest_;
  std::vector<SizeShare> mix_;
  std::uint64_t weights_ = 0;  // of all
  protocol::Bytes pattern_;
  protocol::Bytes server_header_;
};

// In line: they are called for each message.

inline protocol::ByteView Payload::body(const Stamp& stamp) const noexcept {
  if (!stamped_) return pattern_;
  const std::size_t whole = size(stamp);
  const std::size_t shift = stamp.sequence % shifts;
  return protocol::ByteView(pattern_).subspan(shift, whole - std::min(whole, stamp_size));
}

inline void Payload::write(const Stamp& stamp, const protocol::MaskKey& key, std::uint8_t* to) const noexcept {
  static_assert(stamp_size % std::tuple_size_v<protocol::MaskKey> == 0);
  const protocol::ByteView rest = body(stamp);
  if (stamped_) {
    StampBytes bytes = encode_stamp(stamp, type_);
    protocol::apply_mask_to_few(bytes, key);
    if (const std::size_t whole = size(stamp); whole < stamp_size) {
      std::copy_n(bytes.begin(), whole, to);
      return;
    }
    std::memcpy(to, bytes.data(), stamp_size);
    to += stamp_size;
  }
  if (rest.size() > few) return protocol::copy_masked(rest, to, key);
  protocol::copy_few(rest, to);
  protocol::apply_mask_to_few({to, rest.size()}, key);
}

}  // namespace parley::load
