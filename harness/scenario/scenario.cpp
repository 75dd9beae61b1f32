#include "harness/scenario/scenario.hpp"

#include <numeric>

namespace parley::scenario {

std::size_t Scenario::client_count() const {
  return std::accumulate(clients.begin(), clients.end(), std::size_t{0},
                         [](std::size_t sum, const ClientSpec& client) { return sum + client.count; });
}

}  // namespace parley::scenario
