// One live line on a terminal while a run goes on.
#pragma once

#include <cstddef>
#include <mutex>
#include <ostream>
#include <string_view>

#include "harness/report/run_report.hpp"

namespace parley::harness {

/// Shows "  12/34  node-demo (native → native)  1 failed", in place. Make one only for a terminal; `clear` before
/// anything else is written to it. Members may be called from several threads.
class Progress {
 public:
  Progress(std::ostream& out, std::size_t total, std::size_t columns = 80);
  ~Progress();
  Progress(Progress&&) = delete;

  void start(std::string_view scenario);
  void finish(const ScenarioResult& result);
  void clear();

 private:
  void draw(std::string_view scenario);

  std::mutex mutex_;
  std::ostream& out_;
  std::size_t total_;
  std::size_t columns_;
  std::size_t done_ = 0;
  std::size_t bad_ = 0;
  bool shown_ = false;
};

}  // namespace parley::harness
