// JSON in messages: strict, with the members in their order, and safe against hostile nesting.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace parley::server {

/// Nothing when `text` is not JSON (RFC 8259), or nested deeper than `max_json_depth`: writing a value recurses.
[[nodiscard]] std::optional<nlohmann::ordered_json> parse_json(std::string_view text);

inline constexpr int max_json_depth = 100;

/// In one line, characters beyond ASCII as they are.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value);

}  // namespace parley::server
