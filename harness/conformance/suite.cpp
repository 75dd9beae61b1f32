#include "harness/conformance/suite.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "harness/conformance/strain.hpp"
#include "harness/conformance/survey.hpp"

namespace parley::conformance {
namespace {

/// Keeps `jobs` players going until all cases have been played.
class Field {
 public:
  Field(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options, const OnFinish& on_finish)
      : peer_(peer), cases_(cases), options_(options), on_finish_(on_finish), results_(cases.size()) {}

  std::vector<CaseResult> play() {
    const std::stop_callback on_stop(options_.stop, [this] { loop_.post([this] { loop_.stop(); }); });
    for (unsigned i = 0; i < std::max(1U, options_.jobs); ++i) start_next();
    if (!options_.stop.stop_requested()) loop_.run();
    players_.clear();
    std::vector<CaseResult> played;
    for (auto& result : results_) {
      if (result) played.push_back(*std::move(result));
    }
    return played;
  }

 private:
  void start_next() {
    if (next_ == cases_.size() || options_.stop.stop_requested()) return;
    const std::size_t index = next_++;
    const auto on_done = [this, index](CaseResult result) {
      if (on_finish_) on_finish_(result);
      results_[index] = std::move(result);
      std::erase_if(players_, [index](const auto& each) { return each.first == index; });
      start_next();
    };
    auto player = std::make_shared<CasePlayer>(loop_, peer_, options_.patience, *cases_[index], on_done);
    players_.emplace_back(index, player);
    player->start();
  }

  const Peer& peer_;
  const std::vector<const Case*>& cases_;
  const PlayOptions& options_;
  const OnFinish& on_finish_;
  std::vector<std::optional<CaseResult>> results_;
  std::size_t next_ = 0;
  net::Loop loop_;
  std::vector<std::pair<std::size_t, std::shared_ptr<CasePlayer>>> players_;
};

/// The worst of several connections with the same case.
CaseResult worst_of(std::vector<CaseResult> results) {
  const auto badness = [](const CaseResult& result) {
    return result.verdict == Verdict::pass ? 0 : result.verdict == Verdict::pass_lenient ? 1 : 2;
  };
  const auto worse = [&](const CaseResult& a, const CaseResult& b) { return badness(a) < badness(b); };
  return std::move(*std::max_element(results.begin(), results.end(), worse));
}

/// Nothing when it was stopped.
std::optional<CaseResult> play_alone(const Peer& peer, const Case& test, const PlayOptions& options) {
  const std::vector<const Case*> copies(test.connections, &test);
  PlayOptions crowd = options;
  crowd.jobs = test.connections;
  Strain strain(options.pid);
  auto results = Field(peer, copies, crowd, {}).play();
  if (results.size() < copies.size()) return std::nullopt;
  auto result = worst_of(std::move(results));
  strain.judge_memory(test, result);
  const std::vector<const Case*> probe{&ping_case()};
  const auto alive = Field(peer, probe, options, {}).play();
  if (alive.empty()) return std::nullopt;
  judge_liveness(alive.front(), result);
  return result;
}

}  // namespace

std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options,
                                   const OnFinish& on_finish) {
  std::vector<const Case*> shared;
  std::copy_if(cases.begin(), cases.end(), std::back_inserter(shared),
               [](const Case* test) { return test->crowding == Crowding::shared; });
  auto results = Field(peer, shared, options, on_finish).play();
  if (shared.size() == cases.size()) return results;
  for (const auto* test : cases) {
    if (test->crowding == Crowding::shared) continue;
    auto result = options.stop.stop_requested() ? std::nullopt : play_alone(peer, *test, options);
    if (!result) break;
    if (on_finish) on_finish(*result);
    results.push_back(*std::move(result));
  }
  const auto place = [&](const Case* test) { return std::find(cases.begin(), cases.end(), test) - cases.begin(); };
  std::vector<std::pair<std::ptrdiff_t, std::size_t>> order;
  for (std::size_t i = 0; i < results.size(); ++i) order.emplace_back(place(results[i].test), i);
  std::sort(order.begin(), order.end());
  std::vector<CaseResult> sorted;
  for (const auto& [at, i] : order) sorted.push_back(std::move(results[i]));
  return sorted;
}

}  // namespace parley::conformance
