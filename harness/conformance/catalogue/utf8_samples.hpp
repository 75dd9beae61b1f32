// Autobahn's sequences of bytes, those that are UTF-8 and those that are not.
#pragma once

#include <span>
#include <string_view>

namespace parley::conformance {

struct Utf8Sample {
  std::string_view hex;
  std::string_view autobahn;  // its numbers, with spaces between
  std::string_view name;      // for the id; empty: the hex
};

[[nodiscard]] std::span<const Utf8Sample> utf8_samples_in_order();
[[nodiscard]] std::span<const Utf8Sample> utf8_samples_not_in_order();

}  // namespace parley::conformance
