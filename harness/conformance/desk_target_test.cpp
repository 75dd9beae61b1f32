#include "harness/conformance/desk_target.hpp"

#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

template <class Target>
Target parsed(std::string_view text) {
  const auto target = parse_desk_target(text);
  EXPECT_TRUE(target && std::holds_alternative<Target>(*target)) << text;
  return target && std::holds_alternative<Target>(*target) ? std::get<Target>(*target) : Target{};
}

template <class Target>
std::size_t number_of(const Target& target) {
  return std::get<CaseByNumber>(target.test).number;
}

template <class Target>
std::string tuple_of(const Target& target) {
  return std::get<CaseByTuple>(target.test).tuple;
}

TEST(DeskTarget, NamesACase) {
  EXPECT_EQ(parsed<CaseById>("/case/6455-5.5.2-ping").id, "6455-5.5.2-ping");
  EXPECT_EQ(parsed<CaseById>("/case/6455-3-query?a=b&c=%41").id, "6455-3-query");
}

TEST(DeskTarget, UnderstandsTheUrlsOfDrivers) {
  EXPECT_EQ(number_of(parsed<RunCase>("/runCase?case=17&agent=ws%2F8")), 17U);
  EXPECT_EQ(parsed<RunCase>("/runCase?case=17&agent=ws%2F8").agent, "ws/8");
  EXPECT_EQ(parsed<RunCase>("/runCase?agent=a&case=2").agent, "a");
  EXPECT_EQ(number_of(parsed<GetCaseInfo>("/getCaseInfo?case=3")), 3U);
  EXPECT_EQ(number_of(parsed<GetCaseStatus>("/getCaseStatus?case=4&agent=a")), 4U);
  EXPECT_EQ(parsed<GetCaseStatus>("/getCaseStatus?case=4&agent=a").agent, "a");
  EXPECT_EQ(parsed<UpdateReports>("/updateReports?agent=b").agent, "b");
  parsed<GetCaseCount>("/getCaseCount");
  parsed<StopServer>("/stopServer");
}

TEST(DeskTarget, TakesAutobahnsNumbersForAnythingAboutACase) {
  EXPECT_EQ(tuple_of(parsed<RunCase>("/runCase?casetuple=6.4.1&agent=a")), "6.4.1");
  EXPECT_EQ(tuple_of(parsed<GetCaseInfo>("/getCaseInfo?casetuple=6.4.1")), "6.4.1");
  EXPECT_EQ(tuple_of(parsed<GetCaseStatus>("/getCaseStatus?casetuple=6.4.1&agent=a")), "6.4.1");
}

TEST(DeskTarget, HasNumberZeroForWhatIsNoNumber) {
  EXPECT_EQ(number_of(parsed<RunCase>("/runCase")), 0U);
  EXPECT_EQ(number_of(parsed<RunCase>("/runCase?case=-1")), 0U);
  EXPECT_EQ(number_of(parsed<RunCase>("/runCase?case=1x")), 0U);
}

TEST(DeskTarget, MayHaveAnyForm) {
  for (const auto* const target :
       {"http://127.0.0.1:9001/case/one", "HTTPS://localhost/case/one", "ws://[::1]:9001/case/one", "case/one",
        "/case/one#fragment", "/case/one?a=http://b/c"}) {
    EXPECT_EQ(parsed<CaseById>(target).id, "one") << target;
  }
  EXPECT_EQ(number_of(parsed<RunCase>("ws://localhost:9001/runCase?case=17&agent=a")), 17U);
  EXPECT_EQ(parse_desk_target("ws://localhost:9001"), std::nullopt);
  EXPECT_EQ(parse_desk_target(""), std::nullopt);
}

TEST(DeskTarget, IsNothingForOtherPaths) {
  EXPECT_EQ(parse_desk_target("/"), std::nullopt);
  EXPECT_EQ(parse_desk_target("/runcase?case=1"), std::nullopt);
  EXPECT_EQ(parse_desk_target("/caseX"), std::nullopt);
}

}  // namespace
}  // namespace parley::conformance
