// An independent little reader of DEFLATE streams (RFC 1951): tests judge zlib's output with it.
#pragma once

#include <cstddef>

#include "protocol/bytes.hpp"

namespace parley::protocol::testing {

struct DeflateScan {
  Bytes inflated;
  std::size_t blocks = 0;
  std::size_t longest_distance = 0;  // of all back-references; 0 when there is none
};

/// Reads blocks up to the end of the bytes, which must be the end of a block; one with BFINAL may be followed by more,
/// from the next byte on. Throws std::runtime_error for what is not DEFLATE.
[[nodiscard]] DeflateScan scan_deflate(ByteView stream);

}  // namespace parley::protocol::testing
