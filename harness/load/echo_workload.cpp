#include "harness/load/echo_workload.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parley::load {
namespace {

/// Messages of a thread that may be due and not answered: 16 bytes are kept for each.
constexpr std::uint64_t most_outstanding = 1U << 22;
constexpr std::size_t most_harmed = 64;  // that are remembered

}  // namespace

EchoWorkload::EchoWorkload(Crew& crew) : Workload(crew) {
  users_.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) users_.emplace_back(crew.payload, crew.plan.verification);
}

void EchoWorkload::send_waiting(Link& link, User& user) {
  Flights& flights = user.flights;
  auto& traffic = recorder().traffic();
  while (flights.waiting() > 0 && link.can_send()) {
    const Stamp first{flights.sent(), link.id()};
    const std::uint64_t count = link.encode(crew().payload, first, flights.waiting());
    traffic.messages_sent += count;
    traffic.bytes_sent += crew().payload.total_size(first, count);
    flights.send_until(first.sequence + count, Clock::now());
    on_sent(flights, first.sequence);
    link.flush();
  }
}

std::size_t EchoWorkload::take_expected(Link& link, protocol::ByteView data) {
  User& user = user_of(link);
  const Stamp next{user.order.next(), link.id()};
  const auto [count, bytes] = user.check.count_expected(data, next, user.flights.sent() - next.sequence);
  if (count == 0) return 0;
  auto& traffic = recorder().traffic();
  traffic.messages_received += count;
  traffic.bytes_received += crew().payload.total_size(next, count);
  user.order.take_next(count);
  answer_until(user, next.sequence + count);
  return bytes;
}

void EchoWorkload::on_piece(Link& link, const MessagePiece& piece) {
  User& user = user_of(link);
  const Stamp expected{user.order.next(), link.id()};
  recorder().traffic().bytes_received += piece.bytes.size();
  if (!piece.last) return user.check.add(piece.bytes, expected);
  ++recorder().traffic().messages_received;
  take_answer(link, user, user.check.end(piece.bytes, piece.type, expected));
}

void EchoWorkload::take_answer(Link& link, User& user, const MessageCheck::Verdict& verdict) {
  using Arrival = Sequence::Arrival;
  const std::uint64_t number = verdict.stamp.sequence;
  const auto told = [&](std::string_view what) {
    return fmt::format("connection {}: message {} {}", link.id(), number, what);
  };
  auto& faults = recorder().faults();
  if (verdict.stamp.source != link.id() || number >= user.flights.sent()) {
    return faults.add(Fault::unexpected, 1, [&] {
      return fmt::format("connection {}: message {} of connection {} came", link.id(), number, verdict.stamp.source);
    });
  }
  if (!verdict.right()) {
    faults.add(Fault::corrupted, 1, [&] { return told(describe(verdict)); });
    if (user.harmed.size() == most_harmed) user.harmed.erase(user.harmed.begin());
    user.harmed.push_back(number);
  }
  switch (user.order.take(number).arrival) {
    case Arrival::in_order:
      return answer_until(user, number + 1);
    case Arrival::ahead:
      overtake(user, number);
      return answer_until(user, number + 1);
    case Arrival::reordered:
      take_late(user, number);
      return faults.add(Fault::reordered, 1, [&] { return told("came after a later one"); });
    case Arrival::doubled:
      // What was taken for it was none of ours, and has been counted.
      if (std::erase(user.harmed, number) > 0) return;
      return faults.add(Fault::doubled, 1, [&] { return told("came again"); });
  }
}

/// What is under way below `number`.
void EchoWorkload::overtake(User& user, std::uint64_t number) {
  auto& overtaken = user.overtaken;
  for (std::uint64_t each = user.flights.answered(); each < number; ++each) {
    overtaken.push_back({each, user.flights[each]});
  }
  user.flights.answer_until(number);
  if (overtaken.size() <= Sequence::most_remembered) return;
  const auto kept = overtaken.end() - static_cast<std::ptrdiff_t>(Sequence::most_remembered);
  outstanding_ -= static_cast<std::uint64_t>(
      std::count_if(overtaken.begin(), kept, [](const Overtaken& each) { return each.awaited; }));
  overtaken.erase(overtaken.begin(), kept);
}

