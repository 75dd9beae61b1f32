#include "harness/report/machine.hpp"

#include <gmock/gmock.h>

namespace parley::harness {
namespace {

TEST(CpuModel, IsTheFirstWithoutMarketing) {
  EXPECT_EQ(cpu_model("processor\t: 0\nmodel name\t: Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz\nstepping\t: 1\n"
                      "model name\t: other\n"),
            "Intel Xeon E5-2686 v4");
  EXPECT_EQ(cpu_model("model name\t: AMD EPYC 7B13"), "AMD EPYC 7B13");
}

TEST(CpuModel, IsEmptyWhereTheFileHasNone) {
  EXPECT_EQ(cpu_model(""), "");
  EXPECT_EQ(cpu_model("BogoMIPS : 50.00\n"), "");
  EXPECT_EQ(cpu_model("model name\nvendor: x\n"), "");
}

TEST(DescribeMachine, NamesProcessorsAndKernel) {
  EXPECT_THAT(describe_machine(), testing::MatchesRegex("[0-9]+ × .+, Linux .+"));
}

}  // namespace
}  // namespace parley::harness
