// `parley check` and its kin on a reference server, with a folder for their files: for tests.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"
#include "cli/testing/reference_server.hpp"
#include "cli/words.hpp"

namespace parley::cli::testing {

using Json = nlohmann::json;

inline const std::string program = std::string("'") + PARLEY_PROGRAM + "'";
inline const std::string unmasked_text = "6455-5.1-unmasked-text";
inline const std::string unmasked_ping = "6455-5.1-unmasked-ping";
inline const std::string code_1000 = "6455-7.4.1-code-1000";
inline const std::string masked_text = "6455-5.1-masked-text";
inline const std::string disputed = "6455-5.2-length-top-bit";

class CheckTest : public ::testing::Test {
 protected:
  CheckTest() : folder_(std::filesystem::temp_directory_path() / ("parley-check-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~CheckTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return path(name);
  }

  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  [[nodiscard]] Json json(const std::string& name) const { return Json::parse(content(name)); }

  /// Against a server that takes unmasked frames, or has another fault.
  [[nodiscard]] Outcome check(const std::string& fault, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"check", "server", base_ + "/fault/" + fault});
    return parley(arguments);
  }

  static Outcome check_client(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"check", "client"});
    return parley(arguments);
  }

  /// The command that a failure is told with, without the name of the program.
  static std::vector<std::string> hinted(const Outcome& outcome) {
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("    parley ")) continue;
      auto words = split_words(line);
      words.erase(words.begin());
      return words;
    }
    ADD_FAILURE() << "no hint in:\n" << outcome.out;
    return {};
  }

  static std::string driver(const std::string& more) { return program + " echo --driver {base} " + more; }

  std::filesystem::path folder_;
  ReferenceServer server_;
  std::string base_ = server_.url("");
};

}  // namespace parley::cli::testing
