#include "server/hub.hpp"

#include <algorithm>
#include <stdexcept>

#include "server/path.hpp"
#include "server/registry.hpp"

namespace parley::server {

Hub::Hub(const std::vector<Route>& routes, Bridge* bridge) {
  for (const auto& route : routes) {
    if (!route.path.starts_with('/')) {
      throw std::invalid_argument("the path \"" + route.path + "\" does not begin with \"/\"");
    }
    auto path = normalized_path(route.path);
    if (std::any_of(places_.begin(), places_.end(), [&](const auto& place) { return place->path() == path; })) {
      throw std::invalid_argument("the path \"" + route.path + "\" is given twice");
    }
    const bool has_groups = is_prefix_route(path);
    places_.push_back(
        std::make_unique<Place>(std::move(path), route.behaviour, make_behaviour(route.behaviour, route.options)));
    Place& place = *places_.back();
    if (has_groups) {
      groups_.push_back(std::make_unique<Groups>(
          place, [route] { return make_behaviour(route.behaviour, route.options); }, Groups::default_max, bridge));
      continue;
    }
    const auto name = place.with_behaviour([&](const Behaviour& each) { return each.group(place.path()); });
    place.set_outlet(make_outlet(place, name, bridge));
    if (place.outlet() != nullptr) place.outlet()->open();  // it is there as long as the server
  }
}

Place* Hub::find(std::string_view path) const {
  const auto wanted = normalized_path(path);
  Place* best = nullptr;
  for (const auto& place : places_) {
    if (place->path() == wanted) return place.get();
    if (!serves(place->path(), wanted)) continue;
    if (best == nullptr || place->path().size() > best->path().size()) best = place.get();
  }
  return best;
}

Place* Hub::enter(Place& route, std::string_view path) const {
  for (const auto& groups : groups_) {
    if (&groups->route() == &route) return groups->enter(normalized_path(path));
  }
  return &route;
}

void Hub::leave(Place& place) const {
  for (const auto& groups : groups_) {
    if (groups->route().path() == place.path()) return groups->leave(place);
  }
}

}  // namespace parley::server
