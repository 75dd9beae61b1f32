// SIGINT and SIGTERM as something to wait for.
#pragma once

namespace parley::cli {

/// Make one before any thread starts: from then on the signals wait for `wait` instead of ending the program.
class Termination {
 public:
  Termination();

  /// Returns at the first of the signals.
  void wait();

  /// After `wait`: the next of the signals ends the program at once, with exit code 130, and those that it has started.
  /// The same one again within half a second is no other: timeout(1) sends it to the program and to its group.
  void end_at_next();

 private:
  int first_ = 0;
};

}  // namespace parley::cli
