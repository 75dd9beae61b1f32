// What the command line says about a server's TLS: shared by the commands that listen.
#pragma once

#include <CLI/CLI.hpp>

#include "net/tls.hpp"

namespace parley::cli {

/// --tls, --cert and --key.
void add_certificate_arguments(CLI::App& command, bool& tls, net::ServerTlsOptions& certificate);

}  // namespace parley::cli
