// What a run of `parley` leaves behind.
#pragma once

#include <string>
#include <vector>

#include "cli/testing/program.hpp"

namespace parley::cli::testing {

struct Outcome {
  int code;  // negative: ended by that signal
  std::string out;
  std::string err;
};

/// Waits for its end. What was read of stdout before is not in it.
inline Outcome outcome_of(Program& program) {
  const int code = program.exit_code();
  return {code, program.rest_of_stdout(), program.rest_of_stderr()};
}

/// Starts it and waits for its end.
inline Outcome parley(const std::vector<std::string>& arguments) {
  Program program(PARLEY_PROGRAM, arguments);
  return outcome_of(program);
}

}  // namespace parley::cli::testing
