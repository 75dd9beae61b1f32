#include "harness/conformance/suite.hpp"

#include <fmt/format.h>

#include <thread>

#include "harness/conformance/campaign.hpp"
#include "harness/conformance/survey.hpp"
#include "harness/report/text.hpp"

namespace parley::conformance {

std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options,
                                   const OnFinish& on_finish) {
  return Campaign(peer, cases, options, on_finish).play();
}

Revival wait_for_return(const Peer& peer, const std::stop_token& stop) {
  constexpr auto longest = std::chrono::seconds(5);
  constexpr auto look_every = std::chrono::milliseconds(100);
  const auto start = std::chrono::steady_clock::now();
  const std::vector<const Case*> probe{&ping_case()};
  while (!stop.stop_requested()) {
    const auto result = play_cases(peer, probe, {.jobs = 1, .stop = stop, .hear_again = false}, {});
    const auto waited = std::chrono::steady_clock::now() - start;
    if (!result.empty() && is_passing(result.front().verdict)) {
      return {fmt::format("it was not there for {}", harness::format_duration(waited)), peer.uri};
    }
    if (waited > longest) break;
    std::this_thread::sleep_for(look_every);
  }
  return {"it did not come back", std::nullopt};
}

}  // namespace parley::conformance
