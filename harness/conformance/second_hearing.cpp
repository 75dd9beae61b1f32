#include "harness/conformance/second_hearing.hpp"

#include <algorithm>

namespace parley::conformance {
namespace {

bool is_accused(Verdict verdict) {
  return !is_passing(verdict) && verdict != Verdict::skipped && verdict != Verdict::info;
}

/// All of these are told by a patience that is over.
bool is_accused(Closing closing) {
  return closing == Closing::unanswered || closing == Closing::left_open || closing == Closing::lingering;
}

}  // namespace

bool deserves_second_hearing(const CaseResult& result) {
  return !result.unreachable && ((result.silent && is_accused(result.verdict)) || is_accused(result.closing));
}

CaseResult after_second_hearing(const CaseResult& first, CaseResult second) {
  auto result = first;
  if (!is_accused(second.closing) && second.closing != Closing::not_judged) result.closing = second.closing;
  if (!first.silent || !is_accused(first.verdict) || !is_passing(second.verdict)) return result;
  second.verdict = Verdict::pass_lenient;
  second.why = "only when it was played a second time; the first time: " + first.why;
  for (const auto& finding : first.findings) {
    const bool again = std::any_of(second.findings.begin(), second.findings.end(),
                                   [&](const Finding& each) { return each.rule == finding.rule; });
    if (!again) second.findings.push_back(finding);
  }
  return second;
}

bool is_other(const CaseResult& result, const CaseResult& before) {
  return result.verdict != before.verdict || result.closing != before.closing;
}

}  // namespace parley::conformance
