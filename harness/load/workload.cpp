#include "harness/load/workload.hpp"

#include <fmt/format.h>

#include "harness/load/broadcast_workload.hpp"
#include "harness/load/connect_workload.hpp"
#include "harness/load/echo_workload.hpp"
#include "harness/load/push_workload.hpp"
#include "harness/load/walls.hpp"

namespace parley::load {

Crew::Crew(const Plan& of_run, const Payload& of_messages, unsigned of_thread)
    : plan(of_run), payload(of_messages), thread(of_thread), context(of_run.link) {
  context.random += of_thread;  // no two threads with the same masks
}

Workload::Workload(Crew& crew) : crew_(crew) {
  for (std::uint32_t id = crew.thread; id < crew.plan.connections; id += crew.plan.threads) {
    links_.push_back(std::make_unique<Link>(crew.context, id, *this));
  }
  due_.resize(links_.size());
}

void Workload::open(std::size_t index, TimePoint due) {
  due_[index] = due;
  ++opening_;
  ++living_;
  links_[index]->open();
}

void Workload::tick(TimePoint now) {
  using Stage = Link::Stage;
  const Duration patience = crew_.plan.patience;
  for (const auto& link : links_) {
    if (link->stage() == Stage::idle || link->stage() == Stage::open || now - link->since() < patience) continue;
    switch (link->stage()) {
      case Stage::connecting:
        link->fail(Fault::connect, "cannot connect: " + explain(std::make_error_code(std::errc::timed_out)));
        break;
      case Stage::securing:
        link->fail(Fault::connect, "the TLS handshake took too long");
        break;
      case Stage::upgrading:
        link->fail(Fault::handshake, "the server does not answer the opening handshake");
        break;
      case Stage::closing:
        link->fail(Fault::violation, "the peer did not answer our Close");  // RFC 6455 §5.5.1
        break;
      case Stage::idle:
      case Stage::open:
        break;
    }
  }
}

void Workload::close_all() {
  for (const auto& link : links_) link->close();
}

void Workload::on_open(Link& link) {
  ++open_;
  --opening_;
  ++recorder().traffic().connections_opened;
  if (crew_.plan.link.handshake.deflate && !link.compresses()) recorder().count_without_deflate();
  const TimePoint due = due_[crew_.index_of(link)];
  if (opens_by_itself()) {
    recorder().record(Measure::opening, due, due, crew_.context.now);
  } else {
    recorder().record_always(Measure::opening, due, crew_.context.now);
  }
}

void Workload::on_piece(Link& /*link*/, const MessagePiece& piece) {
  recorder().traffic().bytes_received += piece.bytes.size();
  if (piece.last) ++recorder().traffic().messages_received;
}

void Workload::on_end(Link& link, const LinkEnd& end) {
  --(link.was_open() ? open_ : opening_);
  --living_;
  if (!end.fault) return;
  recorder().faults().add(*end.fault, 1, [&] { return fmt::format("connection {}: {}", link.id(), end.what); });
}

std::unique_ptr<Workload> make_workload(Crew& crew, BroadcastBoard* board) {
  switch (crew.plan.workload) {
    case WorkloadKind::echo:
      if (crew.plan.rate) return std::make_unique<OpenEcho>(crew);
      return std::make_unique<ClosedEcho>(crew);
    case WorkloadKind::push:
      return std::make_unique<PushWorkload>(crew);
    case WorkloadKind::connect:
      return std::make_unique<ConnectWorkload>(crew);
    case WorkloadKind::idle:
      return std::make_unique<Workload>(crew);
    case WorkloadKind::broadcast:
      return std::make_unique<BroadcastWorkload>(crew, *board);
    case WorkloadKind::scenario:
      break;  // has no links of ours
  }
  return nullptr;
}

}  // namespace parley::load
