#include "harness/conformance/strain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace parley::conformance {
namespace {

constexpr auto sample_every = std::chrono::milliseconds(5);
constexpr int patient_samples = 200;             // until closed connections are gone
constexpr std::size_t descriptor_allowance = 8;  // a log file, a worker that was started

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1U << 20U));
}

}  // namespace

Strain::Strain(std::optional<pid_t> pid) : pid_(pid) {
  if (!pid_) return;
  before_ = harness::usage_of(*pid_);
  watcher_ = std::thread([this] { watch(); });
}

Strain::~Strain() {
  over_ = true;
  if (watcher_.joinable()) watcher_.join();
}

void Strain::watch() {
  while (!over_) {
    if (const auto usage = harness::usage_of(*pid_)) highest_ = std::max(highest_.load(), usage->resident_bytes);
    std::this_thread::sleep_for(sample_every);
  }
}

void Strain::judge_memory(const Case& test, CaseResult& result) {
  if (!pid_ || !before_) return;
  auto usage = harness::usage_of(*pid_);
  if (!usage) return warn(result, "the server's process has ended");
  for (int i = 0; i < patient_samples && usage->descriptors > before_->descriptors + descriptor_allowance; ++i) {
    std::this_thread::sleep_for(sample_every);
    usage = harness::usage_of(*pid_).value_or(*usage);
  }
  const auto highest = std::max(highest_.load(), usage->resident_bytes);
  const auto growth = highest - std::min(highest, before_->resident_bytes);
  result.seen += fmt::format("; the peer grew by {}", mebibytes(growth));
  if (test.memory_allowance != 0 && growth > test.memory_allowance) {
    warn(result, fmt::format("the peer grew by {}, more than {}", mebibytes(growth), mebibytes(test.memory_allowance)));
  }
  if (usage->descriptors > before_->descriptors + descriptor_allowance) {
    warn(result,
         fmt::format("the peer held {} descriptors before and holds {} now", before_->descriptors, usage->descriptors));
  }
}

void judge_liveness(const CaseResult& probe, CaseResult& result) {
  if (is_passing(probe.verdict)) return;
  const bool refuses = (probe.status >= 400 && probe.status < 500) || probe.status == 503;
  if (refuses) {  // RFC 6455 §4.1: who has had too much of us may say so
    result.seen += fmt::format("; afterwards the peer answers a new connection with HTTP {}", probe.status);
    return;
  }
  result.verdict = Verdict::fail;
  result.why = fmt::format("afterwards the peer does not serve a new connection: {}", probe.why);
}

}  // namespace parley::conformance
