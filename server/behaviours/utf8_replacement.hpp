// Bytes read as UTF-8 the way Node and browsers do: what is wrong becomes U+FFFD.
#pragma once

#include <string>

#include "protocol/bytes.hpp"

namespace parley::server {

/// Each maximal subpart of an ill-formed sequence becomes one U+FFFD (Unicode §3.9, "U+FFFD Substitution of Maximal
/// Subparts"; the WHATWG Encoding Standard's UTF-8 decoder does the same). The result is always valid UTF-8.
[[nodiscard]] std::string with_replacements(protocol::ByteView bytes);

}  // namespace parley::server
