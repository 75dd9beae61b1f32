#include "server/groups.hpp"

#include <utility>

namespace parley::server {

Groups::Groups(Place& route, std::function<BehaviourInstance()> make, std::size_t max, Bridge* bridge)
    : route_(route), make_(std::move(make)), max_(max), bridge_(bridge) {}

Place* Groups::enter(const std::string& path) {
  const auto name = route_.with_behaviour([&](const Behaviour& behaviour) { return behaviour.group(path); });
  const std::lock_guard lock(mutex_);
  auto found = groups_.find(name);
  if (found == groups_.end()) {
    auto place = new_place(name);
    if (place == nullptr) return nullptr;
    found = groups_.emplace(name, Group{std::move(place)}).first;
    by_place_[found->second.place.get()] = &found->second;
  }
  auto& [place, users, left_at] = found->second;
  if (users++ == 0 && place->outlet() != nullptr) place->outlet()->open();
  return place.get();
}

void Groups::leave(Place& place) {
  const std::lock_guard lock(mutex_);
  auto& group = *by_place_.at(&place);
  if (--group.users > 0) return;
  group.left_at = ++departures_;
  if (place.outlet() != nullptr) place.outlet()->close();
}

std::unique_ptr<Place> Groups::new_place(const std::string& name) {
  auto place = empty_place();
  if (place != nullptr) place->set_outlet(make_outlet(*place, name, bridge_));
  return place;
}

std::unique_ptr<Place> Groups::empty_place() {
  if (groups_.size() < max_) return std::make_unique<Place>(route_, make_());
  auto oldest = groups_.end();
  for (auto group = groups_.begin(); group != groups_.end(); ++group) {
    if (group->second.users > 0) continue;
    if (oldest == groups_.end() || group->second.left_at < oldest->second.left_at) oldest = group;
  }
  if (oldest == groups_.end()) return nullptr;
  auto place = std::move(oldest->second.place);
  groups_.erase(oldest);
  place->begin_anew(make_());
  return place;
}

}  // namespace parley::server
