// Dates as JavaScript's Date.prototype.toUTCString writes them (ECMAScript §21.4.4.43).
#pragma once

#include <chrono>
#include <string>

namespace parley::server {

/// "Sat, 03 Feb 2024 04:05:06 GMT". Years have at least four digits; those before year 0 a minus sign.
[[nodiscard]] std::string utc_string(std::chrono::sys_seconds time);

}  // namespace parley::server
