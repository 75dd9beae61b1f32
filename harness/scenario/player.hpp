// Player: plays the steps of one client: a state machine that goes on whenever something has happened to its peer.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/scenario/barriers.hpp"
#include "harness/scenario/peer.hpp"
#include "harness/scenario/scenario.hpp"
#include "net/loop.hpp"

namespace parley::scenario {

/// Why a client could not play its steps to the end.
struct StepFailure {
  std::string client;
  std::string pointer;  // of the step
  std::string reason;
  bool unreachable = false;  // nothing was judged: there was nobody to talk to
};

class Player {
 public:
  struct Cues {
    std::function<void()> on_done;
    std::function<void(const StepFailure&)> on_failed;
  };

  /// `program`: this client's steps. They, the peer and the barriers must outlive the player.
  Player(net::Loop& loop, Peer& peer, std::vector<const Step*> program, Barriers& barriers, std::uint64_t seed,
         Cues cues);
  ~Player();
  Player(Player&&) = delete;

  void start() { poke(); }
  /// Something has happened to the peer.
  void poke();
  void stop();

  [[nodiscard]] bool is_done() const { return state_ == State::done; }
  /// "alice is at /steps/3, waiting for a message", for a scenario that took too long.
  [[nodiscard]] std::string whereabouts() const;

 private:
  enum class State { playing, done, stopped };
  enum class Progress { waiting, complete };

  void begin_step();
  void end_step();
  void fail(std::string reason);
  void fail_unreachable(std::string reason);
  void arm_deadline();
  void on_deadline();
  [[nodiscard]] const Step& step() const { return *program_[position_]; }
  [[nodiscard]] std::string what_came() const;
  [[nodiscard]] std::string so_far() const;
  [[nodiscard]] bool next_step_awaits_failure() const;
  Progress fail_when_over();  // nothing more can come

  // What a step does when it begins; most do nothing.
  void begin(const Open&);
  void begin(const Send&);
  void begin(const Ping& ping);
  void begin(const Pong& pong);
  void begin(const Wait& wait);
  void begin(const Silence& silence);
  void begin(const AwaitMessage& await) { matcher_ = resolve(await.matcher, lookup()); }
  void begin(const AwaitNext& await) { matcher_ = resolve(await.matcher, lookup()); }
  void begin(const AwaitMessages& await) { matcher_ = resolve(await.matcher, lookup()); }
  void begin(const Barrier&);
  void begin(const PauseReading&) { peer_.pause_reading(); }
  void begin(const ResumeReading&) { peer_.resume_reading(); }
  void begin(const Drop&);
  void begin(const Reset&);
  void begin(const Close& close);
  template <class Other>
  void begin(const Other&) {}

  // Whether it has come to its end.
  Progress advance(const Open& open);
  Progress advance(const Send& send);
  Progress advance(const Ping&) { return Progress::complete; }
  Progress advance(const Pong&) { return Progress::complete; }
  Progress advance(const Wait&) { return reached_if(timer_fired_); }
  Progress advance(const AwaitMessage&);
  Progress advance(const AwaitNext&);
  Progress advance(const AwaitMessages& await);
  Progress advance(const AwaitPing& await);
  Progress advance(const AwaitPong& await);
  Progress advance(const AwaitClose& await);
  Progress advance(const AwaitFailure& await);
  Progress advance(const AwaitEvent& await);
  Progress advance(const AwaitOpen&);
  Progress advance(const Silence&);
  Progress advance(const Barrier&) { return reached_if(barrier_is_open_); }
  Progress advance(const PauseReading&) { return Progress::complete; }
  Progress advance(const ResumeReading&) { return Progress::complete; }
  Progress advance(const Drop&) { return advance_ending(); }
  Progress advance(const Reset&) { return advance_ending(); }
  Progress advance(const Close&) { return advance_ending(); }

  static Progress reached_if(bool reached) { return reached ? Progress::complete : Progress::waiting; }
  Progress advance_ending();
  Progress advance_control(std::deque<protocol::Bytes>& arrived, const std::optional<Content>& payload);
  Progress send_more(const Send& send);
  [[nodiscard]] Progress all_sent(const Send& send);
  void send_one(const Send& send, net::TimePoint due);
  void wake_after(Duration delay);
  [[nodiscard]] Lookup lookup() const { return peer_.values().lookup(); }

  net::Loop& loop_;
  Peer& peer_;
  std::vector<const Step*> program_;
  Barriers& barriers_;
  std::uint64_t seed_;
  Cues cues_;

  State state_ = State::playing;
  std::size_t position_ = 0;
  bool begun_ = false;  // the present step
  net::Loop::TimerId deadline_ = 0;
  net::Loop::TimerId timer_ = 0;
  std::size_t last_message_step_ = 0;  // one past the last step that looks at messages

  // Of the present step.
  net::TimePoint step_start_;
  Matcher matcher_;
  std::uint64_t count_ = 0;              // messages sent or matched
  std::deque<std::string> passed_over_;  // pings or pongs that were not the awaited one
  std::size_t ends_before_ = 0;
  std::size_t errors_before_ = 0;
  bool timer_fired_ = false;
  bool barrier_is_open_ = false;
  protocol::Bytes payload_;

  // How much of what the peer records the awaits have taken.
  std::size_t variable_events_taken_ = 0;
  std::size_t browser_events_taken_ = 0;
  std::shared_ptr<void> alive_ = std::make_shared<int>();
};

}  // namespace parley::scenario
