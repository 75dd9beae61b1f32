// permessage-deflate in the opening handshake: offers, answers, and what they amount to (RFC 7692 §5, §7.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/deflate_options.hpp"
#include "protocol/extension.hpp"
#include "protocol/result.hpp"

namespace parley::protocol {

inline constexpr std::string_view deflate_name = "permessage-deflate";

struct DeflateAnswer {
  DeflateParameters agreed;
  Extension extension;  // what the server writes
};

/// Server: takes the first offer of permessage-deflate that is valid; nothing when there is none (RFC 7692 §7.1 has
/// the server decline the others). `extensions` is all that the client offered, in its order of preference.
[[nodiscard]] std::optional<DeflateAnswer> answer_deflate(const std::vector<Extension>& extensions,
                                                          const DeflateOptions& options);

/// Client: what it offers.
[[nodiscard]] Extension offer_deflate(const DeflateOptions& options);

/// Client: what the server's answer to that offer amounts to, or why the connection must be failed.
[[nodiscard]] Result<DeflateParameters, std::string> check_deflate_answer(const Extension& answer,
                                                                          const DeflateOptions& options);

}  // namespace parley::protocol
