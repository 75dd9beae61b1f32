// CasePlayer: what each kind of step does.
#include "harness/conformance/case_player.hpp"
#include "harness/conformance/deflate_direction.hpp"
#include "net/tls_control.hpp"

namespace parley::conformance {

bool CasePlayer::play(const Step& step) {
  return std::visit([this](const auto& each) { return play_step(each); }, step);
}

bool CasePlayer::play_step(const Send& send_step) {
  if (!step_begun_) {
    step_begun_ = true;
    send(encoded(send_step.frames), send_step.piece);
  }
  return output_.empty();
}

bool CasePlayer::play_step(const SendBytes& bytes) {
  if (!step_begun_) {
    step_begun_ = true;
    send(bytes.bytes, 0);
  }
  return output_.empty();
}

bool CasePlayer::play_step(const Await& await) {
  const auto& seen = observer_.seen();
  if (step_expired_ || seen.over()) return true;
  switch (await.until) {
    case Until::message:
      return seen.messages.size() >= await.count;
    case Until::pong:
      return seen.pongs.size() >= await.count;
    case Until::close_or_end:
      return false;
  }
  return true;
}

bool CasePlayer::play_step(const Pause& pause) {
  const auto* const before = step_ == 0 ? nullptr : std::get_if<Await>(&test_.script.steps[step_ - 1]);
  const bool close_awaited = before != nullptr && before->until == Until::close_or_end;
  if (!step_begun_) {
    step_begun_ = true;
    arm(pause.time);
  }
  const auto& seen = observer_.seen();
  return step_expired_ || seen.ended() || (!seen.closes.empty() && !close_awaited);
}

/// Patience is for each of its messages, which can be large, and as long as anything comes at all.
bool CasePlayer::play_step(const Exchange& exchange) {
  auto& seen = observer_.seen();
  if (!step_begun_) {
    step_begun_ = true;
    const auto& agreed = seen.deflate;
    exchanger_ = std::make_unique<Exchanger>(exchange,
                                             agreed ? std::optional(our_direction(*agreed, peer_.role)) : std::nullopt);
    send(encoded(exchanger_->next()), exchange.piece);
  }
  progress_ = net::Clock::now();
  arm(patience_.answer * longest_in_patiences);
  if (!output_.empty() && !step_expired_) return false;
  while (!seen.messages.empty() && seen.exchange_fault.empty()) {
    seen.exchange_fault = exchanger_->compare(seen.messages.front());
    if (!seen.exchange_fault.empty()) break;
    seen.messages.erase(seen.messages.begin());
    if (++seen.exchanged == exchange.count) return true;
    send(encoded(exchanger_->next()), exchange.piece);
  }
  return step_expired_ || !seen.exchange_fault.empty() || seen.over();
}

bool CasePlayer::play_step(const Flood& flood) {
  const auto& seen = observer_.seen();
  if (!step_begun_) flooded_ = 0;
  step_begun_ = true;
  while (output_.empty() && flooded_ < flood.count && !seen.over()) {
    ++flooded_;
    arm(patience_.answer / 4);  // from the last progress on
    send(encoded(flood.frames), 0);
  }
  if (output_.empty()) return true;
  if (step_expired_) result_.transcript.note(elapsed(), "the peer takes no more for now");
  return step_expired_ || seen.over();
}

bool CasePlayer::play_step(const HoldReading& /*hold*/) {
  reading_held_ = true;
  return true;
}

bool CasePlayer::play_step(const ReadAgain& /*again*/) {
  reading_held_ = false;
  wait_for_input();
  return true;
}

bool CasePlayer::play_step(const ShutdownWrite& /*shutdown*/) {
  stream_->shutdown_write();
  note_our_end("we end our side of TCP");
  return true;
}

bool CasePlayer::play_step(const TruncateTls& /*truncate*/) {
  net::shutdown_without_notice(*stream_);
  note_our_end("we end our side of TCP without close_notify");
  return true;
}

bool CasePlayer::play_step(const UpdateKeys& /*update*/) {
  if (net::update_keys(*stream_)) {
    result_.transcript.note(elapsed(), "we change our keys (KeyUpdate)");
  } else {
    give_up(Verdict::skipped, "TLS 1.3 was not agreed");
  }
  return true;
}

bool CasePlayer::play_step(const Reset& /*reset*/) {
  stream_->reset();
  note_our_end("we reset TCP");
  observer_.receive_end(TcpEnd::reset);
  return true;
}

}  // namespace parley::conformance
