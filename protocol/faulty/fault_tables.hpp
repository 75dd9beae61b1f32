// The table of faults in its parts, each in its own source. Only fault.cpp puts them together.
#pragma once

#include <span>

#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

[[nodiscard]] std::span<const FaultInfo> opening_faults();
[[nodiscard]] std::span<const FaultInfo> framing_faults();
[[nodiscard]] std::span<const FaultInfo> control_faults();
[[nodiscard]] std::span<const FaultInfo> messages_faults();
[[nodiscard]] std::span<const FaultInfo> deflate_faults();

}  // namespace parley::protocol::faulty
