// The console's files, as they stood in web/console/ when the program was built (see cmake/ParleyConsole.cmake).
#pragma once

#include <span>
#include <string_view>

namespace parley::server {

struct ConsoleAsset {
  std::string_view name;  // "app.js"
  std::string_view body;
};

[[nodiscard]] std::span<const ConsoleAsset> console_assets();

}  // namespace parley::server
