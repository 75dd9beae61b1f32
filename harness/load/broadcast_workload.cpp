#include "harness/load/broadcast_workload.hpp"

#include <fmt/format.h>

#include <utility>

namespace parley::load {
BroadcastWorkload::BroadcastWorkload(Crew& crew, BroadcastBoard& board)
    : Workload(crew), board_(board), orders_(crew.plan.publishers) {
  receivers_.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    const bool publisher = publishes(link(i));
    receivers_.emplace_back(crew.payload, crew.plan.verification, publisher ? 0 : orders_);
    if (publisher) publishers_.push_back({i, 0, 0, 0, {}});
  }
}

void BroadcastWorkload::prepare() {
  for (std::size_t i = 0; i < size(); ++i) {
    if (link(i).stage() == Link::Stage::open && !publishes(link(i))) ++open_receivers_;
  }
  board_.add_receivers(open_receivers_);
  counts_receivers_ = true;
  for (auto& publisher : publishers_) {
    board_.add_publisher(id_of(publisher), crew().plan.rate ? nullptr : &crew().context.poller);
  }
}

void BroadcastWorkload::start(TimePoint now) {
  running_ = true;
  receivers_before_ = board_.receivers();
  const auto& plan = crew().plan;
  for (auto& publisher : publishers_) publisher.stuck_since = now;
  if (!plan.rate || publishers_.empty()) return;
  pacer_ = make_pacer(plan, crew().thread, publishers_.size(), plan.publishers, now);
}

std::optional<TimePoint> BroadcastWorkload::next_due() const {
  return pacer_ ? std::optional(pacer_->due()) : std::nullopt;
}

void BroadcastWorkload::pace(TimePoint now) {
  if (!running_) return;
  if (!crew().plan.rate) {
    for (auto& publisher : publishers_) top_up(publisher, now);
    return;
  }
  if (!pacer_ || pacer_->due() > now) return;
  for (; pacer_->due() <= now && stuck().empty(); pacer_->advance()) {
    board_.publish(id_of(publishers_[turn_]), pacer_->due());
    turn_ = (turn_ + 1) % publishers_.size();
  }
  for (auto& publisher : publishers_) send_waiting(publisher);
}

void BroadcastWorkload::top_up(Publisher& publisher, TimePoint now) {
  const std::uint32_t id = id_of(publisher);
  if (link(publisher.index).stage() != Link::Stage::open) return;
  const std::uint64_t until = board_.completed(id) + publisher.given_up + crew().plan.depth;
  if (board_.published(id) >= until) return;
  while (board_.published(id) < until) board_.publish(id, now);
  send_waiting(publisher);
}

void BroadcastWorkload::send_waiting(Publisher& publisher) {
  Link& from = link(publisher.index);
  const std::uint32_t id = from.id();
  const std::uint64_t end = board_.published(id);
  auto& traffic = recorder().traffic();
  while (publisher.sent < end && from.can_send()) {
    const Stamp first{publisher.sent, id};
    const std::uint64_t count = from.encode(crew().payload, first, end - publisher.sent);
    publisher.sent += count;
    traffic.messages_sent += count;
    traffic.bytes_sent += crew().payload.total_size(first, count);
    const TimePoint now = Clock::now();
    for (std::uint64_t number = first.sequence; pacer_ && number < publisher.sent; ++number) {
      const TimePoint due = board_.due(id, number).value_or(now);
      recorder().record(Measure::lateness, due, due, now);
    }
    from.flush();
  }
}

void BroadcastWorkload::stop() {
  if (!std::exchange(running_, false)) return;
  board_.stop(static_cast<std::uint32_t>(publishers_.size()));
}

bool BroadcastWorkload::settled() const {
  if (!board_.all_stopped()) return false;
  std::uint64_t published = 0;
  for (std::uint32_t id = 0; id < orders_; ++id) published += board_.published(id);
  return passed_ >= published * open_receivers_;
}

std::string BroadcastWorkload::stuck() const {
  if (!pacer_) return {};
  const auto oldest = board_.forgets(link(publishers_[turn_].index).id());
  // What has waited for so long is lost, and no sign of too much load.
  if (!oldest || crew().context.now - *oldest >= crew().plan.patience) return {};
  return fmt::format(
      "{} broadcasts of a publisher were due and had not reached everybody: neither the peer nor the generator keeps "
      "up with this rate",
      BroadcastBoard::most_remembered);
}

/// A broadcast that lost a receiver is never complete: it must not hold up its publisher for ever.
void BroadcastWorkload::tick(TimePoint now) {
  Workload::tick(now);
  const std::uint64_t receivers = board_.receivers();
  const bool one_left = std::exchange(receivers_before_, receivers) > receivers;
  if (!running_ || crew().plan.rate) return;
  for (auto& publisher : publishers_) {
    const std::uint64_t over = board_.completed(id_of(publisher)) + publisher.given_up;
    if (std::exchange(publisher.looked_at, over) != over) publisher.stuck_since = now;
    if (!one_left && now - publisher.stuck_since < crew().plan.patience) continue;
    publisher.given_up += board_.published(id_of(publisher)) - over;
    top_up(publisher, now);
  }
}

