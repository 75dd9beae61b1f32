// Walls: the limits of this machine that a load run meets, and what to do about each.
#pragma once

#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

namespace parley::load {

/// The error in words, and advice where it means that a limit of this machine was met.
[[nodiscard]] std::string explain(std::error_code error);

/// What the system allows.
struct Limits {
  std::uint64_t descriptors = 0;  // of this process
  std::uint64_t ports = 0;        // for connections from one address to one peer
};
[[nodiscard]] Limits system_limits();

/// Sentences that say why so many connections at a time cannot be had, before it is tried. `sources` is the number of
/// addresses that they leave from.
[[nodiscard]] std::vector<std::string> walls_for(std::uint64_t connections, std::uint64_t sources,
                                                 const Limits& limits);

}  // namespace parley::load
