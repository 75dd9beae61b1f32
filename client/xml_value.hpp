// XML to Value, as the WebSocket Variable reads XML messages (systems-to-serve §2).
#pragma once

#include <optional>
#include <string_view>

#include "client/value.hpp"

namespace parley::client {

/// The root's name is dropped. An element that has only text is that text. Any other is an object: its attributes
/// under their names, then its child elements under their local names (a name that comes again makes an array), then
/// its text, if there is any beside white space, under "__text". An empty element is "".
/// Nothing when the text is not a document with exactly one root, or deeper than `max_value_depth`. Entities declared
/// in the document are not expanded.
[[nodiscard]] std::optional<Value> parse_xml(std::string_view text);

}  // namespace parley::client
