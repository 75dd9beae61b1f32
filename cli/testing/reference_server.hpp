// `parley serve` on a free port, as a server under test.
#pragma once

#include <string>

#include "cli/testing/program.hpp"

namespace parley::cli::testing {

class ReferenceServer {
 public:
  explicit ReferenceServer(const std::vector<std::string>& more = {}) : program_(PARLEY_PROGRAM, arguments(more)) {
    const auto line = program_.read_line();
    url_ = line.substr(line.rfind(' ') + 1);
  }

  [[nodiscard]] std::string url(const std::string& path) const { return url_ + path; }
  [[nodiscard]] std::string pid() const { return std::to_string(program_.pid()); }

 private:
  static std::vector<std::string> arguments(const std::vector<std::string>& more) {
    std::vector<std::string> all{"serve", "--port", "0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  Program program_;
  std::string url_;
};

}  // namespace parley::cli::testing
