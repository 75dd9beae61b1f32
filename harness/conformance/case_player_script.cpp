// CasePlayer: the script, and how long the peer is waited for.
#include <algorithm>

#include "harness/conformance/case_player.hpp"
#include "harness/process/cpu_pressure.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view question = "parley: still there?";

}  // namespace

void CasePlayer::after_input() {
  auto& seen = observer_.seen();
  const auto asked = protocol::as_bytes(question);
  seen.went_on = std::any_of(seen.pongs.begin(), seen.pongs.end(), [asked](const auto& pong) {
    return std::equal(pong.begin(), pong.end(), asked.begin(), asked.end());
  });
  if (state_ == State::closing) return end_tcp();
  if (state_ == State::opening) {
    if (seen.request && !seen.switched && !seen.ended()) send_response();
    if (seen.upgraded()) open();
    if (state_ == State::opening && judges_handshake(test_)) return decide(Moment::during);
    const bool refused = seen.response || !seen.head_fault.empty() || seen.ended();
    if (state_ == State::opening && refused) {
      // A server need not take every offer, nor every handshake.
      const bool for_the_offer = seen.response && test_.terms;
      return give_up(for_the_offer ? Verdict::skipped : Verdict::error,
                     "the opening handshake did not succeed: " + describe(seen));
    }
  }
  if (state_ == State::playing) advance();
  if (state_ == State::playing || state_ == State::deciding) decide(Moment::during);
  if (state_ == State::playing || state_ == State::deciding) answer_pings();
}

/// RFC 6455 §5.5.2, §5.5.3: the newest one is answered, where a pong cannot come to lie within a frame.
void CasePlayer::answer_pings() {
  const auto& seen = observer_.seen();
  if (seen.pings.size() == pings_answered_ || seen.refused || seen.over()) return;
  if (!output_.empty() || close_written_ || write_ended_ || sends_part_of_a_frame(test_.script)) return;
  pings_answered_ = seen.pings.size();
  send_frame({.opcode = protocol::Opcode::pong, .payload = seen.pings.back()});
}

// The script.

/// So that what it answers comes behind what it says by itself.
bool CasePlayer::awaits_greeting() const {
  const auto& seen = observer_.seen();
  return observer_.awaits_greeting() && step_ == 0 && !step_begun_ && test_.script.with_head.empty() &&
         !judges_handshake(test_) && !seen.refused && !seen.over();
}

void CasePlayer::advance() {
  if (awaits_greeting()) {
    if (step_expired_) give_up(Verdict::skipped, "what the server sends to others when they come did not come");
    return;
  }
  const auto& steps = test_.script.steps;
  while (step_ < steps.size() && state_ == State::playing) {
    if (!play(steps[step_])) return;
    ++step_;
    step_begun_ = step_expired_ = false;
    arm(patience_.answer);
  }
  if (!output_.empty() || state_ != State::playing) return;
  state_ = State::deciding;
  observer_.seen().script_finished = true;
  arm(patience_.answer);
  if (!expects_failure(test_) || write_ended_) return;
  question_timer_ = loop_.after(std::chrono::duration_cast<net::Duration>(patience_.quiet), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->question_silence();
  });
}

/// A ping that is answered proves that the peer has not failed the connection, whatever the machine's load.
void CasePlayer::question_silence() {
  const auto& seen = observer_.seen();
  if (state_ != State::deciding || seen.over()) return;
  send_frame({.opcode = protocol::Opcode::ping, .payload = protocol::to_bytes(question)});
}

// Patience.

bool CasePlayer::is_starved() {
  constexpr double much_pressure = 50;
  constexpr double much_stolen = 20;
  return harness::cpu_pressure() >= much_pressure || harness::stolen_time() >= much_stolen;
}

/// What is over then is the time of the peer, not a pause of the script.
bool CasePlayer::awaits_peer() const {
  if (state_ != State::playing) return state_ != State::connecting && state_ != State::done;
  if (awaits_greeting()) return true;
  return is_at<Await>() || is_at<Exchange>();
}

/// A machine that is busy holds the peer up: what has not come may still come.
bool CasePlayer::is_held_up() {
  if (held_up_ >= patience() * held_up_in_patiences || !awaits_peer() || !machine_is_busy_()) return false;
  if (held_up_ == std::chrono::nanoseconds::zero())
    result_.transcript.note(elapsed(), "the machine is busy: the peer gets more time");
  held_up_ += piece_;
  return true;
}

void CasePlayer::on_patience_over() {
  switch (state_) {
    case State::connecting:
    case State::done:
      return;
    case State::playing:
      step_expired_ = true;
      if (is_at<Exchange>()) result_.silent = true;
      return after_input();
    case State::opening:
      if (judges_handshake(test_)) return decide(Moment::at_end);
      result_.silent = true;
      return give_up(Verdict::error, "the opening handshake did not come to an end in time");
    case State::deciding:
      result_.transcript.note(elapsed(), "patience is over");
      return decide(Moment::at_end);
    case State::closing:
      result_.transcript.note(elapsed(), "patience is over");
      return finish();
  }
}

}  // namespace parley::conformance