void EchoWorkload::take_late(User& user, std::uint64_t number) {
  const auto found = std::find_if(user.overtaken.begin(), user.overtaken.end(),
                                  [&](const Overtaken& each) { return each.number == number; });
  if (found == user.overtaken.end()) return;
  on_late_answer(found->flight);
  if (found->awaited) --outstanding_;
  user.overtaken.erase(found);
}

void EchoWorkload::tick(TimePoint now) {
  Workload::tick(now);
  for (User& user : users_) {
    for (auto& each : user.overtaken) {
      if (!each.awaited || now - each.flight.sent < crew().plan.patience) continue;
      each.awaited = false;
      --outstanding_;
    }
  }
}

std::string EchoWorkload::describe(const MessageCheck::Verdict& verdict) {
  using Harm = MessageCheck::Harm;
  const bool text = crew().payload.type() == protocol::MessageType::text;
  switch (verdict.harm) {
    case Harm::type:
      return text ? "came back as binary, not as text" : "came back as text, not as binary";
    case Harm::length:
      return fmt::format("came back with {} instead of {} bytes", verdict.size, crew().payload.size(verdict.stamp));
    case Harm::none:
    case Harm::content:
      break;
  }
  return "came back with something else in it";
}

void EchoWorkload::answer_until(User& user, std::uint64_t number) {
  on_answers(user.flights, number);
  outstanding_ -= number - user.flights.answered();
  user.flights.answer_until(number);
}

void EchoWorkload::on_end(Link& link, const LinkEnd& end) {
  Workload::on_end(link, end);
  User& user = user_of(link);
  outstanding_ -= user.flights.end() - user.order.next();
  for (const auto& each : user.overtaken) outstanding_ -= each.awaited ? 1 : 0;
  user.overtaken.clear();
  count_missing(link, user, TimePoint::max());
}

void EchoWorkload::finish(TimePoint before) {
  for (std::size_t i = 0; i < users_.size(); ++i) count_missing(link(i), users_[i], before);
}

void EchoWorkload::count_missing(const Link& link, User& user, TimePoint before) {
  if (std::exchange(user.counted, true)) return;
  auto& faults = recorder().faults();
  faults.add(Fault::lost, user.order.missing(), [&] {
    return fmt::format("connection {}: {} did not come back, though later ones did", link.id(),
                       user.order.missing() == 1 ? "a message" : fmt::format("{} messages", user.order.missing()));
  });
  const Flights& flights = user.flights;
  std::uint64_t end = flights.end();
  const auto left = [&](std::uint64_t number) {
    return number < flights.sent() ? flights[number].sent : flights[number].due;
  };
  while (end > user.order.next() && left(end - 1) >= before) --end;
  faults.add(Fault::unanswered, end - user.order.next(), [&] {
    return fmt::format("connection {}: nothing came after message {} of {}", link.id(), user.order.next(), end);
  });
}

void ClosedEcho::start(TimePoint /*now*/) {
  started_ = true;
  for (std::size_t i = 0; i < size(); ++i) top_up(link(i), user(i));
}

void ClosedEcho::on_turn(Link& link) {
  if (started_) top_up(link, user_of(link));
}

void ClosedEcho::top_up(Link& link, User& user) {
  if (!link.can_send()) return;
  Flights& flights = user.flights;
  const std::uint64_t awaited = std::max(flights.answered(), user.given_up);
  if (!stopped_) {
    for (std::uint64_t number = flights.end(); number < awaited + crew().plan.depth; ++number)
      add(user, crew().context.now);
  }
  send_waiting(link, user);
}

