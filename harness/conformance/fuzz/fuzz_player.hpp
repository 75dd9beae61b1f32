// FuzzPlayer: plays scripts against a server that may not outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/conformance/field.hpp"
#include "harness/conformance/suite.hpp"

namespace parley::conformance::fuzz {

enum class Health : std::uint8_t {
  serves,   // an opening handshake and a ping on a new connection are answered
  refuses,  // by HTTP: it may be busy, or have enough of us
  deaf,     // the connection is taken, and that is all
  gone,     // nobody takes it
  unknown,  // this machine has no port or descriptor left for a connection
};

class FuzzPlayer {
 public:
  struct Options {
    unsigned jobs = 32;
    Patience quick;     // with each script: nothing is judged by it
    Patience thorough;  // with the question whether it still serves
    std::stop_token stop = {};
    std::optional<pid_t> pid = std::nullopt;
    Revive revive = {};
  };

  FuzzPlayer(const Peer& peer, Options options) : peer_(peer), options_(std::move(options)) {}

  /// Side by side. The results hold pointers to no case.
  [[nodiscard]] Round play(const std::vector<Script>& scripts, const std::stop_token& stop, const OnFinish& on_finish);

  /// One alone; nothing when nobody took the connection, or it was stopped.
  [[nodiscard]] std::optional<CaseResult> play(const Script& script);

  /// Asks once.
  [[nodiscard]] Health look();
  /// Asks again before it believes in anything but `serves`.
  [[nodiscard]] Health look_closely();

  /// False: it stays away.
  [[nodiscard]] bool revive();
  /// How it ended, as revive() found.
  [[nodiscard]] const std::string& how() const { return how_; }

  [[nodiscard]] std::optional<pid_t> pid() const { return options_.pid; }
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] bool stopped() const { return options_.stop.stop_requested(); }

 private:
  Peer peer_;
  Options options_;
  std::string how_;
};

}  // namespace parley::conformance::fuzz
