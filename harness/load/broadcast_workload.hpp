// Broadcast: the first connections of a run publish, all others receive every message of each of them.
#pragma once

#include <vector>

#include "harness/load/broadcast_board.hpp"
#include "harness/load/pacing.hpp"
#include "harness/load/sequence.hpp"
#include "harness/load/workload.hpp"

namespace parley::load {

/// Closed loop: a publisher's next message goes when the last receiver has one of those under way. What publishers
/// themselves are sent is not looked at.
class BroadcastWorkload final : public Workload {
 public:
  BroadcastWorkload(Crew& crew, BroadcastBoard& board);

  void prepare() override;
  void start(TimePoint now) override;
  void pace(TimePoint now) override;
  void stop() override;
  void finish(TimePoint before) override;
  [[nodiscard]] std::optional<TimePoint> next_due() const override;
  [[nodiscard]] bool settled() const override;
  [[nodiscard]] std::string stuck() const override;
  void tick(TimePoint now) override;

  void on_piece(Link& link, const MessagePiece& piece) override;
  void on_turn(Link& link) override;
  void on_end(Link& link, const LinkEnd& end) override;

 private:
  struct Publisher {
    std::size_t index;            // of its link
    std::uint64_t sent = 0;       // of those that were published
    std::uint64_t given_up = 0;   // that will not be complete any more
    std::uint64_t looked_at = 0;  // completed and given up, at the last tick
    TimePoint stuck_since;        // nothing has become complete since then
  };
  struct Receiver {
    Receiver(const Payload& payload, Verification verification, std::size_t publishers)
        : check(payload, verification), orders(publishers) {}

    MessageCheck check;
    std::vector<Sequence> orders;  // of each publisher's messages
    ReceiverFaults::Counts faults;
    bool counted = false;  // what is missing has been counted
  };

  [[nodiscard]] bool publishes(const Link& link) const noexcept { return link.id() < orders_; }
  [[nodiscard]] std::uint32_t id_of(const Publisher& publisher) { return link(publisher.index).id(); }
  [[nodiscard]] Receiver& receiver(std::size_t index) noexcept { return receivers_[index]; }
  void top_up(Publisher& publisher, TimePoint now);
  void send_waiting(Publisher& publisher);
  void take(Link& link, Receiver& receiver, const MessageCheck::Verdict& verdict);
  void record(std::uint32_t publisher, std::uint64_t number);
  void count_missing(const Link& link, Receiver& receiver, TimePoint before);

  BroadcastBoard& board_;
  std::uint32_t orders_;  // publishers of the run
  std::vector<Publisher> publishers_;
  std::vector<Receiver> receivers_;  // one for each link; those of publishers stand idle
  std::optional<Pacer> pacer_;       // nothing: a closed loop
  std::size_t turn_ = 0;
  std::uint64_t open_receivers_ = 0;
  std::uint64_t receivers_before_ = 0;  // of all threads, at the last tick
  std::uint64_t passed_ = 0;            // messages that receivers which are open have got, or were passed over
  bool counts_receivers_ = false;       // those that are open are on the board, until we close them ourselves
  bool running_ = false;
};

}  // namespace parley::load
