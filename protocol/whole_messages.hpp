// Whole messages: the short way for what most traffic is made of, a message in one frame of up to 64 KiB.
//
// Such a frame's header cannot break a rule, so it needs no decoder and no assembler, and a run of them that came in
// one read is taken, and answered, as one. Everything else goes the long way (see connection.cpp), which also finds out
// what is wrong with a frame that looked like this one and is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "protocol/bytes.hpp"
#include "protocol/limits.hpp"
#include "protocol/message_view.hpp"

namespace parley::protocol {

// A small one's first two bytes (RFC 6455 §5.2).
inline constexpr std::uint8_t whole_text = 0x81;  // FIN, no reserved bits, the opcode
inline constexpr std::uint8_t whole_binary = 0x82;
inline constexpr std::uint8_t largest_small = 125;  // a length that the second byte holds

/// What of the data was taken.
struct MessageRun {
  std::size_t messages = 0;
  std::size_t bytes = 0;  // of their frames
  std::size_t payload_bytes = 0;
};

/// The largest payload that may go the short way under these limits; nothing: all messages go the long one.
[[nodiscard]] std::optional<std::uint16_t> largest_whole_message(const Limits& limits) noexcept;

/// False: the data does not begin with a message that goes the short way.
[[nodiscard]] inline bool may_begin_whole(ByteView data) noexcept {
  return data.size() >= 2 && (data[0] == whole_text || data[0] == whole_binary) && (data[1] & 0x7FU) != 127;
}

/// Takes whole messages of a client off the front of `data` (masked, FIN, no reserved bits) as far as they go, at most
/// `run.size()` of them, none with a payload larger than `largest`. Fills `run`, whose payloads are unmasked in place;
/// text is UTF-8. The first frame that is not taken is as it was.
[[nodiscard]] MessageRun take_whole_messages(ByteSpan data, std::uint16_t largest, std::span<MessageView> run) noexcept;

struct EchoRun {
  MessageRun taken;
  ByteView frames;  // that send them back, at the front of the data: what lies behind them, up to taken.bytes, is lost
};

/// Takes as many as there are, as take_whole_messages does, and makes of their frames those that send them back as a
/// server does: unmasked, and moved together, since without a key each is shorter than it was.
[[nodiscard]] EchoRun echo_whole_messages(ByteSpan data, std::uint16_t largest) noexcept;

/// Appends the frame of each as a server writes it: whole, unmasked, uncompressed. No payload lies in `out`.
void append_whole_messages(std::span<const MessageView> messages, Bytes& out);

}  // namespace parley::protocol
