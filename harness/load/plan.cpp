#include "harness/load/plan.hpp"

#include <random>

namespace parley::load {
namespace {

/// No two threads of all shards have the same one: sums of the three would meet.
std::uint64_t seed_of(const Plan& plan, unsigned thread) {
  const auto low = static_cast<std::uint32_t>(plan.seed);
  const auto high = static_cast<std::uint32_t>(plan.seed >> 32U);
  std::seed_seq mixed{low, high, plan.shard ? plan.shard->index : 0U, static_cast<std::uint32_t>(thread)};
  std::array<std::uint32_t, 2> words{};
  mixed.generate(words.begin(), words.end());
  return (std::uint64_t{words[1]} << 32U) | words[0];
}

}  // namespace

std::string_view to_string(WorkloadKind kind) {
  switch (kind) {
    case WorkloadKind::echo:
      return "echo";
    case WorkloadKind::push:
      return "push";
    case WorkloadKind::connect:
      return "connect";
    case WorkloadKind::idle:
      return "idle";
    case WorkloadKind::broadcast:
      return "broadcast";
    case WorkloadKind::scenario:
      return "scenario";
  }
  return {};
}

Pacer make_pacer(const Plan& plan, unsigned thread, std::size_t part, std::size_t whole, TimePoint start) {
  const std::chrono::duration<double> turn(thread / *plan.rate);
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return {*plan.rate * share, plan.arrivals, start + std::chrono::duration_cast<Duration>(turn), seed_of(plan, thread)};
}

std::vector<Measure> measures_of(const Plan& plan) {
  switch (plan.workload) {
    case WorkloadKind::echo:
      if (plan.rate) return {Measure::latency, Measure::service, Measure::lateness, Measure::opening};
      return {Measure::latency, Measure::opening};
    case WorkloadKind::push:
      return {Measure::gap, Measure::opening};
    case WorkloadKind::connect:
    case WorkloadKind::idle:
      return {Measure::opening};
    case WorkloadKind::broadcast:
      if (!plan.rate) return {Measure::last, Measure::median, Measure::first, Measure::latency, Measure::opening};
      return {Measure::last, Measure::median, Measure::first, Measure::latency, Measure::lateness, Measure::opening};
    case WorkloadKind::scenario:
      return {Measure::iteration, Measure::round_trip, Measure::opening};
  }
  return {};
}

Measure main_measure(WorkloadKind kind) {
  switch (kind) {
    case WorkloadKind::echo:
      return Measure::latency;
    case WorkloadKind::push:
      return Measure::gap;
    case WorkloadKind::connect:
    case WorkloadKind::idle:
      return Measure::opening;
    case WorkloadKind::broadcast:
      return Measure::last;
    case WorkloadKind::scenario:
      return Measure::iteration;
  }
  return Measure::latency;
}

}  // namespace parley::load
