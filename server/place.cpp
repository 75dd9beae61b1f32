#include "server/place.hpp"

#include <algorithm>
#include <utility>

namespace parley::server {

namespace {
// What may wait for a worker, in bytes with their overhead, before those who publish are held back: as much as a
// connection may have unsent before it is not read from any more (net::SessionOptions::high_water).
constexpr std::size_t high_water = 1U << 20;
}  // namespace

Place::Place(std::string path, std::string behaviour_name, BehaviourInstance instance)
    : path_(std::move(path)),
      behaviour_name_(std::move(behaviour_name)),
      instance_(std::move(instance)),
      counted_with_(this) {}

Place::Place(Place& route, BehaviourInstance instance)
    : path_(route.path_),
      behaviour_name_(route.behaviour_name_),
      instance_(std::move(instance)),
      counted_with_(&route) {
  for (const auto& lane : route.lanes_) add_lane(lane->loop);
}

void Place::add_lane(net::Loop& loop) {
  lanes_.push_back(std::make_unique<Lane>(loop));
}

void Place::join(unsigned worker, Member& member) {
  auto& lane = *lanes_[worker];
  member.index_ = lane.members.size();
  lane.members.push_back(&member);
  const std::lock_guard lock(mutex_);
  member.joined_after_ = published_;
  lane.occupied = true;
}

void Place::leave(unsigned worker, Member& member) {
  auto& lane = *lanes_[worker];
  auto& hole = lane.members[member.index_];
  hole = lane.members.back();
  hole->index_ = member.index_;
  lane.members.pop_back();
  if (!lane.members.empty()) return;
  const std::lock_guard lock(mutex_);
  lane.occupied = false;
}

Pressure Place::publish(const std::shared_ptr<const net::SharedMessage>& message, ConnectionId but) {
  const std::lock_guard lock(mutex_);
  ++published_;
  for (const auto& lane : lanes_) {
    if (!lane->occupied) continue;
    if (lane->waiting.empty()) lane->loop.post([this, to = lane.get()] { deliver_waiting(*to); });
    lane->waiting.push_back({message, but, published_});
    lane->waiting_size += message->frame.size() + sizeof(net::SharedMessage) + sizeof(Publication);
    lane->behind.store(true, std::memory_order_relaxed);
  }
  return under_pressure() ? Pressure::high : Pressure::none;
}

void Place::when_relieved(std::function<void()> then) {
  {
    const std::lock_guard lock(mutex_);
    if (under_pressure()) return relief_.push_back(std::move(then));
  }
  then();
}

bool Place::under_pressure() const {
  return std::any_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane->waiting_size > high_water; });
}

void Place::begin_anew(BehaviourInstance instance) {
  instance_ = std::move(instance);
}

void Place::deliver_waiting(Lane& lane) {
  std::vector<Publication> publications;
  std::size_t size = 0;
  {
    const std::lock_guard lock(mutex_);
    publications.swap(lane.waiting);
    size = lane.waiting_size;
    lane.behind.store(false, std::memory_order_relaxed);
  }
  for (auto* const member : lane.members) {  // all for one, then the next: each connection is looked at once
    for (const auto& publication : publications) {
      if (member->joined_after_ >= publication.number || member->id() == publication.but) continue;
      member->deliver(publication.message);
    }
  }
  std::vector<std::function<void()>> relief;
  {
    const std::lock_guard lock(mutex_);
    lane.waiting_size -= size;  // not before: what is being delivered may take long, and its memory is still there
    if (!under_pressure()) relief.swap(relief_);
  }
  for (const auto& call : relief) call();
}

}  // namespace parley::server
