// Field: plays cases side by side, until all are over or the server is gone.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "harness/conformance/case_player.hpp"

namespace parley::conformance {

using OnFinish = std::function<void(const CaseResult&)>;

/// What came of one round.
struct Round {
  std::vector<std::optional<CaseResult>> results;  // of each case; nothing: it was not begun, or stopped
  std::vector<std::size_t> finished;               // which were reached, in the order in which they ended
};

class Field {
 public:
  /// All that is given by reference must outlive it.
  Field(const Peer& peer, const std::vector<const Case*>& cases, unsigned jobs, const Patience& patience,
        const std::stop_token& stop, const OnFinish& on_finish);

  /// Blocks. After a case that finds nobody to connect to, no other is begun.
  [[nodiscard]] Round play();

 private:
  void start_next();
  void take(std::size_t index, CaseResult result);

  const Peer& peer_;
  const std::vector<const Case*>& cases_;
  const unsigned jobs_;
  const Patience& patience_;
  const std::stop_token& stop_;
  const OnFinish& on_finish_;
  Round round_;
  std::size_t next_ = 0;
  bool gone_ = false;
  net::Loop loop_;
  std::vector<std::pair<std::size_t, std::shared_ptr<CasePlayer>>> players_;
};

}  // namespace parley::conformance
