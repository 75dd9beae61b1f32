// What the command line of `parley import` says.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/peer_arguments.hpp"
#include "client/service_files.hpp"

namespace parley::cli {

struct ImportArguments {
  PeerArguments peer;
  bool no_test = false;
  std::string request;
  std::vector<std::string> responses;
  std::chrono::nanoseconds duration = std::chrono::seconds(3);
  std::size_t messages = 0;  // 0: until the time is up
  std::vector<std::size_t> picks;
  std::vector<std::string> params;    // "name=value"
  std::vector<std::string> required;  // names of query parameters

  std::string name;
  std::string folder;
  std::vector<std::string> profiles;  // "name" or "name=URL"
  bool force = false;
  std::string asyncapi;
  bool json = false;
};

void add_import_arguments(CLI::App& command, ImportArguments& arguments);

/// The service as far as it is known before anything was received.
struct ImportPlan {
  client::ImportedService service;
  std::vector<client::Profile> profiles;
  std::filesystem::path folder;
  std::string connect_url;  // empty with --no-test
};

/// Throws std::invalid_argument that names the argument and says what was expected.
[[nodiscard]] ImportPlan plan_import(const ImportArguments& arguments);

}  // namespace parley::cli
