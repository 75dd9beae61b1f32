// Hub: the paths of a server, and the way from a request to its place.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "server/groups.hpp"
#include "server/place.hpp"
#include "server/server.hpp"

namespace parley::server {

class Hub {
 public:
  /// Throws std::invalid_argument for an unknown behaviour, a bad option, or a path that is given twice.
  /// `bridge` may be null, else it lives longer.
  explicit Hub(const std::vector<Route>& routes, Bridge* bridge = nullptr);

  /// The place of the route that serves a request's path, or null. The path itself goes before "/a/b/*", and that
  /// before "/a/*".
  [[nodiscard]] Place* find(std::string_view path) const;

  /// Where a connection to `path` joins: the route's place, or, of a route that ends in "/*", the place of the path's
  /// group. Null when there are too many groups. From any thread; to be followed by one `leave`.
  [[nodiscard]] Place* enter(Place& route, std::string_view path) const;
  void leave(Place& place) const;

  /// One for each route.
  [[nodiscard]] const std::vector<std::unique_ptr<Place>>& places() const { return places_; }

 private:
  std::vector<std::unique_ptr<Place>> places_;
  std::vector<std::unique_ptr<Groups>> groups_;  // one for each route that ends in "/*"
};

}  // namespace parley::server
