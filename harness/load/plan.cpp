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
