#include "harness/conformance/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/fault_of_answers.hpp"

namespace parley::conformance {
namespace {

std::optional<std::string> forbidden_seen(const Forbidden& forbidden, const Observation& seen) {
  if (!seen.may_be_of_others) {
    for (const auto& payload : forbidden.messages) {
      const auto comes_back = [&](const Message& message) { return message.payload == payload; };
      if (std::any_of(seen.messages.begin(), seen.messages.end(), comes_back)) {
        return fmt::format("the peer sent {} back", describe_payload(payload));
      }
    }
  }
  for (const auto& payload : forbidden.pongs) {
    if (std::find(seen.pongs.begin(), seen.pongs.end(), payload) != seen.pongs.end()) {
      return fmt::format("the peer went on, and sent a pong with {}", describe_payload(payload));
    }
  }
  return std::nullopt;
}

Verdict passing(Grade grade) {
  switch (grade) {
    case Grade::strict:
      return Verdict::pass;
    case Grade::lenient:
      return Verdict::pass_lenient;
    case Grade::informational:
      return Verdict::info;
  }
  return Verdict::error;
}

std::string expected(const Case& test) {
  std::string text;
  for (const auto& allowed : test.allowed) {
    if (allowed.grade != Grade::strict) continue;
    text += (text.empty() ? "" : ", or ") + describe(allowed.outcome);
  }
  return text;
}

Judgement failed(const Case& test, const std::string& what, const Observation& seen) {
  return {failing(test.level), fmt::format("{}{}seen: {}", what, what.empty() ? "" : "; ", describe(seen))};
}

Judgement passed(const Case& test, const Allowed& allowed) {
  if (allowed.grade == Grade::strict) return {Verdict::pass, {}};
  return {passing(allowed.grade),
          fmt::format("{}; the rule would rather have: {}", describe(allowed.outcome), expected(test))};
}

template <class Kind>
bool wants(const Case& test) {
  return std::any_of(test.allowed.begin(), test.allowed.end(), [](const Allowed& allowed) {
    return allowed.grade == Grade::strict && std::holds_alternative<Kind>(allowed.outcome);
  });
}

/// A fault that can be named says more than a list of what was seen.
std::string detail(const Case& test, const Observation& seen) {
  if (seen.upgraded()) {
    for (const auto& allowed : test.allowed) {
      const auto* const answers = std::get_if<Answers>(&allowed.outcome);
      if (allowed.grade == Grade::strict && answers != nullptr) return fault_of_answers(*answers, seen);
    }
  }
  const bool deflate = wants<Agrees>(test) || wants<Declines>(test);
  if (!seen.response || !(deflate || wants<Upgrades>(test))) return "";
  auto fault = fault_of_upgrade(seen);
  return fault.empty() && deflate ? fault_of_deflate_answer(seen) : fault;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::pass_lenient:
      return "pass-lenient";
    case Verdict::fail:
      return "fail";
    case Verdict::warning:
      return "warning";
    case Verdict::disputed:
      return "disputed";
    case Verdict::info:
      return "info";
    case Verdict::skipped:
      return "skipped";
    case Verdict::error:
      return "error";
  }
  return "";
}

bool is_passing(Verdict verdict) {
  return verdict == Verdict::pass || verdict == Verdict::pass_lenient;
}

Verdict failing(Level level) {
  switch (level) {
    case Level::must:
      return Verdict::fail;
    case Level::should:
    case Level::quality:
      return Verdict::warning;
    case Level::disputed:
      return Verdict::disputed;
    case Level::may:
    case Level::info:
      return Verdict::info;
  }
  return Verdict::error;
}

std::optional<Judgement> judge(const Case& test, const Observation& seen, Moment moment) {
  if (const auto what = forbidden_seen(test.forbidden, seen)) return failed(test, *what, seen);
  const Allowed* best = nullptr;
  bool better_possible = false;  // an end that is at least as good may still come
  for (const auto& allowed : test.allowed) {
    switch (match(allowed.outcome, seen)) {
      case Match::no:
        break;
      case Match::possible:
        if (best == nullptr || allowed.grade < best->grade) better_possible = true;
        break;
      case Match::yes:
        if (best == nullptr || allowed.grade < best->grade) best = &allowed;
        break;
    }
  }
  if (best != nullptr && best->grade == Grade::strict) return passed(test, *best);
  if (better_possible && moment == Moment::during) return std::nullopt;
  if (best != nullptr) return passed(test, *best);
  return failed(test, detail(test, seen), seen);
}

std::optional<Judgement> judge_absence(const Case& test) {
  for (const auto& allowed : test.allowed) {
    if (std::holds_alternative<StaysAway>(allowed.outcome)) return passed(test, allowed);
  }
  return std::nullopt;
}

}  // namespace parley::conformance
