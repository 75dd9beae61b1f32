// Payload: the content of load messages, which sender and receiver both know without keeping it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/stamp.hpp"
#include "protocol/frame.hpp"
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
    return smallest_ == largest_ ? largest_ : chosen_size(stamp);
  }
  [[nodiscard]] std::size_t largest() const noexcept { return largest_; }
  /// What follows the stamp; of a file all of it.
  [[nodiscard]] protocol::ByteView body(const Stamp& stamp) const noexcept;

  /// Writes all of the message, masked with `key`; `to` has room for `size(stamp)` bytes.
  void write(const Stamp& stamp, const protocol::MaskKey& key, std::uint8_t* to) const noexcept;

 private:
  [[nodiscard]] std::size_t chosen_size(const Stamp& stamp) const noexcept;

  protocol::MessageType type_;
  bool stamped_;
  std::size_t smallest_;
  std::size_t largest_;
  std::vector<SizeShare> mix_;
  std::uint64_t weights_ = 0;  // of all
  protocol::Bytes pattern_;
};

}  // namespace parley::load
