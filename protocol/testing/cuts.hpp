// For tests of parsers: the same input whole, byte by byte, and cut at every position.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/bytes.hpp"

namespace parley::protocol::testing {

using Pieces = std::vector<Bytes>;

/// Bytes written as hex, with spaces between them.
[[nodiscard]] inline Bytes hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) throw std::invalid_argument("not hex: " + std::string(text));
  return *std::move(bytes);
}

[[nodiscard]] inline Bytes copy(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

/// Pieces of `step` bytes; the last one may be shorter.
[[nodiscard]] inline Pieces cut_every(std::size_t step, ByteView input) {
  Pieces pieces;
  for (; input.size() > step; input = input.subspan(step)) pieces.push_back(copy(input.first(step)));
  pieces.push_back(copy(input));
  return pieces;
}

[[nodiscard]] inline Pieces cut_at(std::size_t position, ByteView input) {
  return {copy(input.first(position)), copy(input.subspan(position))};
}

/// Whole first, then byte by byte, then in two at every position. Empty pieces are among them.
[[nodiscard]] inline std::vector<Pieces> ways_to_cut(ByteView input) {
  std::vector<Pieces> ways{{copy(input)}, cut_every(1, input)};
  for (std::size_t position = 0; position <= input.size(); ++position) ways.push_back(cut_at(position, input));
  return ways;
}

}  // namespace parley::protocol::testing
