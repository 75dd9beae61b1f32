#include "harness/conformance/suite.hpp"

#include <algorithm>
#include <memory>
#include <optional>

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

}  // namespace

std::vector<CaseResult> play_cases(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options,
                                   const OnFinish& on_finish) {
  return Field(peer, cases, options, on_finish).play();
}

}  // namespace parley::conformance
