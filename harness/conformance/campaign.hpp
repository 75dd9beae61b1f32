// Campaign: plays cases against a server that may end in the midst of them, and finds the case that ends it.
//
// A server that ends cuts all connections of that moment, and most cases allow a peer to cut the connection: they would
// pass, and every later one would accuse a server that is not there. So those that came last are played again, one by
// one, each followed by a ping on a new connection; the one after which nobody answers has ended the server.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/conformance/field.hpp"
#include "harness/conformance/second_hearing.hpp"
#include "harness/conformance/suite.hpp"
#include "harness/conformance/survey.hpp"

namespace parley::conformance {

class Campaign {
 public:
  /// All that is given by reference must outlive it.
  Campaign(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options,
           const OnFinish& on_finish);

  /// Blocks. The results are in the order of the cases; those that were not over when it was stopped are missing.
  [[nodiscard]] std::vector<CaseResult> play();

 private:
  static constexpr unsigned most_ends = 10;  // then it is given up

  void play_shared();
  [[nodiscard]] bool is_to_be_heard_again(std::size_t index) const;
  void hear_again();
  [[nodiscard]] bool hear_round(const std::vector<std::size_t>& accused);  // whether it changed anything
  void hear_alone_again(std::size_t index);
  void play_each_alone();
  [[nodiscard]] bool play_alone(std::size_t index);  // false: it was stopped
  [[nodiscard]] Round play_round(const std::vector<std::size_t>& indices, unsigned jobs, const OnFinish& on_finish);
  void find_culprit();
  [[nodiscard]] bool tell_end(CaseResult& result);  // false: it was stopped
  [[nodiscard]] bool ends_server(std::size_t index);
  [[nodiscard]] std::vector<std::size_t> without_clean(std::vector<std::size_t> suspects) const;
  void blame_all(const std::vector<std::size_t>& suspects, const std::string& how);

  [[nodiscard]] CaseResult probe();
  [[nodiscard]] bool is_gone();
  [[nodiscard]] bool revive();
  void give_up(const std::string& why);
  [[nodiscard]] std::vector<std::size_t> open_cases(Crowding crowding) const;
  [[nodiscard]] bool over() const { return given_up_ || options_.stop.stop_requested(); }

  Peer peer_;
  const std::vector<const Case*>& cases_;
  const PlayOptions& options_;
  const OnFinish& on_finish_;
  std::vector<std::optional<CaseResult>> results_;
  std::optional<pid_t> pid_;
  const Case* question_ = &ping_case();  // whether it still serves; of a server that answers no ping: something else
  std::vector<std::size_t> latest_;      // those that ended last
  std::string how_;                      // the server ended the last time
  Hearings hearings_;                    // of cases that are played alone
  unsigned ends_ = 0;
  bool given_up_ = false;
};

}  // namespace parley::conformance
