// SIGINT and SIGTERM as something to wait for.
#pragma once

namespace parley::cli {

/// Make one before any thread starts: from then on the signals wait for `wait` instead of ending the program.
class Termination {
 public:
  Termination();

  /// Returns at the first of the signals.
  void wait();

  /// The next of the signals ends the program at once, with exit code 130, and those that it has started.
  void end_at_next();
};

}  // namespace parley::cli
