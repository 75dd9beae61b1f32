// What the commands that test something share: signals, descriptors, colours, files to write.
#pragma once

#include <stop_token>
#include <string>

#include "harness/report/paint.hpp"

namespace parley::cli {

/// Every connection takes a descriptor, here and in an embedded server.
void raise_descriptor_limit();

/// SIGINT and SIGTERM end the run in order; the next one ends the program at once. Call it before any thread starts.
[[nodiscard]] std::stop_source stop_at_signal();

/// "parley run scenarios/ --jobs 4", as it was typed.
[[nodiscard]] std::string command_line();

/// NO_COLOR is honoured (no-color.org). `no_color` is the option of that name.
[[nodiscard]] harness::Colour colour_for(int descriptor, bool no_color);

/// Throws Failure.
[[nodiscard]] std::string read_file(const std::string& name);

/// Before a run: who waits for a report should not learn at the end that there is no place for it. Makes the
/// directories that it needs and leaves no new file behind; "" and "-" are no files. Throws Failure.
void require_writable(const std::string& name);

/// Makes the directories that it needs. Throws Failure.
void write_file(const std::string& name, const std::string& text);

}  // namespace parley::cli
