#include "harness/load/plan.hpp"

namespace parley::load {

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
