#include "harness/conformance/fuzz/finding.hpp"

namespace parley::conformance::fuzz {

std::string_view to_string(Sign sign) {
  switch (sign) {
    case Sign::illegal_output:
      return "illegal-output";
    case Sign::death:
      return "death";
    case Sign::deafness:
      return "deafness";
    case Sign::memory:
      return "memory";
  }
  return "";
}

std::string_view to_string(Certainty certainty) {
  switch (certainty) {
    case Certainty::confirmed:
      return "confirmed";
    case Certainty::flaky:
      return "flaky";
  }
  return "";
}

std::string name_of(const FuzzFinding& finding) {
  std::string name(to_string(finding.sign));
  if (!finding.rule.empty()) name += "-" + finding.rule;
  return name;
}

}  // namespace parley::conformance::fuzz
