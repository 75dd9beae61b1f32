// What the program says with its exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace parley::cli {

enum class ExitCode : int {
  fine = 0,
  failures = 1,     // a check, a case or a threshold did not hold
  usage = 2,        // the command line or a file is wrong
  unreachable = 3,  // the peer cannot be reached, or a server did not start
  internal = 4,     // we are wrong
  skipped = 77,     // there was nothing to judge: ctest's SKIP_RETURN_CODE
  interrupted = 130,
};

/// Ends the command: the sentence goes to stderr.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode code, const std::string& sentence) : std::runtime_error(sentence), code_(code) {}
  [[nodiscard]] ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

}  // namespace parley::cli
