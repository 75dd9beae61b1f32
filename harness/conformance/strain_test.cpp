#include "harness/conformance/strain.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <vector>

namespace parley::conformance {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t mebibyte = 1U << 20;

Case allowing(std::uint64_t memory) {
  Case test;
  test.memory_allowance = memory;
  return test;
}

CaseResult passed() {
  CaseResult result;
  result.verdict = Verdict::pass;
  return result;
}

TEST(Strain, LooksAtNothingWithoutAProcess) {
  Strain strain(std::nullopt);
  auto result = passed();
  strain.judge_memory(allowing(1), result);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.seen, "");
}

TEST(Strain, WarnsWhenTheProcessGrewByMoreThanIsAllowed) {
  Strain strain(::getpid());
  const std::vector<char> memory(64 * mebibyte, 'x');
  auto result = passed();
  strain.judge_memory(allowing(32 * mebibyte), result);
  EXPECT_EQ(result.verdict, Verdict::warning);
  EXPECT_THAT(result.why, HasSubstr("more than 32.0 MiB"));
  EXPECT_EQ(memory.back(), 'x');
}

TEST(Strain, TellsGrowthThatIsAllowed) {
  Strain strain(::getpid());
  auto result = passed();
  strain.judge_memory(allowing(1024 * mebibyte), result);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
  EXPECT_THAT(result.seen, HasSubstr("the peer grew by"));
}

TEST(Strain, WarnsWhenDescriptorsAreLeftOpen) {
  Strain strain(::getpid());
  std::vector<int> open;
  for (int i = 0; i < 20; ++i) open.push_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  auto result = passed();
  strain.judge_memory(allowing(0), result);
  for (const int each : open) ::close(each);
  EXPECT_EQ(result.verdict, Verdict::warning);
  EXPECT_THAT(result.why, HasSubstr("descriptors"));
}

TEST(Strain, LeavesAFailureAsItIs) {
  Strain strain(::getpid());
  const std::vector<char> memory(64 * mebibyte, 'x');
  CaseResult result;
  result.verdict = Verdict::fail;
  result.why = "wrong code";
  strain.judge_memory(allowing(mebibyte), result);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.why, HasSubstr("wrong code; the peer grew by"));
  EXPECT_EQ(memory.back(), 'x');
}

TEST(Strain, FailsWhoServesNobodyAnyMore) {
  auto result = passed();
  judge_liveness(passed(), result);
  EXPECT_EQ(result.verdict, Verdict::pass);
  CaseResult probe;
  probe.verdict = Verdict::error;
  probe.why = "connection refused";
  judge_liveness(probe, result);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.why, HasSubstr("connection refused"));
}

// RFC 6455 §4.1: "Servers can refuse to accept connections from hosts/IP addresses with an excessive number".
TEST(Strain, LeavesWhoHasHadEnoughOfUs) {
  CaseResult probe;
  probe.verdict = Verdict::error;
  for (const int status : {429, 503}) {
    auto result = passed();
    probe.status = status;
    judge_liveness(probe, result);
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_THAT(result.seen, HasSubstr(std::to_string(status)));
  }
  auto result = passed();
  probe.status = 502;  // of a proxy
  judge_liveness(probe, result);
  EXPECT_EQ(result.verdict, Verdict::fail);
}

}  // namespace
}  // namespace parley::conformance
