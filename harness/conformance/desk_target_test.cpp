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

TEST(DeskTarget, NamesACase) {
  EXPECT_EQ(parsed<CaseById>("/case/6455-5.5.2-ping").id, "6455-5.5.2-ping");
  EXPECT_EQ(parsed<CaseById>("/case/6455-3-query?a=b&c=%41").id, "6455-3-query");
}

TEST(DeskTarget, UnderstandsTheUrlsOfDrivers) {
  EXPECT_EQ(parsed<CaseByNumber>("/runCase?case=17&agent=ws%2F8").number, 17U);
  EXPECT_EQ(parsed<CaseByNumber>("/runCase?case=17&agent=ws%2F8").agent, "ws/8");
  EXPECT_EQ(parsed<CaseByNumber>("/runCase?agent=a&case=2").agent, "a");
  EXPECT_EQ(parsed<CaseByTuple>("/runCase?casetuple=6.4.1&agent=a").tuple, "6.4.1");
  EXPECT_EQ(parsed<GetCaseInfo>("/getCaseInfo?case=3").number, 3U);
  EXPECT_EQ(parsed<GetCaseStatus>("/getCaseStatus?case=4&agent=a").number, 4U);
  EXPECT_EQ(parsed<GetCaseStatus>("/getCaseStatus?case=4&agent=a").agent, "a");
  EXPECT_EQ(parsed<UpdateReports>("/updateReports?agent=b").agent, "b");
  parsed<GetCaseCount>("/getCaseCount");
  parsed<StopServer>("/stopServer");
}

TEST(DeskTarget, HasNumberZeroForWhatIsNoNumber) {
  EXPECT_EQ(parsed<CaseByNumber>("/runCase").number, 0U);
  EXPECT_EQ(parsed<CaseByNumber>("/runCase?case=-1").number, 0U);
  EXPECT_EQ(parsed<CaseByNumber>("/runCase?case=1x").number, 0U);
}

TEST(DeskTarget, MayHaveAnyForm) {
  for (const auto* const target :
       {"http://127.0.0.1:9001/case/one", "HTTPS://localhost/case/one", "ws://[::1]:9001/case/one", "case/one",
        "/case/one#fragment", "/case/one?a=http://b/c"}) {
    EXPECT_EQ(parsed<CaseById>(target).id, "one") << target;
  }
  EXPECT_EQ(parsed<CaseByNumber>("ws://localhost:9001/runCase?case=17&agent=a").number, 17U);
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
