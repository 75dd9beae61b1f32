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
  bool cut = false;      // there were more

  /// Keeps 2 MiB in all; a note tells where it stopped.
  void add(std::chrono::nanoseconds at, Direction direction, protocol::ByteView bytes);
  void note(std::chrono::nanoseconds at, std::string text);
};

/// A line of a head, a frame, or a note, as people read it. Nothing of the peer's is in it that a terminal would obey.
struct WireLine {
  enum class Kind : std::uint8_t { sent, received, note };
  std::chrono::nanoseconds at{};
  Kind kind = Kind::note;
  std::string text;     // "text FIN=0 masked 5 "hello""
  protocol::Bytes raw;  // the first bytes of a frame as they were on the wire; empty for the others
};

[[nodiscard]] std::vector<WireLine> wire_lines(const Transcript& transcript);

/// The same, each as one line of text with its time and direction.
[[nodiscard]] std::vector<std::string> to_lines(const Transcript& transcript);

}  // namespace parley::conformance
