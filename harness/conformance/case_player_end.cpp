// CasePlayer: how a case comes to its end.
#include <algorithm>
#include <optional>
#include <utility>

#include "harness/conformance/case_player.hpp"
#include "harness/conformance/deflate_offer.hpp"
#include "net/tls_control.hpp"

namespace parley::conformance {

void warn(CaseResult& result, const std::string& what) {
  if (is_passing(result.verdict)) result.verdict = Verdict::warning;
  result.why += (result.why.empty() ? "" : "; ") + what;
}

std::string_view to_string(Closing closing) {
  switch (closing) {
    case Closing::not_judged:
      return "not judged";
    case Closing::clean:
      return "clean";
    case Closing::dropped:
      return "dropped";
    case Closing::unanswered:
      return "unanswered";
    case Closing::left_open:
      return "left open";
    case Closing::lingering:
      return "lingering";
  }
  return "";
}

void CasePlayer::decide(Moment moment) {
  const auto& seen = observer_.seen();
  if (seen.ended() || net::Clock::now() - progress_ > patience_.answer * longest_in_patiences) moment = Moment::at_end;
  if (moment == Moment::at_end && !seen.ended() && !judge(test_, seen, Moment::during)) result_.silent = true;
  auto judgement = judge(test_, seen, moment);
  if (!judgement) return;
  const bool passed = is_passing(judgement->verdict);
  if (!passed && moment == Moment::at_end && may_wait_for_our_end()) return end_tcp_for_client();
  if (was_too_slow_itself(*judgement)) return give_up(Verdict::skipped, "this machine is too busy to send it in time");
  if (const auto parameter = passed ? "" : refused_parameter(); !parameter.empty()) {
    return give_up(Verdict::skipped, "the client does not support " + parameter + ", for which it has not asked");
  }
  if (judgement->verdict == Verdict::pass && client_waited_) {
    judgement = Judgement{Verdict::pass_lenient, "the client ended TCP, but only after us (RFC 6455 §7.1.1)"};
  }
  close(*judgement);
}

/// RFC 6455 §7.1.7, §7.1.1: a client that fails the connection need not send a Close, need read no further, and should
/// wait for the server to end TCP. One that answers our question has not failed it.
bool CasePlayer::may_wait_for_our_end() const {
  const auto& seen = observer_.seen();
  return peer_.role == Role::client && state_ == State::deciding && expects_failure(test_) && !client_waited_ &&
         !write_ended_ && output_.empty() && !seen.went_on && !seen.over();
}

void CasePlayer::end_tcp_for_client() {
  client_waited_ = true;
  stream_->shutdown_write();
  note_our_end("we end our side of TCP, for which a client may wait");
  arm(patience_.answer);
}

/// RFC 7692 §7: a client that does not support what the answer asks for fails the connection; it does so before any
/// frame, and says nothing.
std::string CasePlayer::refused_parameter() const {
  const auto& seen = observer_.seen();
  if (peer_.role != Role::client || !seen.request || !seen.ended() || seen.frames > 0) return {};
  return asks_for_more(test_, *seen.request);
}

/// Heads with pauses are to take less than a second: what came of one that took many, nobody is to blame for.
bool CasePlayer::was_too_slow_itself(const Judgement& judgement) const {
  return !is_passing(judgement.verdict) && slow_head_ > std::chrono::seconds(5);
}

void CasePlayer::close(const Judgement& judgement) {
  result_.verdict = judgement.verdict;
  result_.why = judgement.why;
  auto& seen = observer_.seen();
  state_ = State::closing;
  if (!seen.upgraded() || seen.refused || seen.ended()) return finish();
  arm(patience());
  if (!close_written_ && !write_ended_) {
    // RFC 6455 §5.5.1: a Close is answered; else it is we who begin the closing handshake.
    const auto code = seen.closes.empty() ? protocol::Bytes{0x03, 0xE8} : protocol::Bytes{};
    seen.close_sent = true;
    if (seen.closes.empty()) end_begun_frame();
    send_frame({.opcode = protocol::Opcode::close, .payload = code});
  }
  end_tcp();
}

/// A verdict may come while a frame has been written in part: a Close within it would be payload, and no Close.
void CasePlayer::end_begun_frame() {
  for (; step_ < test_.script.steps.size(); ++step_) {
    const bool sent = std::exchange(step_begun_, false);
    const auto* const rest = std::get_if<SendBytes>(&test_.script.steps[step_]);
    if (rest != nullptr && !sent) send(rest->bytes, 0);
  }
}

/// RFC 6455 §7.1.1: of two peers that have closed, it is the server that ends TCP first.
void CasePlayer::end_tcp() {
  const auto& seen = observer_.seen();
  if (seen.ended()) return finish();
  const bool ours_to_end = peer_.role == Role::client && !seen.closes.empty() && close_written_ && output_.empty();
  if (!ours_to_end || write_ended_) return;
  stream_->shutdown_write();
  note_our_end("we end our side of TCP");
}

void CasePlayer::note_our_end(const char* how) {
  write_ended_ = true;
  tcp_ends(TcpEnder::we);
  result_.transcript.note(elapsed(), how);
}

void CasePlayer::tcp_ends(TcpEnder who) {
  if (result_.tcp_ender == TcpEnder::nobody) result_.tcp_ender = who;
}

/// What came after the answers were complete can only be too much. What came after a Close is for the monitors.
void CasePlayer::look_for_surplus() {
  const auto& seen = observer_.seen();
  std::optional<std::size_t> most;  // of all alternatives: what one of them allows is not too much
  for (const auto& allowed : test_.allowed) {
    const auto* const answers = std::get_if<Answers>(&allowed.outcome);
    if (answers != nullptr) most = std::max(most.value_or(0), answers->messages.size());
  }
  if (!is_passing(result_.verdict) || !needs(test_, Need::echo) || !most || observer_.messages_before_close() <= *most)
    return;
  result_.verdict = failing(test_.level);
  result_.why = "more messages came than were sent; seen: " + describe(seen);
}

void CasePlayer::finish() {
  const auto& seen = observer_.seen();
  look_for_surplus();
  result_.seen = describe(seen);
  result_.closing = closing_seen();
  if (seen.response) result_.status = seen.response->status;
  if (!seen.closes.empty()) result_.peer_code = close_code(seen.closes.front());
  result_.findings = observer_.findings();
  if (reset_without_need()) {
    result_.findings.push_back({Rule::tcp_in_order, "our Close was answered, and then TCP was reset"});
  }
  result_.messages = seen.messages.size();
  result_.frames = seen.frames;
  result_.mask_keys = seen.mask_keys;
  result_.duration = elapsed();
  if (stream_ && stream_->info().tls) result_.tls_truncated = net::is_truncated(*stream_);
  state_ = State::done;
  disarm();
  if (stream_) stream_->close();
  loop_.post([result = std::move(result_), on_done = std::move(on_done_)]() mutable { on_done(std::move(result)); });
}

/// There is nothing to judge.
void CasePlayer::give_up(Verdict verdict, std::string why) {
  close({verdict, std::move(why)});
}

Closing CasePlayer::closing_seen() const {
  const auto& seen = observer_.seen();
  const bool was_open = seen.upgraded() && !seen.refused;
  if (!was_open || result_.verdict == Verdict::error) return Closing::not_judged;
  if (seen.ended()) return seen.closes.empty() ? Closing::dropped : Closing::clean;
  // RFC 6455 §5.5.1 binds who receives a Close. One that did not leave, or lies in the payload that a header of ours
  // has announced, is none.
  const bool close_left = close_written_ && output_.empty();
  if (!close_left || announces_more(test_.script)) return Closing::not_judged;
  // RFC 6455 §4.1: a client waits for the response. What it sends before may be lost, and its Close with it.
  const bool sent_early = peer_.role == Role::server && !test_.script.with_head.empty();
  if (sent_early && seen.closes.empty()) return Closing::not_judged;
  if (seen.closes.empty()) return has_a_backlog() ? Closing::not_judged : Closing::unanswered;
  // One that fails the connection need not read our Close (RFC 6455 §7.1.7).
  return seen.closed_after_us && !expects_failure(test_) ? Closing::left_open : Closing::lingering;
}

/// All that we have sent had been read when our Close was answered: no kernel resets TCP then by itself.
bool CasePlayer::reset_without_need() const {
  const auto& seen = observer_.seen();
  return seen.end == TcpEnd::reset && seen.close_sent && seen.closed_after_us && !expects_failure(test_);
}

/// A ping that lies ahead of our Close is not answered: after a flood, which is played alone, a slow peer has perhaps
/// not come as far as either. That the pong is missing, the case itself judges.
bool CasePlayer::has_a_backlog() const {
  if (test_.crowding != Crowding::alone) return false;
  const auto& pongs = observer_.seen().pongs;
  return last_ping_ && std::find(pongs.begin(), pongs.end(), *last_ping_) == pongs.end();
}

}  // namespace parley::conformance
