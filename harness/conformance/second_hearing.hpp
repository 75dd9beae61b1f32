// Second hearing: who is accused of not having answered in time may answer again.
//
// Silence is the one fault that others can bring about: a machine that gives the peer no processor, for longer than any
// patience. Two such moments do not meet the same case twice. A peer that is silent by its nature is so again.
#pragma once

#include "harness/conformance/case_player.hpp"

namespace parley::conformance {

/// The peer is accused, by a verdict or by how the connection was closed, of what it did not say in time.
[[nodiscard]] bool deserves_second_hearing(const CaseResult& result);

/// What counts of both: the first, unless the second takes back what silence accused the peer of. A peer that passes
/// only then passes leniently: that it did not answer is not forgotten.
[[nodiscard]] CaseResult after_second_hearing(const CaseResult& first, CaseResult second);

/// Another verdict, or another end of the connection.
[[nodiscard]] bool is_other(const CaseResult& result, const CaseResult& before);

/// Fewer prove little about the machine.
constexpr unsigned enough_hearings = 4;

/// Counts the hearings that changed nothing. After `enough` of them in a row, the machine is not to blame for the rest.
class Hearings {
 public:
  explicit Hearings(unsigned enough = enough_hearings) : enough_(enough) {}
  void count(bool changed) { in_vain_ = changed ? 0 : in_vain_ + 1; }
  [[nodiscard]] bool worth_while() const { return in_vain_ < enough_; }

 private:
  unsigned enough_;
  unsigned in_vain_ = 0;
};

}  // namespace parley::conformance
