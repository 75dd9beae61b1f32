// What the command line of `parley run` says.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/scenario_files.hpp"
#include "harness/scenario/reader.hpp"
#include "harness/scenario/run.hpp"

namespace parley::cli {

struct RunArguments {
  std::vector<std::string> files;
  Selection selection;
  std::vector<std::string> vars;  // "name=value"
  std::string profile;
  std::string engine = "all";
  unsigned jobs = 0;  // 0: by the number of processors
  unsigned repeat = 1;
  std::optional<std::uint64_t> seed;
  std::optional<std::chrono::nanoseconds> timeout;

  std::string url;
  std::string server_command;
  std::string server_url;
  std::string server_ready;
  std::vector<std::string> headers;  // "Name: value"
  std::vector<std::string> subprotocols;
  bool insecure = false;
  std::string ca_file;

  std::string json, junit, html;  // files; json may be "-"
  bool verbose = false;
  bool no_color = false;
  bool list = false;
  bool dry_run = false;
  bool schema = false;
};

void add_run_arguments(CLI::App& command, RunArguments& arguments);

// From text to what the harness takes. Each throws std::invalid_argument that names the option.
[[nodiscard]] scenario::EngineChoice engine_choice(const std::string& text);
[[nodiscard]] scenario::ReadOptions read_options(const RunArguments& arguments);
[[nodiscard]] scenario::PlayOptions play_options(const RunArguments& arguments);
/// --server-command with its companions; nothing when it was not given.
[[nodiscard]] std::optional<scenario::CommandServer> command_server(const RunArguments& arguments);

}  // namespace parley::cli
