// Workload: what the connections of one thread do.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/load/plan.hpp"
#include "harness/load/recorder.hpp"

namespace parley::load {

/// One thread's part of a run. Links are numbered over all threads in turn.
struct Crew {
  Crew(const Plan& of_run, const Payload& of_messages, unsigned of_thread);

  [[nodiscard]] std::size_t index_of(const Link& link) const noexcept { return link.id() / plan.threads; }

  const Plan& plan;
  const Payload& payload;
  unsigned thread;
  LinkContext context;
  Recorder recorder;
};

class Workload : public LinkEvents {
 public:
  /// Makes the thread's links, all of them idle.
  explicit Workload(Crew& crew);
  virtual ~Workload() = default;

  /// True when it opens its connections itself, after `start`.
  [[nodiscard]] virtual bool opens_by_itself() const { return false; }
  /// Opens one; the time until it is open counts from `due`.
  void open(std::size_t index, TimePoint due);

  // In this order:
  virtual void prepare() {}                 // the connections of this thread stand, or have failed
  virtual void start(TimePoint /*now*/) {}  // all connections stand: the warm-up begins
  virtual void pace(TimePoint /*now*/) {}   // again and again: sends what is due
  virtual void stop() {}                    // no new messages
  /// Nothing is waited for any more: counts what is missing of what left before `before`. Where the run was cut short,
  /// what left later has not been waited for long enough.
  virtual void finish(TimePoint /*before*/) {}

  /// When `pace` has something to do, unless a connection has before; nothing: never.
  [[nodiscard]] virtual std::optional<TimePoint> next_due() const { return std::nullopt; }
  /// True when everything that was sent has been answered.
  [[nodiscard]] virtual bool settled() const { return true; }
  /// Ten times a second: gives up what has taken too long.
  virtual void tick(TimePoint now);

  /// Why the load cannot go on, when it cannot; empty: it can.
  [[nodiscard]] virtual std::string stuck() const { return {}; }

  void close_all();

  [[nodiscard]] std::size_t size() const noexcept { return links_.size(); }
  [[nodiscard]] std::size_t open_links() const noexcept { return open_; }        // the WebSocket stands
  [[nodiscard]] std::size_t opening_links() const noexcept { return opening_; }  // on the way there
  [[nodiscard]] std::size_t living_links() const noexcept { return living_; }    // these, and those that are closing

  void on_open(Link& link) override;
  void on_piece(Link& link, const MessagePiece& piece) override;
  void on_turn(Link& /*link*/) override {}
  void on_end(Link& link, const LinkEnd& end) override;

 protected:
  [[nodiscard]] Crew& crew() noexcept { return crew_; }
  [[nodiscard]] const Crew& crew() const noexcept { return crew_; }
  [[nodiscard]] Recorder& recorder() noexcept { return crew_.recorder; }
  [[nodiscard]] Link& link(std::size_t index) noexcept { return *links_[index]; }
  [[nodiscard]] const Link& link(std::size_t index) const noexcept { return *links_[index]; }
  [[nodiscard]] TimePoint due(std::size_t index) const noexcept { return due_[index]; }

 private:
  Crew& crew_;
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<TimePoint> due_;  // when each should have begun to open
  std::size_t open_ = 0;
  std::size_t opening_ = 0;
  std::size_t living_ = 0;
};

class BroadcastBoard;

/// `board` is null unless it is a broadcast.
[[nodiscard]] std::unique_ptr<Workload> make_workload(Crew& crew, BroadcastBoard* board);

}  // namespace parley::load
