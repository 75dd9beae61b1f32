#include "harness/report/run_report.hpp"

#include <algorithm>
#include <cstdlib>

namespace parley::harness {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::failed:
      return "failed";
    case Verdict::skipped:
      return "skipped";
    case Verdict::error:
      return "error";
  }
  std::abort();
}

std::string ScenarioResult::pairing() const {
  return client_engine + " → " + server_engine;
}

std::string ScenarioResult::place() const {
  return pointer.empty() ? file : file + " " + pointer;
}

std::size_t RunReport::count(Verdict verdict) const {
  const auto n = std::count_if(results.begin(), results.end(), [&](const auto& r) { return r.verdict == verdict; });
  return static_cast<std::size_t>(n);
}

int RunReport::exit_status() const {
  if (count(Verdict::failed) > 0) return 1;
  if (count(Verdict::error) > 0) return 3;
  return count(Verdict::passed) > 0 ? 0 : 77;
}

}  // namespace parley::harness