/// A message that got lost must not hold up its connection for ever.
void ClosedEcho::tick(TimePoint now) {
  EchoWorkload::tick(now);
  if (stopped_ || !started_) return;
  for (std::size_t i = 0; i < size(); ++i) {
    User& waiting = user(i);
    const Flights& flights = waiting.flights;
    std::uint64_t oldest = std::max(flights.answered(), waiting.given_up);
    while (oldest < flights.sent() && now - flights[oldest].sent > crew().plan.patience) ++oldest;
    if (oldest == std::max(flights.answered(), waiting.given_up)) continue;
    waiting.given_up = oldest;
    top_up(link(i), waiting);
  }
}

void ClosedEcho::on_sent(const Flights& /*flights*/, std::uint64_t /*first*/) {}

void ClosedEcho::on_answers(const Flights& flights, std::uint64_t until) {
  const TimePoint now = crew().context.now;
  for (std::uint64_t number = flights.answered(); number < until; ++number) record(flights[number], now);
}

void ClosedEcho::record(const Flight& flight, TimePoint now) {
  recorder().record(Measure::latency, flight.sent, flight.sent, now);
}

OpenEcho::OpenEcho(Crew& crew) : EchoWorkload(crew) {
  due_now_.reserve(size());
}

void OpenEcho::start(TimePoint now) {
  const auto& plan = crew().plan;
  if (size() > 0) pacer_ = make_pacer(plan, crew().thread, size(), plan.connections, now);
}

std::optional<TimePoint> OpenEcho::next_due() const {
  if (!pacer_ || open_links() == 0) return std::nullopt;
  return pacer_->due();
}

/// The next connection that is open.
std::optional<std::size_t> OpenEcho::next_index() {
  for (std::size_t tried = 0; tried < size(); ++tried) {
    const std::size_t index = turn_;
    if (++turn_ == size()) turn_ = 0;
    if (link(index).stage() == Link::Stage::open) return index;
  }
  return std::nullopt;
}

void OpenEcho::pace(TimePoint now) {
  if (!pacer_) return;
  for (; pacer_->due() <= now && outstanding() < most_outstanding; pacer_->advance()) {
    const auto index = next_index();
    if (!index) {
      ++never_sent_;
      continue;
    }
    if (user(*index).flights.waiting() == 0) due_now_.push_back(*index);
    add(user(*index), pacer_->due());
  }
  for (const std::size_t index : due_now_) send_waiting(link(index), user(index));
  due_now_.clear();
}

/// What was due is due all the same where nobody is left to send it.
void OpenEcho::stop() {
  if (!pacer_) return;
  for (; open_links() == 0 && pacer_->due() < crew().context.now; pacer_->advance()) ++never_sent_;
  pacer_.reset();
  recorder().faults().add(Fault::unanswered, never_sent_, [this] {
    return fmt::format("{} messages were due when no connection of a thread stood any more", never_sent_);
  });
}

std::string OpenEcho::stuck() const {
  if (!pacer_ || outstanding() < most_outstanding) return {};
  return fmt::format(
      "{} messages were due and had no answer: neither the peer nor the generator keeps up with this rate",
      outstanding());
}

void OpenEcho::on_turn(Link& link) {
  User& sender = user_of(link);
  if (sender.flights.waiting() > 0) send_waiting(link, sender);
}

void OpenEcho::on_sent(const Flights& flights, std::uint64_t first) {
  for (std::uint64_t number = first; number < flights.sent(); ++number) {
    const Flight& flight = flights[number];
    recorder().record(Measure::lateness, flight.due, flight.due, flight.sent);
  }
}

void OpenEcho::on_answers(const Flights& flights, std::uint64_t until) {
  const TimePoint now = crew().context.now;
  for (std::uint64_t number = flights.answered(); number < until; ++number) record(flights[number], now);
}

void OpenEcho::record(const Flight& flight, TimePoint now) {
  recorder().record(Measure::latency, flight.due, flight.due, now);
  recorder().record(Measure::service, flight.due, flight.sent, now);
}

}  // namespace parley::load
