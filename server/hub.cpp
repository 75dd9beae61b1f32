#include "server/hub.hpp"

#include <stdexcept>
#include <utility>

#include "server/path.hpp"
#include "server/registry.hpp"

namespace parley::server {

Place::Place(std::string path, std::string behaviour_name, BehaviourInstance instance)
    : path_(std::move(path)), behaviour_name_(std::move(behaviour_name)), instance_(std::move(instance)) {}

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

void Place::publish(std::shared_ptr<const net::SharedMessage> message, ConnectionId but) {
  const std::lock_guard lock(mutex_);
  ++published_;
  for (const auto& lane : lanes_) {
    if (!lane->occupied) continue;
    if (lane->waiting.empty()) lane->loop.post([this, to = lane.get()] { deliver_waiting(*to); });
    lane->waiting.push_back({message, but, published_});
  }
}

void Place::deliver_waiting(Lane& lane) {
  std::vector<Publication> publications;
  {
    const std::lock_guard lock(mutex_);
    publications.swap(lane.waiting);
  }
  for (const auto& publication : publications) {
    for (auto* const member : lane.members) {
      if (member->joined_after_ >= publication.number || member->id() == publication.but) continue;
      member->deliver(publication.message);
    }
  }
}

Hub::Hub(const std::vector<Route>& routes) {
  for (const auto& route : routes) {
    if (!route.path.starts_with('/')) {
      throw std::invalid_argument("the path \"" + route.path + "\" does not begin with \"/\"");
    }
    if (find(route.path) != nullptr) throw std::invalid_argument("the path \"" + route.path + "\" is given twice");
    places_.push_back(std::make_unique<Place>(normalized_path(route.path), route.behaviour,
                                              make_behaviour(route.behaviour, route.options)));
  }
}

Place* Hub::find(std::string_view path) const {
  const auto wanted = normalized_path(path);
  for (const auto& place : places_) {
    if (place->path() == wanted) return place.get();
  }
  return nullptr;
}

}  // namespace parley::server
