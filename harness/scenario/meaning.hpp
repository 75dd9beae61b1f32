// What can be seen to go wrong only when the whole scenario is looked at.
#pragma once

#include "harness/scenario/build.hpp"

namespace parley::scenario {

/// A client that waits for what cannot come, because nothing has opened its connection.
void check_programs(const Scenario& scenario, const BuildContext& context);

/// A client that is called as a member of a group is: of {"a": {"count": 2}, "a-0": {}}, the second.
void check_member_names(const std::vector<ClientSpec>& clients, const BuildContext& context);

/// True when the client is opened by the scenario itself: none of its steps is `open`, and `startUpdate` is not false.
[[nodiscard]] bool opens_by_itself(const Scenario& scenario, std::size_t client);

}  // namespace parley::scenario
