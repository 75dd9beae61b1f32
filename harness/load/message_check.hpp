// MessageCheck: compares a message that came with those that were sent, piece by piece, without keeping it.
#pragma once

#include <cstdint>
#include <string_view>

#include "harness/load/payload.hpp"

namespace parley::load {

/// How much of each message is looked at.
enum class Verification : std::uint8_t {
  full,   // every byte
  stamp,  // which message it is, its length and its type
  none,   // nothing: the n-th message counts as the n-th answer
};

[[nodiscard]] std::string_view to_string(Verification verification);

class MessageCheck {
 public:
  /// `payload` must outlive the check.
  MessageCheck(const Payload& payload, Verification verification) : payload_(&payload), verification_(verification) {}

  /// `expected` is the message that should come now; the same for all pieces.
  void add(protocol::ByteView piece, const Stamp& expected) noexcept;

  struct Found {
    std::uint64_t messages = 0;
    std::size_t bytes = 0;  // of their frames
  };
  /// The short way for what mostly comes: how many frames at the beginning of `data` are `expected` and the messages
  /// behind it, each whole, in one frame and unharmed; at most `most`. What it does not find may be in order all the
  /// same. Not within a message.
  [[nodiscard]] Found count_expected(protocol::ByteView data, Stamp expected, std::uint64_t most) const noexcept;

  enum class Harm : std::uint8_t { none, type, length, content };
  struct Verdict {
    Harm harm = Harm::none;  // none: it is a message of ours, as it was sent
    Stamp stamp;             // which one: `expected` when it does not tell
    std::uint64_t size = 0;  // bytes, of one that is harmed

    [[nodiscard]] bool right() const noexcept { return harm == Harm::none; }
  };
  /// The message has ended; the next piece is of another one.
  [[nodiscard]] Verdict finish(protocol::MessageType type, const Stamp& expected) noexcept;

  /// The last piece, which mostly is all of the message, and the one that was expected.
  [[nodiscard]] Verdict end(protocol::ByteView piece, protocol::MessageType type, const Stamp& expected) noexcept {
    if (size_ == 0 && is_plainly(piece, type, expected)) return {Harm::none, expected};
    add(piece, expected);
    return finish(type, expected);
  }

 private:
  [[nodiscard]] bool is_plainly(protocol::ByteView message, protocol::MessageType type,
                                const Stamp& expected) const noexcept;
  void identify(const Stamp& expected) noexcept;
  void compare(protocol::ByteView piece, std::uint64_t offset) noexcept;
  [[nodiscard]] Harm harm(protocol::MessageType type) const noexcept;

  const Payload* payload_;
  Verification verification_;
  bool right_ = true;       // so far
  std::uint64_t size_ = 0;  // bytes so far
  StampBytes head_{};
  Stamp seen_;
};

}  // namespace parley::load
