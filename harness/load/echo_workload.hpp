// Echo: every message comes back, in order and unharmed. Two ways to decide when the next one goes.
#pragma once

#include <vector>

#include "harness/load/pacing.hpp"
#include "harness/load/sequence.hpp"
#include "harness/load/workload.hpp"

namespace parley::load {

class EchoWorkload : public Workload {
 public:
  explicit EchoWorkload(Crew& crew);

  [[nodiscard]] bool settled() const final { return outstanding_ == 0; }
  void tick(TimePoint now) override;
  void finish(TimePoint before) final;
  [[nodiscard]] std::size_t take_expected(Link& link, protocol::ByteView data) final;
  void on_piece(Link& link, const MessagePiece& piece) final;
  void on_end(Link& link, const LinkEnd& end) final;

  [[nodiscard]] std::uint64_t outstanding() const noexcept { return outstanding_; }

 protected:
  /// A message that a later one has overtaken. It may come yet, and then it took as long as it took.
  struct Overtaken {
    std::uint64_t number;
    Flight flight;
    bool awaited = true;  // else it has been too long
  };

  /// What is known of one connection's messages.
  struct User {
    User(const Payload& payload, Verification verification) : check(payload, verification) {}

    Flights flights;
    Sequence order;
    MessageCheck check;
    std::vector<Overtaken> overtaken;   // ascending: what `order` remembers too
    std::uint64_t given_up = 0;         // messages below are not waited for any more
    bool counted = false;               // what is missing has been counted
    std::vector<std::uint64_t> harmed;  // messages for which something else was taken, the last ones
  };

  [[nodiscard]] User& user(std::size_t index) noexcept { return users_[index]; }
  [[nodiscard]] User& user_of(const Link& link) noexcept { return users_[crew().index_of(link)]; }

  void add(User& user, TimePoint due) {
    user.flights.add(due);
    ++outstanding_;
  }
  /// Sends what waits, as far as TCP takes it.
  void send_waiting(Link& link, User& user);

 private:
  /// Those from `first` to `flights.sent()` have left.
  virtual void on_sent(const Flights& flights, std::uint64_t first) = 0;
  /// Those from `flights.answered()` to `until` have been answered, just now.
  virtual void on_answers(const Flights& flights, std::uint64_t until) = 0;
  /// One that was overtaken has been, just now.
  virtual void on_late_answer(const Flight& flight) = 0;

  void overtake(User& user, std::uint64_t number);
  void take_late(User& user, std::uint64_t number);
  void answer_until(User& user, std::uint64_t number);
  void take_answer(Link& link, User& user, const MessageCheck::Verdict& verdict);
  void count_missing(const Link& link, User& user, TimePoint before);
  [[nodiscard]] std::string describe(const MessageCheck::Verdict& verdict);

  std::vector<User> users_;
  std::uint64_t outstanding_ = 0;  // due, and neither answered nor given up
};

/// Each answer lets the next message go: a peer that is slow is asked less. Times count from when a message was sent.
class ClosedEcho final : public EchoWorkload {
 public:
  using EchoWorkload::EchoWorkload;

  void start(TimePoint now) override;
  void stop() override { stopped_ = true; }
  void tick(TimePoint now) override;
  void on_turn(Link& link) override;

 private:
  void on_sent(const Flights& flights, std::uint64_t first) override;
  void on_answers(const Flights& flights, std::uint64_t until) override;
  void on_late_answer(const Flight& flight) override { record(flight, crew().context.now); }
  void record(const Flight& flight, TimePoint now);
  void top_up(Link& link, User& user);

  bool started_ = false;
  bool stopped_ = false;
};

/// Messages are due by the clock, on all connections in turn, whatever the peer does. Times count from when a message
/// was due.
class OpenEcho final : public EchoWorkload {
 public:
  explicit OpenEcho(Crew& crew);

  void start(TimePoint now) override;
  void pace(TimePoint now) override;
  void stop() override;
  [[nodiscard]] std::optional<TimePoint> next_due() const override;
  [[nodiscard]] std::string stuck() const override;
  void on_turn(Link& link) override;

 private:
  void on_sent(const Flights& flights, std::uint64_t first) override;
  void on_answers(const Flights& flights, std::uint64_t until) override;
  void on_late_answer(const Flight& flight) override { record(flight, crew().context.now); }
  void record(const Flight& flight, TimePoint now);
  [[nodiscard]] std::optional<std::size_t> next_index();

  std::optional<Pacer> pacer_;
  std::size_t turn_ = 0;
  std::uint64_t never_sent_ = 0;  // due when no connection stood any more
  std::vector<std::size_t> due_now_;
};

}  // namespace parley::load
