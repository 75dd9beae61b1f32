#include "harness/process/cpu_pressure.hpp"

#include <gtest/gtest.h>

namespace parley::harness {
namespace {

TEST(CpuPressure, ReadsWhatTheSystemSays) {
  EXPECT_EQ(cpu_pressure_in("some avg10=46.79 avg60=61.10 avg300=75.15 total=35625328775\n"
                            "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"),
            46.79);
  EXPECT_EQ(cpu_pressure_in("full avg10=3.00 avg60=0.00\nsome avg10=100.00"), 100);
}

TEST(CpuPressure, IsNoneWhereTheSystemDoesNotSay) {
  EXPECT_EQ(cpu_pressure_in(""), 0);
  EXPECT_EQ(cpu_pressure_in("some avg10="), 0);
  EXPECT_EQ(cpu_pressure_in("some avg60=61.10"), 0);
}

TEST(CpuPressure, IsAShareOfTheTime) {
  EXPECT_GE(cpu_pressure(), 0);
  EXPECT_LE(cpu_pressure(), 100);
}

}  // namespace
}  // namespace parley::harness
