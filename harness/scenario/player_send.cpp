// The send step of a player: one message or many, paced by a rate, by answers, or by what TCP takes.
#include <fmt/format.h>

#include "harness/scenario/content.hpp"
#include "harness/scenario/player.hpp"

namespace parley::scenario {
namespace {

constexpr std::uint64_t most_in_a_turn = 64;                 // then the other clients of the loop have theirs
constexpr std::size_t most_buffered = std::size_t{1} << 20;  // bytes that wait for TCP before we wait for them

}  // namespace

void Player::begin(const Send& send) {
  if (!depends_on_i(send.content)) payload_ = make_payload(send.content, lookup(), seed_);
}

void Player::send_one(const Send& send, net::TimePoint due) {
  if (depends_on_i(send.content)) {
    peer_.values().set_i(count_);
    payload_ = make_payload(send.content, lookup(), seed_);
  }
  ++count_;
  const auto taken =
      peer_.send(send.type, payload_, {send.fragments, send.fragment_size, send.compress, send.answer, due});
  switch (taken) {
    case Taken::sent:
    case Taken::queued:
      return;
    case Taken::refused:
      return fail(fmt::format("message {} of {} was not sent: {}", count_, send.repeat, peer_.last_error()));
    case Taken::vetoed:
      if (send.answer == Answer::not_timed) return;  // what a hook holds back is meant to be held back
      return fail(
          fmt::format("message {} of {} was not sent, so no answer can come: a hook held it back, or the "
                      "connection is closing",
                      count_, send.repeat));
  }
}

Player::Progress Player::advance(const Send& send) {
  // The Variable opens a connection for the first message; later ones must not make a new one behind our back.
  if (count_ != 0 && peer_.is_over() && (count_ < send.repeat || send.answer != Answer::not_timed)) {
    fail(fmt::format("the connection ended after {} of {} messages; {}", count_, send.repeat, what_came()));
    return Progress::waiting;
  }
  if (count_ < send.repeat) return send_more(send);
  return all_sent(send);
}

/// A message that still waits for its connection is not sent: the end of the scenario would lose it.
Player::Progress Player::all_sent(const Send& send) {
  if (send.answer == Answer::not_timed) return reached_if(!peer_.has_queued() || peer_.is_over());
  return reached_if(peer_.unanswered() == 0);
}

Player::Progress Player::send_more(const Send& send) {
  for (std::uint64_t turn = 0; count_ < send.repeat; ++turn) {
    net::TimePoint due;
    if (send.rate > 0) {
      const std::chrono::duration<double> offset(static_cast<double>(count_) / send.rate);
      due = step_start_ + std::chrono::duration_cast<net::Duration>(offset);
      const auto now = net::Clock::now();
      if (due > now) {
        wake_after(due - now);
        return Progress::waiting;
      }
    }
    if (send.depth != 0 && peer_.unanswered() >= send.depth) return Progress::waiting;
    if (peer_.buffered_amount() > most_buffered) return Progress::waiting;  // on_drained wakes us
    if (turn == most_in_a_turn) {
      wake_after(Duration::zero());
      return Progress::waiting;
    }
    send_one(send, due);
    if (state_ != State::playing) return Progress::waiting;
    if (peer_.is_over()) return advance(send);
  }
  return all_sent(send);
}

}  // namespace parley::scenario
