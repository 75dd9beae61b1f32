#include "harness/scenario/round_trips.hpp"

#include <algorithm>
#include <string_view>

namespace parley::scenario {
namespace {

std::size_t content_of(protocol::MessageType type, protocol::ByteView payload) {
  const std::size_t hash = std::hash<std::string_view>()(protocol::as_text(payload));
  return type == protocol::MessageType::text ? hash : ~hash;
}

}  // namespace

void RoundTrips::start(Answer answer, protocol::MessageType type, protocol::ByteView payload, TimePoint due) {
  if (answer == Answer::not_timed) return;
  waiting_.push_back({answer, answer == Answer::echo ? content_of(type, payload) : 0, due});
}

void RoundTrips::arrive(protocol::MessageType type, protocol::ByteView payload, TimePoint now) {
  if (waiting_.empty()) return;
  const std::size_t content = content_of(type, payload);
  // The first in the row is the usual case: most servers answer in order.
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    return waiting.answer == Answer::next || waiting.content == content;
  });
  if (found == waiting_.end()) return;
  const auto time = std::chrono::duration_cast<std::chrono::nanoseconds>(now - found->due);
  times_.record(static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 0)));
  waiting_.erase(found);
}

}  // namespace parley::scenario
