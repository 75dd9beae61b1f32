// Java's .properties files, as the studio keeps what differs between profiles in them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace parley::client {

using Properties = std::map<std::string, std::string>;

/// "key=value" lines, also "key: value"; # and ! begin comments; "\:" is ":", and a "\" at the end of a line goes on
/// with the next. Everything is taken as UTF-8.
[[nodiscard]] Properties parse_properties(std::string_view text);

/// Sorted, one "key=value" in each line, with as few escapes as the format can do with.
[[nodiscard]] std::string to_text(const Properties& properties);

}  // namespace parley::client
