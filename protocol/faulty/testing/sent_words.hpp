// The frames that a peer sent, in words: what tests of mutants compare.
#pragma once

#include <optional>
#include <string>

#include "protocol/bytes.hpp"
#include "protocol/deflate.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol::faulty::testing {

/// "text Hello, pong 0xff, close 1002". Payloads of more than 24 bytes are "126 bytes". Marks behind the name:
///   -         without FIN
///   +1 +2 +3  RSV bits; a whole message with +1 is told as what it inflates to, if it does
///   /16 /64   a length in more bits than it needs
///   *         masked as a server, or unmasked as a client
///   ~zero ~again ~next   a masking key of zeroes, that of the frame before, or the number after it
///   ^         looks back into earlier messages
///   far       looks back further than 512 bytes
class SentWords {
 public:
  explicit SentWords(Role sender) : sender_(sender) {}

  [[nodiscard]] std::string read(ByteView sent);

 private:
  [[nodiscard]] std::string marks(const FrameHeader& header);
  [[nodiscard]] std::string mask_marks(const FrameHeader& header);
  [[nodiscard]] std::string compressed(const FrameHeader& header, ByteView payload);

  Role sender_;
  std::optional<MaskKey> last_key_;
  Inflater inflater_{15, false};
};

}  // namespace parley::protocol::faulty::testing
