#include "harness/process/cpu_pressure.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

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

TEST(StolenTime, IsWhatTheHostKeptOfAllTime) {
  constexpr auto earlier = "cpu  2000 100 3000 5000 20 0 90 280 60 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
  constexpr auto later = "cpu  2030 100 3000 5010 20 0 90 340 70 0\n";
  EXPECT_EQ(stolen_between(earlier, later), 60);
  EXPECT_EQ(stolen_between(earlier, earlier), 0);
  EXPECT_EQ(stolen_between(later, earlier), 0);
}

TEST(StolenTime, IsNoneWhereTheSystemDoesNotSay) {
  constexpr auto some = "cpu  2030 100 3000 5010 20 0 90 340 70 0\n";
  EXPECT_EQ(stolen_between("", some), 0);
  EXPECT_EQ(stolen_between(some, ""), 0);
  EXPECT_EQ(stolen_between("cpu  1 2 3 4", some), 0) << "Linux before 2.6.11";
}

TEST(StolenTime, IsAShareOfTheTime) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_GE(stolen_time(), 0);
    EXPECT_LE(stolen_time(), 100);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
  }
}

}  // namespace
}  // namespace parley::harness
