// How busy the machine is, seen by those who wait for a processor.
#pragma once

#include <string_view>

namespace parley::harness {

/// For how much of the last ten seconds, in percent, some process of this machine could have gone on and had no
/// processor. 0 where the system does not say: Linux does, with pressure stall information.
[[nodiscard]] double cpu_pressure();

/// The same in the text of /proc/pressure/cpu: "some avg10=46.79 avg60=61.10 avg300=75.15 total=35625328775". 0 where
/// it is not there.
[[nodiscard]] double cpu_pressure_in(std::string_view text);

}  // namespace parley::harness
