// Plays frames into a mutant and into sound engines, and says in words what they sent.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "protocol/engine.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty::testing {

/// One fault, and the input that shows it.
struct FrameRow {
  const char* fault;
  /// Frames in hex, without masks: to a server they are played masked. "61*126" is a byte many times. "|" ends a read.
  /// After "raw" the bytes are played as they are.
  const char* input;
  const char* sound;            // what a sound peer sends, see SentWords
  const char* mutant;           // what the mutant sends
  const char* extensions = "";  // agreed on
};

/// What an echoing peer with this fault answers.
[[nodiscard]] std::string play(Fault fault, Role role, const FrameRow& row);

/// The same of the native engine.
[[nodiscard]] std::string play_native(Role role, const FrameRow& row);

/// In every role that can have it: the mutant shows its fault, and the sound variant, like the native engine, does not.
void expect_shown(const FrameRow& row);

/// Every fault of `part` has a row, or a test of its own.
void expect_all_shown(std::span<const FaultInfo> part, std::span<const FrameRow> rows,
                      std::initializer_list<std::string_view> elsewhere = {});

}  // namespace parley::protocol::faulty::testing
