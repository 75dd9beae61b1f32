// A command in one piece of text, as a shell would take it apart: --server-command "node 'my server.js' --port
// {{port}}".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::cli {

/// Words stand between spaces; '…' and "…" keep spaces, and \ keeps the character after it (not within '…'). Nothing
/// else that a shell does is done. Throws std::invalid_argument for a quote without its end.
[[nodiscard]] std::vector<std::string> split_words(std::string_view command);

/// Adds the option and its value; nothing where there is no value.
void add_option(std::vector<std::string>& words, const std::string& option, const std::string& value);

/// What a shell, and `split_words`, take apart into these words again. What means something to a shell is quoted.
[[nodiscard]] std::string join_words(const std::vector<std::string>& words);

}  // namespace parley::cli
