// Payload: the content of load messages, which sender and receiver both know without keeping it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "harness/load/stamp.hpp"
#include "protocol/frame.hpp"
#include "protocol/result.hpp"

namespace parley::load {

/// Sizes between two, evenly, or the content of a file.
struct PayloadSpec {
  std::uint64_t smallest = 20;  // bytes
  std::uint64_t largest = 20;
  std::string file = {};  // not empty: every message is what is in it

  friend bool operator==(const PayloadSpec&, const PayloadSpec&) = default;
};

/// "20", "16KiB", "20..1KiB" or "@message.json". The error is a sentence for the user.
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

  [[nodiscard]] std::size_t size(const Stamp& stamp) const noexcept;
  [[nodiscard]] std::size_t largest() const noexcept { return largest_; }
  /// What follows the stamp; of a file all of it.
  [[nodiscard]] protocol::ByteView body(const Stamp& stamp) const noexcept;

  /// Writes all of the message, masked with `key`; `to` has room for `size(stamp)` bytes.
  void write(const Stamp& stamp, const protocol::MaskKey& key, std::uint8_t* to) const noexcept;

 private:
  protocol::MessageType type_;
  bool stamped_;
  std::size_t smallest_;
  std::size_t largest_;
  protocol::Bytes pattern_;
};

}  // namespace parley::load
