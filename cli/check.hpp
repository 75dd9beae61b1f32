// The two halves of parley check.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/commands.hpp"

namespace parley::cli {

void add_check_server(CLI::App& check, Action& chosen);
void add_check_client(CLI::App& check, Action& chosen);

}  // namespace parley::cli
