#include "harness/conformance/field.hpp"

#include <algorithm>

namespace parley::conformance {

Field::Field(const Peer& peer, const std::vector<const Case*>& cases, unsigned jobs, const Patience& patience,
             const std::stop_token& stop, const OnFinish& on_finish)
    : peer_(peer), cases_(cases), jobs_(std::max(1U, jobs)), patience_(patience), stop_(stop), on_finish_(on_finish) {
  round_.results.resize(cases.size());
}

Round Field::play() {
  const std::stop_callback on_stop(stop_, [this] { loop_.post([this] { loop_.stop(); }); });
  for (unsigned i = 0; i < jobs_; ++i) start_next();
  if (!stop_.stop_requested()) loop_.run();
  players_.clear();
  return std::move(round_);
}

void Field::start_next() {
  if (gone_ || next_ == cases_.size() || stop_.stop_requested()) return;
  const std::size_t index = next_++;
  const auto on_done = [this, index](CaseResult result) { take(index, std::move(result)); };
  auto player = std::make_shared<CasePlayer>(loop_, peer_, patience_, *cases_[index], on_done);
  players_.emplace_back(index, player);
  player->start();
}

void Field::take(std::size_t index, CaseResult result) {
  if (result.unreachable) {
    gone_ = true;
  } else {
    if (on_finish_) on_finish_(result);
    round_.finished.push_back(index);
  }
  round_.results[index] = std::move(result);
  std::erase_if(players_, [index](const auto& each) { return each.first == index; });
  start_next();
}

}  // namespace parley::conformance
