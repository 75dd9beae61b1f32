// Times of day at which runs on several machines begin together.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace parley::load {

/// UTC as RFC 3339 writes it, "2026-11-21T07:15:02Z", with or without a fraction; or the seconds since 1970,
/// "1795245302" (date +%s). Nothing when it is neither.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_utc(std::string_view text);

}  // namespace parley::load
