// The verdict on a case: pure, over what was seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

enum class Verdict : std::uint8_t {
  pass,
  pass_lenient,  // in order, though not as the section would rather have it
  fail,          // a must was broken
  warning,       // a should was not followed, or the peer is not robust
  disputed,      // broken where the text can be read in two ways
  info,
  skipped,  // the peer lacks what the case needs
  error,    // nothing could be judged: the peer was unreachable, or refused the opening handshake
};

[[nodiscard]] std::string_view to_string(Verdict verdict);

/// Strictly or leniently.
[[nodiscard]] bool is_passing(Verdict verdict);

/// What a rule of this level comes to when it is broken.
[[nodiscard]] Verdict failing(Level level);

struct Judgement {
  Verdict verdict = Verdict::error;
  std::string why;  // what was wrong with what was seen; empty for pass
};

enum class Moment : std::uint8_t {
  during,  // more may come
  at_end,  // nothing more will come, or patience is over
};

/// Nothing while it cannot be told yet; never nothing at the end.
[[nodiscard]] std::optional<Judgement> judge(const Case& test, const Observation& seen, Moment moment);

/// Of a client that did not come; nothing when the case does not allow for that.
[[nodiscard]] std::optional<Judgement> judge_absence(const Case& test);

}  // namespace parley::conformance
