#include "harness/scenario/player.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/content.hpp"
#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

bool looks_at_messages(const Action& action) {
  return std::holds_alternative<AwaitMessage>(action) || std::holds_alternative<AwaitNext>(action) ||
         std::holds_alternative<AwaitMessages>(action) || std::holds_alternative<Silence>(action);
}

/// "the last 2 messages were "a", "b""
std::string told(std::string_view noun, const std::deque<std::string>& recent) {
  if (recent.empty()) return fmt::format("no {} came", noun);
  std::string text = recent.size() == 1 ? fmt::format("the only {} was ", noun)
                                        : fmt::format("the last {} {}s were ", recent.size(), noun);
  for (std::size_t i = 0; i < recent.size(); ++i) text += (i == 0 ? "" : ", ") + recent[i];
  return text;
}

}  // namespace

Player::Player(net::Loop& loop, Peer& peer, std::vector<const Step*> program, Barriers& barriers, std::uint64_t seed,
               Cues cues)
    : loop_(loop), peer_(peer), program_(std::move(program)), barriers_(barriers), seed_(seed), cues_(std::move(cues)) {
  for (std::size_t i = 0; i < program_.size(); ++i) {
    if (looks_at_messages(program_[i]->action)) last_message_step_ = i + 1;
  }
  peer_.wants_messages = last_message_step_ != 0;
}

Player::~Player() {
  stop();
}

void Player::stop() {
  loop_.cancel(std::exchange(deadline_, 0));
  loop_.cancel(std::exchange(timer_, 0));
  if (state_ == State::playing) state_ = State::stopped;
}

void Player::poke() {
  while (state_ == State::playing) {
    if (position_ == program_.size()) {
      state_ = State::done;
      cues_.on_done();
      return;
    }
    if (!begun_) begin_step();
    if (state_ != State::playing) return;
    const Progress progress = std::visit([&](const auto& action) { return advance(action); }, step().action);
    if (state_ != State::playing || progress == Progress::waiting) return;
    end_step();
  }
}

void Player::begin_step() {
  begun_ = true;
  step_start_ = net::Clock::now();
  count_ = 0;
  passed_over_.clear();
  ends_before_ = peer_.ends.size();
  errors_before_ = peer_.errors;
  timer_fired_ = false;
  barrier_is_open_ = false;
  arm_deadline();
  std::visit([&](const auto& action) { begin(action); }, step().action);
}

void Player::end_step() {
  loop_.cancel(std::exchange(deadline_, 0));
  loop_.cancel(std::exchange(timer_, 0));
  begun_ = false;
  ++position_;
  if (position_ < last_message_step_) return;
  peer_.wants_messages = false;
  peer_.messages.clear();
}

void Player::arm_deadline() {
  // These two are over when their time is: it cannot be too long.
  if (std::holds_alternative<Wait>(step().action) || std::holds_alternative<Silence>(step().action)) return;
  if (!step().within) return;
  deadline_ = loop_.after(*step().within, [this] {
    deadline_ = 0;
    on_deadline();
  });
}

void Player::on_deadline() {
  fail(fmt::format("expected {} within {}{}; {}", describe(step().action), protocol::format_duration(*step().within),
                   so_far(), what_came()));
}

/// How far the step has come: " (8 of 10 sent, 3 of them not answered)".
std::string Player::so_far() const {
  if (const auto* const send = std::get_if<Send>(&step().action)) {
    const std::string sent = fmt::format(" ({} of {} sent", count_, send->repeat);
    return send->answer == Answer::not_timed ? sent + ")"
                                             : fmt::format("{}, {} of them not answered)", sent, peer_.unanswered());
  }
  if (const auto* const await = std::get_if<AwaitMessages>(&step().action); await != nullptr && count_ != 0) {
    return fmt::format(" ({} of {} came)", count_, await->count);
  }
  return {};
}

