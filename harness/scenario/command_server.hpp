// A server that is a program of the user's: started, watched until it is ready, and ended with all that it started.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "harness/scenario/scenario.hpp"
#include "harness/scenario/server_host.hpp"

namespace parley::scenario {

/// Returns when the server is ready. Throws std::runtime_error with the program's last output when it ended, or was not
/// ready in time.
[[nodiscard]] std::unique_ptr<RunningServer> start_command(const CommandServer& command, std::uint64_t seed,
                                                           unsigned run, const std::stop_token& stop = {});

}  // namespace parley::scenario
