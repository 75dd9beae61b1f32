#include "harness/conformance/fuzz/suspects.hpp"

#include <algorithm>

namespace parley::conformance::fuzz {
namespace {

bool has_answer(const CaseResult& result) {
  return std::any_of(result.transcript.chunks.begin(), result.transcript.chunks.end(),
                     [](const Chunk& chunk) { return chunk.direction == Direction::received; });
}

}  // namespace

std::vector<std::size_t> suspects_of(const Round& round, std::size_t jobs) {
  const auto& finished = round.finished;
  const auto last = std::find_if(finished.rbegin(), finished.rend(),
                                 [&](std::size_t index) { return has_answer(*round.results[index]); });
  const auto answered = static_cast<std::size_t>(finished.rend() - last);
  const auto begin = answered > jobs ? answered - jobs : 0;
  const auto end = std::min(finished.size(), answered + jobs);
  std::vector<std::size_t> suspects(finished.begin() + static_cast<std::ptrdiff_t>(begin),
                                    finished.begin() + static_cast<std::ptrdiff_t>(end));
  std::reverse(suspects.begin(), suspects.end());
  return suspects;
}

}  // namespace parley::conformance::fuzz
