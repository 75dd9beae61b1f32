// The awaits of a player: what has come, and whether it is what was expected.
#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/content.hpp"
#include "harness/scenario/judge.hpp"
#include "harness/scenario/player.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_passed_over = 5;  // pings or pongs told in a failure

std::string headers_mismatch(const AwaitFailure& await, const protocol::HandshakeFailure& failure,
                             const Lookup& lookup) {
  for (const auto& [name, matcher] : await.headers) {
    const auto value = failure.fields.combined(name);
    if (!value) return fmt::format("the answer has no {}", name);
    const std::string difference = mismatch(resolve(matcher, lookup), Json(*value));
    if (!difference.empty()) return fmt::format("{}: {}", name, difference);
  }
  return {};
}

std::string failure_mismatch(const AwaitFailure& await, const protocol::HandshakeFailure& failure,
                             const Lookup& lookup) {
  if (await.status && *await.status != failure.status) {
    return fmt::format("expected the status {}, found {} ({})", *await.status, failure.status, failure.reason);
  }
  if (await.reason && !await.reason->regex.is_in(failure.reason)) {
    return fmt::format("expected a reason that matches \"{}\", found \"{}\"", await.reason->source, failure.reason);
  }
  if (std::string difference = headers_mismatch(await, failure, lookup); !difference.empty()) return difference;
  if (!await.body) return {};
  const std::string difference = mismatch(resolve(*await.body, lookup), Json(failure.body));
  return difference.empty() ? "" : "body: " + difference;
}

}  // namespace

Player::Progress Player::fail_when_over() {
  if (peer_.is_over()) {
    fail(fmt::format("expected {}, but there is no connection any more; {}", describe(step().action), what_came()));
  }
  return Progress::waiting;
}

Player::Progress Player::advance(const AwaitMessage&) {
  while (!peer_.messages.empty()) {
    const Message message = std::move(peer_.messages.front());
    peer_.messages.pop_front();
    if (mismatch(matcher_, message.type, message.payload).empty()) return Progress::complete;
  }
  return fail_when_over();
}

Player::Progress Player::advance(const AwaitNext&) {
  if (peer_.messages.empty()) return fail_when_over();
  const Message message = std::move(peer_.messages.front());
  peer_.messages.pop_front();
  const std::string difference = mismatch(matcher_, message.type, message.payload);
  if (difference.empty()) return Progress::complete;
  fail("the next message: " + difference);
  return Progress::waiting;
}

Player::Progress Player::advance(const AwaitMessages& await) {
  while (!peer_.messages.empty() && count_ < await.count) {
    const Message message = std::move(peer_.messages.front());
    peer_.messages.pop_front();
    if (matcher_.is_empty() || mismatch(matcher_, message.type, message.payload).empty()) ++count_;
  }
  return count_ == await.count ? Progress::complete : fail_when_over();
}

Player::Progress Player::advance_control(std::deque<protocol::Bytes>& arrived, const std::optional<Content>& payload) {
  while (!arrived.empty()) {
    const protocol::Bytes body = std::move(arrived.front());
    arrived.pop_front();
    if (!payload || body == make_payload(*payload, lookup(), seed_)) return Progress::complete;
    if (passed_over_.size() == most_passed_over) passed_over_.pop_front();
    passed_over_.push_back(preview_control(body));
  }
  return fail_when_over();
}

Player::Progress Player::advance(const AwaitPing& await) {
  return advance_control(peer_.pings, await.payload);
}

Player::Progress Player::advance(const AwaitPong& await) {
  return advance_control(peer_.pongs, await.payload);
}

Player::Progress Player::advance(const AwaitClose& await) {
  if (peer_.ends.empty()) return Progress::waiting;
  const CloseSeen end = std::move(peer_.ends.front());
  peer_.ends.pop_front();
  AwaitClose expected = await;
  if (expected.reason) expected.reason = resolve(*expected.reason, lookup());
  const std::string difference = close_mismatch(expected, end);
  if (difference.empty()) return Progress::complete;
  fail("the connection ended otherwise: " + difference);
  return Progress::waiting;
}

Player::Progress Player::advance(const AwaitFailure& await) {
  if (peer_.failures.empty()) {
    if (peer_.is_open()) fail(fmt::format("expected {}, but the connection opened", describe(step().action)));
    return Progress::waiting;
  }
  const FailureSeen seen = std::move(peer_.failures.front());
  peer_.failures.pop_front();
  if (!peer_.ends.empty()) peer_.ends.pop_front();  // the end of the same attempt
  const std::string difference = failure_mismatch(await, seen.failure, lookup());
  if (difference.empty()) return Progress::complete;
  fail("the opening was refused otherwise: " + difference);
  return Progress::waiting;
}

Player::Progress Player::advance(const AwaitEvent& await) {
  const auto& events = peer_.record().events;
  const Event wanted = event_of(await.event);
  std::size_t& taken = is_browser_event(wanted) ? browser_events_taken_ : variable_events_taken_;
  const auto found = std::find(events.begin() + static_cast<std::ptrdiff_t>(taken), events.end(), wanted);
  taken = static_cast<std::size_t>(found - events.begin());
  if (found == events.end()) return Progress::waiting;
  ++taken;
  return Progress::complete;
}

Player::Progress Player::advance(const AwaitOpen&) {
  return peer_.is_open() ? Progress::complete : fail_when_over();
}

Player::Progress Player::advance(const Silence&) {
  if (peer_.messages.empty()) return reached_if(timer_fired_);
  const Message& message = peer_.messages.front();
  fail(fmt::format("expected {}, but {} came", describe(step().action), preview(message.type, message.payload)));
  return Progress::waiting;
}

}  // namespace parley::scenario
