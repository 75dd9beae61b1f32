// RoundTrips: the messages of one client that wait for their answers, and how long each waited.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "harness/load/histogram.hpp"
#include "harness/scenario/step.hpp"
#include "protocol/bytes.hpp"

namespace parley::scenario {

class RoundTrips {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Times are recorded in nanoseconds.
  explicit RoundTrips(load::Histogram& times) : times_(times) {}

  /// `due` is when the message should have been sent: a delay of our own, caused by the peer, counts.
  void start(Answer answer, protocol::MessageType type, protocol::ByteView payload, TimePoint due);

  /// A message came.
  void arrive(protocol::MessageType type, protocol::ByteView payload, TimePoint now);

  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
  void clear() { waiting_.clear(); }

 private:
  struct Waiting {
    Answer answer;
    std::size_t content;  // a hash of type and payload
    TimePoint due;
  };

  std::deque<Waiting> waiting_;
  load::Histogram& times_;
};

}  // namespace parley::scenario
