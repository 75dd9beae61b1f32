// TextCheck: UTF-8 validation over frames, with the fault's blind spot.
#pragma once

#include <cstdint>

#include "protocol/bytes.hpp"
#include "protocol/faulty/fault.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol::faulty {

/// Where a piece of a message ends.
enum class Place : std::uint8_t { inside_frame, end_of_frame, end_of_message };

/// A frame as far as the check has to know it.
struct TextFrame {
  std::uint64_t index = 0;  // in its message
  bool fin = true;
  bool compressed = false;
};

class TextCheck {
 public:
  explicit TextCheck(Fault fault) : fault_(fault) {}

  void begin_frame(const TextFrame& frame);

  enum class Verdict : std::uint8_t { fine, invalid, cut };
  [[nodiscard]] Verdict feed(ByteView piece, Place place);

 private:
  [[nodiscard]] bool looks_away() const;
  [[nodiscard]] bool wants_whole_characters(Place place) const;
  [[nodiscard]] bool dislikes(std::uint8_t byte);

  Fault fault_;
  TextFrame frame_;
  Utf8Validator validator_;
  std::uint32_t last_bytes_ = 0;  // the newest in the lowest byte
};

}  // namespace parley::protocol::faulty
