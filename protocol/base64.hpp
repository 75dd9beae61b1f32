// Base64 (RFC 4648 §4), and the credentials that are written in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/bytes.hpp"

namespace parley::protocol {

[[nodiscard]] std::string base64_encode(ByteView bytes);

/// Nothing unless the text is whole groups of four from the alphabet, padded at its end. Bits that the padding leaves
/// over may have any value (RFC 4648 §3.5 leaves it to us).
[[nodiscard]] std::optional<Bytes> base64_decode(std::string_view text);

/// The value of an Authorization field for "user:password" (RFC 7617 §2).
[[nodiscard]] std::string basic_authorization(std::string_view userinfo);

}  // namespace parley::protocol
