// A command of the user's, with a place for what only we know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::conformance {

/// "node client.js {url}" as arguments for a shell, `value` in the place of {url}, quoted. {{url}}, as it is written
/// for servers and in scenarios, is the same place. A command without one gets the value at its end.
[[nodiscard]] std::vector<std::string> shell_command(std::string command, std::string_view place,
                                                     std::string_view value);

}  // namespace parley::conformance
