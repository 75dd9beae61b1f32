// A command in one option, as a shell would take it apart: --server-command "node 'my server.js' --port {{port}}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::cli {

/// Words stand between spaces; '…' and "…" keep spaces, and \ keeps the character after it (not within '…'). Nothing
/// else that a shell does is done. Throws std::invalid_argument for a quote without its end.
[[nodiscard]] std::vector<std::string> split_words(std::string_view command);

}  // namespace parley::cli
