#include "protocol/whole_messages.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "protocol/few_bytes.hpp"
#include "protocol/frame.hpp"
#include "protocol/mask.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol {
namespace {

constexpr std::uint8_t length_in_16_bits = 126;

/// The sizes of a frame's parts; all zero when `data` does not begin with one that goes the short way.
struct Measure {
  std::size_t header = 0;  // with the masking key
  std::size_t payload = 0;
};

/// Of a frame whose header has come.
Measure measure_header(ByteView data) noexcept {
  constexpr std::size_t small_header = 2 + sizeof(MaskKey);
  if (data.size() < small_header || (data[0] != whole_text && data[0] != whole_binary)) return {};
  const auto length = static_cast<std::uint8_t>(data[1] ^ mask_bit);  // 128 and more where the bit is missing
  if (length <= largest_small) return {small_header, length};
  if (length != length_in_16_bits || data.size() < small_header + 2) return {};
  const std::size_t longer = static_cast<std::size_t>(data[2]) << 8U | data[3];
  // A shorter one has the wrong form: "the minimal number of bytes" (RFC 6455 §5.2).
  return longer > largest_small ? Measure{small_header + 2, longer} : Measure{};
}

/// Of a frame that has come whole, with a payload within the limit.
Measure measure(ByteView data, std::size_t largest) noexcept {
  const Measure its = measure_header(data);
  return its.payload <= largest && data.size() >= its.header + its.payload ? its : Measure{};
}

/// The header's last four bytes.
MaskKey key_before(ByteView data, std::size_t header) noexcept {
  MaskKey key;
  std::copy_n(data.data() + header - key.size(), key.size(), key.begin());
  return key;
}

/// `to` may lie before the bytes, and share some with them.
void copy_unmasked(ByteView masked, std::uint8_t* to, const MaskKey& key) noexcept {
  if (masked.size() <= largest_small) {
    copy_few_masked(masked, to, key);
  } else {
    copy_masked(masked, to, key);
  }
}

void unmask(ByteSpan payload, const MaskKey& key) noexcept {
  copy_unmasked(payload, payload.data(), key);
}

/// The size of the frame; 0: it goes another way.
std::size_t take_whole_message(ByteSpan data, std::size_t largest, MessageView& message) noexcept {
  const auto [header, length] = measure(data, largest);
  if (header == 0) return 0;
  const MaskKey key = key_before(data, header);
  const ByteSpan payload = data.subspan(header, length);
  unmask(payload, key);
  const MessageType type = data[0] == whole_text ? MessageType::text : MessageType::binary;
  if (type == MessageType::text && !is_utf8(payload)) {
    unmask(payload, key);  // back again: where it goes wrong is found out the long way
    return 0;
  }
  message = {type, payload};
  return header + length;
}

/// Gathers small frames, so that `out` grows once for many of them.
class Gatherer {
 public:
  explicit Gatherer(Bytes& out) : out_(out) {}
  ~Gatherer() = default;
  Gatherer(Gatherer&&) = delete;

  /// Of at most `largest_small` bytes.
  void add(std::uint8_t first_byte, ByteView payload) {
    copy_few(payload, begin_small(first_byte, payload.size()));
    used_ += 2 + payload.size();
  }

  void flush() {
    append(out_, ByteView(block_).first(used_));
    used_ = 0;
  }

 private:
  /// Where the payload goes.
  std::uint8_t* begin_small(std::uint8_t first_byte, std::size_t size) {
    if (used_ + 2 + largest_small > block_.size()) flush();
    std::uint8_t* const to = block_.data() + used_;
    to[0] = first_byte;
    to[1] = static_cast<std::uint8_t>(size);
    return to + 2;
  }

  Bytes& out_;
  std::size_t used_ = 0;
  std::array<std::uint8_t, 4096> block_;  // not initialised: only what was written is read
};

/// Writes the first bytes of a header, up to its key, with the mask bit turned over; the two may share bytes.
void copy_turned_over(const std::uint8_t* from, std::uint8_t* to, bool longer) noexcept {
  const std::array<std::uint8_t, 2> begin{from[0], static_cast<std::uint8_t>(from[1] ^ mask_bit)};
  if (longer) std::memmove(to + 2, from + 2, 2);  // the length in 16 bits
  to[0] = begin[0];
  to[1] = begin[1];
}

/// Moves the frame at the front of `data` to `to`, unmasked, without its key: the header says the length in the same
/// way. `to` is where `data` begins, or before that. All zero: it goes another way, and is as it was.
Measure echo_whole_message(ByteSpan data, std::size_t largest, std::uint8_t* to) noexcept {
  const auto [header, length] = measure(data, largest);
  if (header == 0) return {};
  const MaskKey key = key_before(data, header);
  const ByteSpan masked = data.subspan(header, length);
  const ByteSpan payload(to + header - key.size(), length);
  const bool longer = length > largest_small;
  copy_turned_over(data.data(), to, longer);
  copy_unmasked(masked, payload.data(), key);
  if (to[0] == whole_text && !is_utf8(payload)) {  // back again: where it goes wrong is found out the long way
    unmask(payload, key);
    std::memmove(masked.data(), payload.data(), length);
    std::copy(key.begin(), key.end(), masked.data() - key.size());
    copy_turned_over(to, data.data(), longer);
    return {};
  }
  return {header, length};
}

}  // namespace

std::optional<std::uint16_t> largest_whole_message(const Limits& limits) noexcept {
  if (limits.max_fragments == 0) return std::nullopt;  // one frame is too many
  constexpr std::uint64_t most = std::numeric_limits<std::uint16_t>::max();
  return static_cast<std::uint16_t>(std::min({limits.max_frame, limits.max_message, most}));
}

MessageRun take_whole_messages(ByteSpan data, std::uint16_t largest, std::span<MessageView> run) noexcept {
  MessageRun taken;
  while (taken.messages < run.size()) {
    const std::size_t size = take_whole_message(data.subspan(taken.bytes), largest, run[taken.messages]);
    if (size == 0) break;
    taken.bytes += size;
    taken.payload_bytes += run[taken.messages].payload.size();
    ++taken.messages;
  }
  return taken;
}

EchoRun echo_whole_messages(ByteSpan data, std::uint16_t largest) noexcept {
  MessageRun taken;
  std::size_t written = 0;
  while (true) {
    const auto [header, payload] = echo_whole_message(data.subspan(taken.bytes), largest, data.data() + written);
    if (header == 0) break;
    taken.bytes += header + payload;
    taken.payload_bytes += payload;
    ++taken.messages;
    written += header - sizeof(MaskKey) + payload;
  }
  return {taken, data.first(written)};
}

void append_whole_messages(std::span<const MessageView> messages, Bytes& out) {
  Gatherer gatherer(out);
  for (const auto& [type, payload] : messages) {
    if (payload.size() <= largest_small) {
      gatherer.add(type == MessageType::text ? whole_text : whole_binary, payload);
      continue;
    }
    gatherer.flush();
    encode_frame(make_header(opcode_of(type), payload.size()), payload, out);
  }
  gatherer.flush();
}

}  // namespace parley::protocol
