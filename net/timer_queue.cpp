#include "net/timer_queue.hpp"

#include <algorithm>
#include <utility>

namespace parley::net {

namespace {
constexpr std::size_t min_heap_to_rebuild = 64;
}

bool TimerQueue::later(const Entry& a, const Entry& b) {
  return a.due != b.due ? a.due > b.due : a.id > b.id;
}

TimerQueue::Id TimerQueue::add(TimePoint due, Task task) {
  const Id id = ++last_id_;
  tasks_.emplace(id, std::move(task));
  heap_.push_back({due, id});
  std::push_heap(heap_.begin(), heap_.end(), later);
  return id;
}

void TimerQueue::cancel(Id id) {
  const auto node = tasks_.extract(id);  // the task dies after the map is in order again: it may own what calls us
  if (!node.empty() && heap_.size() >= min_heap_to_rebuild && heap_.size() > 2 * tasks_.size()) drop_husks();
}

std::optional<TimerQueue::TimePoint> TimerQueue::next_due() {
  while (!heap_.empty() && !tasks_.contains(heap_.front().id)) drop_first();
  if (heap_.empty()) return std::nullopt;
  return heap_.front().due;
}

TimerQueue::Task TimerQueue::take_due(TimePoint now) {
  const auto due = next_due();
  if (!due || *due > now) return {};
  auto node = tasks_.extract(heap_.front().id);
  drop_first();
  return std::move(node.mapped());
}

void TimerQueue::clear() {
  heap_.clear();
  const auto doomed = std::exchange(tasks_, {});
}

void TimerQueue::drop_first() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  heap_.pop_back();
}

void TimerQueue::drop_husks() {
  std::erase_if(heap_, [this](const Entry& entry) { return !tasks_.contains(entry.id); });
  std::make_heap(heap_.begin(), heap_.end(), later);
}

}  // namespace parley::net
