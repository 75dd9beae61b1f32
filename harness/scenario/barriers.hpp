// Barriers: where clients wait for each other. All of a scenario's clients are on one loop, so nothing is locked.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "harness/scenario/step.hpp"

namespace parley::scenario {

class Barriers {
 public:
  void expect(const Step& step, std::size_t clients) { gates_[&step].expected += clients; }

  /// A client has come; `on_open` is called when the last one comes, at once for that one.
  void arrive(const Step& step, std::function<void()> on_open) {
    Gate& gate = gates_[&step];
    gate.waiting.push_back(std::move(on_open));
    if (++gate.arrived < gate.expected) return;
    for (const auto& open : std::exchange(gate.waiting, {})) open();
  }

  [[nodiscard]] std::size_t missing(const Step& step) const {
    const auto gate = gates_.find(&step);
    return gate == gates_.end() ? 0 : gate->second.expected - gate->second.arrived;
  }

 private:
  struct Gate {
    std::size_t expected = 0;
    std::size_t arrived = 0;
    std::vector<std::function<void()>> waiting;
  };

  std::map<const Step*, Gate> gates_;
};

}  // namespace parley::scenario
