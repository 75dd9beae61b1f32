// What a case that strains the peer left behind: memory, descriptors, and whether others are still served.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <optional>
#include <thread>

#include "harness/conformance/case_player.hpp"
#include "harness/process/process_usage.hpp"

namespace parley::conformance {

/// Watches a process, if one is given, from its making on.
class Strain {
 public:
  explicit Strain(std::optional<pid_t> pid);
  ~Strain();
  Strain(Strain&&) = delete;

  /// A pass becomes a warning when the peer grew by more than the case allows, or holds descriptors that it did not
  /// hold before. Waits for a moment until connections that were closed are gone there too.
  void judge_memory(const Case& test, CaseResult& result);

 private:
  void watch();

  const std::optional<pid_t> pid_;
  std::optional<harness::ProcessUsage> before_;
  std::atomic<std::uint64_t> highest_ = 0;  // bytes
  std::atomic<bool> over_ = false;
  std::thread watcher_;
};

/// A peer that serves nobody any more has not protected itself (RFC 6455 §10.4): the case fails.
void judge_liveness(const CaseResult& probe, CaseResult& result);

}  // namespace parley::conformance