std::string Player::what_came() const {
  const bool is_ping = std::holds_alternative<AwaitPing>(step().action);
  std::string text = is_ping || std::holds_alternative<AwaitPong>(step().action)
                         ? told(is_ping ? "ping" : "pong", passed_over_)
                         : told("message", peer_.recent_messages());
  if (peer_.is_over() && peer_.record().last_close) {
    text += fmt::format("; the connection had ended (code {})", peer_.record().last_close->code);
  }
  if (!peer_.last_error().empty()) text += "; the last error was: " + peer_.last_error();
  return text;
}

void Player::fail(std::string reason) {
  if (state_ != State::playing) return;
  stop();
  cues_.on_failed({peer_.name(), step().pointer, std::move(reason), false});
}

void Player::fail_unreachable(std::string reason) {
  if (state_ != State::playing) return;
  stop();
  cues_.on_failed({peer_.name(), step().pointer, std::move(reason), true});
}

std::string Player::whereabouts() const {
  if (position_ == program_.size()) return peer_.name() + " had finished";
  std::string text = fmt::format("{} was at {}, waiting for {}", peer_.name(), step().pointer, describe(step().action));
  if (std::holds_alternative<Barrier>(step().action)) text += fmt::format(" ({} missing)", barriers_.missing(step()));
  return text;
}

bool Player::next_step_awaits_failure() const {
  if (position_ + 1 >= program_.size()) return false;
  const Action& next = program_[position_ + 1]->action;
  return std::holds_alternative<AwaitFailure>(next) || std::holds_alternative<AwaitClose>(next) ||
         std::holds_alternative<AwaitEvent>(next);
}

void Player::wake_after(Duration delay) {
  loop_.cancel(timer_);
  timer_ = loop_.after(delay, [this] {
    timer_ = 0;
    timer_fired_ = true;
    poke();
  });
}

void Player::begin(const Wait& wait) {
  wake_after(wait.time);
}

void Player::begin(const Silence& silence) {
  wake_after(silence.time);
}

void Player::begin(const Barrier&) {
  barriers_.arrive(step(), [this, alive = std::weak_ptr<void>(alive_)] {
    if (alive.expired()) return;
    barrier_is_open_ = true;
    loop_.post([this, alive] {
      if (!alive.expired()) poke();
    });
  });
}

void Player::begin(const Open&) {
  peer_.open();
}

Player::Progress Player::advance(const Open& open) {
  if (peer_.is_open() || open.waiting == Waiting::not_at_all) return Progress::complete;
  if (!peer_.is_over()) return Progress::waiting;
  if (next_step_awaits_failure()) return Progress::complete;
  if (peer_.errors == errors_before_) return Progress::complete;  // a hook has refused: that is what it is for
  const bool unreachable = !peer_.failures.empty() && !peer_.failures.back().reached;
  const std::string reason = "the connection did not open: " + peer_.last_error();
  if (unreachable) {
    fail_unreachable(reason);
  } else {
    fail(reason);
  }
  return Progress::waiting;
}

void Player::begin(const Ping& ping) {
  if (!peer_.ping(make_payload(ping.payload, lookup(), seed_))) fail("cannot send a ping: the connection is not open");
}

void Player::begin(const Pong& pong) {
  if (!peer_.pong(make_payload(pong.payload, lookup(), seed_))) fail("cannot send a pong: the connection is not open");
}

void Player::begin(const Drop&) {
  peer_.drop();
}

void Player::begin(const Reset&) {
  peer_.reset();
}

void Player::begin(const Close& close) {
  peer_.close({close.body.code, expand_text(close.body.reason, lookup())});
}

/// Over when the connection is: at once when there was none, or when a hook has refused to close.
Player::Progress Player::advance_ending() {
  if (peer_.ends.size() > ends_before_) {
    peer_.ends.resize(ends_before_);  // an end that a step has made is not awaited
    return Progress::complete;
  }
  const bool refused = std::holds_alternative<Close>(step().action) && peer_.is_open();
  return reached_if(peer_.is_over() || refused);
}

}  // namespace parley::scenario
