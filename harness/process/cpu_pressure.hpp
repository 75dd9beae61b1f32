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

/// For how much of the last quarter of a second or longer (since two calls ago, at most), in percent, the host of this
/// virtual machine kept its processors from running. Pressure does not tell of that: nothing here waits for another. 0
/// at the first call, and where the system does not say.
[[nodiscard]] double stolen_time();

/// The same from one text of /proc/stat to a later one.
[[nodiscard]] double stolen_between(std::string_view earlier, std::string_view later);

}  // namespace parley::harness
