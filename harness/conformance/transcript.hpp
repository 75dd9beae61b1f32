// Transcript: the bytes of a case, both directions, with times.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "protocol/bytes.hpp"

namespace parley::conformance {

enum class Direction : std::uint8_t { sent, received };

struct Chunk {
  std::chrono::nanoseconds at{};  // since the connection stood
  Direction direction;
  protocol::Bytes bytes;
};

struct Note {
  std::chrono::nanoseconds at{};
  std::string text;        // "TCP ended by the peer"
  std::size_t before = 0;  // the chunk that comes next
};

struct Transcript {
  std::vector<Chunk> chunks;
  std::vector<Note> notes;
  std::size_t kept = 0;  // bytes in `chunks`

  /// Keeps 2 MiB in all; a note tells where it stopped.
  void add(std::chrono::nanoseconds at, Direction direction, protocol::ByteView bytes);
  void note(std::chrono::nanoseconds at, std::string text);
};

/// One line for each head line and each frame, decoded, with the first bytes in hex: for people. Nothing of the peer's
/// can reach the terminal as a control character.
[[nodiscard]] std::vector<std::string> to_lines(const Transcript& transcript);

}  // namespace parley::conformance
