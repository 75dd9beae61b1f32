#include "protocol/faulty/fault.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace parley::protocol::faulty {
namespace {

using ::testing::Ge;
using ::testing::MatchesRegex;

TEST(Faults, TheTableHasEveryFaultInTheOrderOfTheEnum) {
  const auto list = faults();
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(list[i].fault), i + 1);
  EXPECT_EQ(list.back().fault, Fault::deflate_rsv1_on_every_fragment);  // the last one
}

TEST(Faults, NamesFindTheirFault) {
  std::set<std::string_view> names;
  for (const FaultInfo& info : faults()) {
    EXPECT_THAT(std::string(info.name), MatchesRegex("[a-z0-9]+(-[a-z0-9]+)*"));
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(find_fault(info.name), info.fault);
    EXPECT_EQ(to_string(info.fault), info.name);
  }
  EXPECT_EQ(find_fault("none"), Fault::none);
  EXPECT_EQ(to_string(Fault::none), "none");
  EXPECT_EQ(find_fault("None"), std::nullopt);
  EXPECT_EQ(find_fault(""), std::nullopt);
}

TEST(Faults, EachSaysWhatItDoesAndWhichRuleItBreaks) {
  for (const FaultInfo& info : faults()) {
    EXPECT_FALSE(info.group.empty()) << info.name;
    EXPECT_FALSE(info.summary.empty()) << info.name;
    EXPECT_THAT(std::string(info.section), MatchesRegex("RFC (6455|7692|9110|9112) §.*")) << info.name;
  }
}

TEST(Faults, BothRolesHavePlenty) {
  const auto count = [](Role role) {
    const auto list = faults();
    return std::count_if(list.begin(), list.end(), [role](const auto& info) { return can_have(role, info.fault); });
  };
  EXPECT_THAT(count(Role::server), Ge(45));
  EXPECT_THAT(count(Role::client), Ge(45));
  EXPECT_TRUE(can_have(Role::server, Fault::none));
  EXPECT_TRUE(can_have(Role::server, Fault::masks));
  EXPECT_FALSE(can_have(Role::client, Fault::masks));
  EXPECT_FALSE(can_have(Role::server, Fault::unmasked));
  EXPECT_TRUE(can_have(Role::client, Fault::unmasked));
}

}  // namespace
}  // namespace parley::protocol::faulty
