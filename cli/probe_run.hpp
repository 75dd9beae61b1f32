// A probe on a loop of its own.
#pragma once

#include "cli/exit_code.hpp"
#include "client/probe.hpp"

namespace parley::cli {

/// Blocks until the connection has ended.
[[nodiscard]] client::ProbeReport run_probe(const client::ProbeOptions& options);

/// fine: it was open; failures: the server was reached and did not open it; unreachable: TCP or TLS did not stand.
[[nodiscard]] ExitCode probe_exit_code(const client::ProbeReport& report, const protocol::Uri& uri);

}  // namespace parley::cli
