// Groups: the places of a route that ends in "/*", made when their paths are first asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/place.hpp"

namespace parley::server {

/// A group keeps its behaviour, and so what that remembers, when its last connection has left: a relay that was
/// switched on is on when the next client comes. Only when there are `max` groups does the one that was left the
/// longest time ago make room. Places are never freed, so a delivery that is still on its way finds what it goes to.
class Groups {
 public:
  static constexpr std::size_t default_max = 1000;

  /// `route` and `bridge`, which may be null, live longer. The route's behaviour tells paths apart.
  Groups(Place& route, std::function<BehaviourInstance()> make, std::size_t max = default_max,
         Bridge* bridge = nullptr);

  /// The place of the group that `path` (normalized) belongs to; null when there are too many in use. Thread-safe.
  [[nodiscard]] Place* enter(const std::string& path);
  /// Once for each `enter`.
  void leave(Place& place);

  [[nodiscard]] Place& route() const { return route_; }

 private:
  struct Group {
    std::unique_ptr<Place> place;
    std::size_t users = 0;
    std::uint64_t left_at = 0;  // when there are no users: the smaller, the longer ago
  };

  [[nodiscard]] std::unique_ptr<Place> new_place(const std::string& name);
  [[nodiscard]] std::unique_ptr<Place> empty_place();

  Place& route_;
  const std::function<BehaviourInstance()> make_;
  const std::size_t max_;
  Bridge* const bridge_;
  std::mutex mutex_;
  std::uint64_t departures_ = 0;  // the rest under mutex_
  std::unordered_map<std::string, Group> groups_;
  std::unordered_map<const Place*, Group*> by_place_;
};

}  // namespace parley::server
