#include "harness/load/walls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::load {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Limits roomy{1'000'000, 28'232};

TEST(WallsTest, AreFarAway) {
  EXPECT_THAT(walls_for(20'000, 0, roomy), IsEmpty());
}

TEST(WallsTest, AreDescriptors) {
  EXPECT_THAT(walls_for(1000, 0, {1024, 28'232}),
              ElementsAre(AllOf(HasSubstr("1000 connections"), HasSubstr("may have 1024"), HasSubstr("ulimit -Hn"))));
}

TEST(WallsTest, ArePortsOfEachAddress) {
  EXPECT_THAT(walls_for(50'000, 1, roomy), ElementsAre(AllOf(HasSubstr("28232"), HasSubstr("--source-ip"))));
  EXPECT_THAT(walls_for(50'000, 2, roomy), IsEmpty());
}

TEST(WallsTest, AreExplained) {
  EXPECT_THAT(explain(std::make_error_code(std::errc::too_many_files_open)), HasSubstr("ulimit -n"));
  EXPECT_THAT(explain(std::make_error_code(std::errc::address_not_available)), HasSubstr("TIME_WAIT"));
  EXPECT_THAT(explain(std::make_error_code(std::errc::connection_refused)), HasSubstr("nobody listens"));
}

TEST(WallsTest, AreReadFromTheSystem) {
  EXPECT_GT(system_limits().descriptors, 0U);
  EXPECT_GT(system_limits().ports, 0U);
}

}  // namespace
}  // namespace parley::load
