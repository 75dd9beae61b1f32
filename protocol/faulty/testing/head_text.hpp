// Handshakes for tests: the usual lines, with a few changed.
#pragma once

#include <string>
#include <string_view>

namespace parley::protocol::faulty::testing {

/// RFC 6455 §1.3's key, and its proof.
inline constexpr std::string_view sample_key = "dGhlIHNhbXBsZSBub25jZQ==";
inline constexpr std::string_view sample_proof = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// Changes are separated by "|": "-Host" leaves a line out, "^GET / HTTP/1.0" is another first line, "~Host: b" stands
/// in place of the usual line of this name, and anything else is one line more.
[[nodiscard]] std::string request_with(std::string_view changes);
[[nodiscard]] std::string response_with(std::string_view changes);

}  // namespace parley::protocol::faulty::testing