void BroadcastWorkload::on_turn(Link& link) {
  if (!publishes(link) || !running_) return;
  for (auto& publisher : publishers_) {
    if (id_of(publisher) == link.id()) send_waiting(publisher);
  }
}

void BroadcastWorkload::on_piece(Link& link, const MessagePiece& piece) {
  if (publishes(link)) return;
  Receiver& to = receiver(crew().index_of(link));
  const Stamp expected{to.orders[0].next(), 0};
  recorder().traffic().bytes_received += piece.bytes.size();
  if (!piece.last) return to.check.add(piece.bytes, expected);
  ++recorder().traffic().messages_received;
  take(link, to, to.check.end(piece.bytes, piece.type, expected));
}

void BroadcastWorkload::take(Link& link, Receiver& receiver, const MessageCheck::Verdict& verdict) {
  using Arrival = Sequence::Arrival;
  const auto [number, publisher] = verdict.stamp;
  auto& faults = recorder().faults();
  const auto told = [&, n = number, p = publisher](std::string_view what) {
    return fmt::format("receiver {}: message {} of publisher {} {}", link.id(), n, p, what);
  };
  if (!verdict.right()) {
    ++receiver.faults.corrupted;
    faults.add(Fault::corrupted, 1, [&] { return told("(or another one) came with something else in it"); });
    if (orders_ > 1 || number >= board_.published(publisher)) return;  // nobody knows which one it was
  }
  if (publisher >= orders_ || number >= board_.published(publisher)) {
    return faults.add(Fault::unexpected, 1, [&] { return told("came, though it was never sent"); });
  }
  const auto [arrival, missed] = receiver.orders[publisher].take(number);
  switch (arrival) {
    case Arrival::in_order:
    case Arrival::ahead:
      passed_ += missed + 1;
      return record(publisher, number);
    case Arrival::reordered:
      record(publisher, number);
      ++receiver.faults.reordered;
      return faults.add(Fault::reordered, 1, [&] { return told("came after a later one"); });
    case Arrival::doubled:
      ++receiver.faults.doubled;
      return faults.add(Fault::doubled, 1, [&] { return told("came again"); });
  }
}

void BroadcastWorkload::record(std::uint32_t publisher, std::uint64_t number) {
  const TimePoint now = crew().context.now;
  const auto arrival = board_.arrive(publisher, number, crew().context.poller);
  if (!arrival) return;
  const auto [place, due] = *arrival;
  const std::uint64_t all = board_.receivers();
  recorder().record(Measure::latency, due, due, now);
  if (place == 1) recorder().record(Measure::first, due, due, now);
  if (place == (all + 1) / 2) recorder().record(Measure::median, due, due, now);
  if (place == all) recorder().record(Measure::last, due, due, now);
}

void BroadcastWorkload::on_end(Link& link, const LinkEnd& end) {
  Workload::on_end(link, end);
  if (publishes(link) || !link.was_open() || !counts_receivers_) return;
  Receiver& gone = receiver(crew().index_of(link));
  board_.remove_receiver();
  --open_receivers_;
  for (const auto& order : gone.orders) passed_ -= order.next();
  count_missing(link, gone, TimePoint::max());
}

void BroadcastWorkload::finish(TimePoint before) {
  counts_receivers_ = false;  // other threads may still wait for theirs
  for (std::size_t i = 0; i < size(); ++i) {
    if (link(i).was_open() && !publishes(link(i))) count_missing(link(i), receivers_[i], before);
  }
}

void BroadcastWorkload::count_missing(const Link& link, Receiver& receiver, TimePoint before) {
  if (std::exchange(receiver.counted, true)) return;
  for (std::uint32_t id = 0; id < orders_; ++id) {
    const Sequence& order = receiver.orders[id];
    std::uint64_t end = board_.published(id);
    while (end > order.next() && board_.due(id, end - 1).value_or(TimePoint()) >= before) --end;
    const std::uint64_t unanswered = end - order.next();
    receiver.faults.lost += order.missing() + unanswered;
    recorder().faults().add(Fault::lost, order.missing(), [&] {
      return fmt::format("receiver {}: {} of publisher {} did not come, though later ones did", link.id(),
                         order.missing() == 1 ? "a message" : fmt::format("{} messages", order.missing()), id);
    });
    recorder().faults().add(Fault::unanswered, unanswered, [&] {
      return fmt::format("receiver {}: nothing came after message {} of {} of publisher {}", link.id(), order.next(),
                         end, id);
    });
  }
  recorder().receivers().add(link.id(), receiver.faults);
}

}  // namespace parley::load
