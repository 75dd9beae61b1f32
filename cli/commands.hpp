// The commands of the program, one source file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/exit_code.hpp"

namespace parley::cli {

/// What the command line asked for; runs after it has been read as a whole.
using Action = std::function<ExitCode()>;

// Each adds its command to the program, and sets `chosen` when the command line names it. An action reports what the
// user did wrong by throwing: Failure, or std::invalid_argument for exit code 2.
void add_serve(CLI::App& program, Action& chosen);
void add_run(CLI::App& program, Action& chosen);
void add_import(CLI::App& program, Action& chosen);
void add_probe(CLI::App& program, Action& chosen);
void add_echo(CLI::App& program, Action& chosen);
void add_check(CLI::App& program, Action& chosen);
void add_bench(CLI::App& program, Action& chosen);
void add_list(CLI::App& program, Action& chosen);
void add_show(CLI::App& program, Action& chosen);
void add_replay(CLI::App& program, Action& chosen);
void add_report(CLI::App& program, Action& chosen);

}  // namespace parley::cli
