// The reference server as the harness asks for it: inside this process, on a free port.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "harness/scenario/server_host.hpp"

namespace parley::cli {

/// Throws what server::Server throws.
[[nodiscard]] std::unique_ptr<scenario::RunningServer> start_embedded_server(
    const scenario::EmbeddedServerRequest& request);

/// For scenario::ReadOptions: what is wrong with "node-demo?interval=100ms", or nothing.
[[nodiscard]] std::optional<std::string> behaviour_fault(const std::string& text);

}  // namespace parley::cli
