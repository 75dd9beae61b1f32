// What the numbers of a report were measured on.
#pragma once

#include <string>
#include <string_view>

namespace parley::harness {

/// "2 × AMD EPYC 7B13, Linux 6.1.0": processors, model and kernel, as far as the system tells.
[[nodiscard]] std::string describe_machine();

/// The first model in the text of /proc/cpuinfo with its marketing marks removed, or empty.
[[nodiscard]] std::string cpu_model(std::string_view cpuinfo);

}  // namespace parley::harness
