// parley check server --fuzz: spoiled traffic instead of cases.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/check_arguments.hpp"
#include "cli/server_under_test.hpp"

namespace parley::cli {

struct FuzzArguments {
  std::optional<std::chrono::nanoseconds> time;  // nothing: no fuzzing
  std::optional<std::uint64_t> seed;             // nothing: by chance
  std::string directory = "parley-findings";
};

/// After those of a check, some of which make no sense beside --fuzz.
void add_fuzz_arguments(CLI::App& command, FuzzArguments& arguments);

[[nodiscard]] ExitCode fuzz(const FuzzArguments& arguments, const ServerArguments& server, const CheckArguments& check);

/// True when this is a file, and no URL.
[[nodiscard]] bool is_finding_file(const std::string& word);

/// parley replay FILE URL: plays a finding with the wire log. ExitCode::failures when it shows again.
[[nodiscard]] ExitCode replay_finding(const std::string& file, const ServerArguments& server,
                                      const CheckArguments& check);

}  // namespace parley::cli
