#include "server/option_reader.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

using namespace std::chrono_literals;

TEST(OptionReader, LeavesWhatIsNotGiven) {
  OptionReader reader(Options{});
  std::chrono::nanoseconds duration = 7ms;
  std::uint64_t number = 7;
  double fraction = 0.7;
  std::string text = "seven";
  reader.duration("a", duration, 1ms, 1s);
  reader.integer("b", number, 0, 10);
  reader.fraction("c", fraction);
  reader.text("d", text);
  reader.refuse_others();
  EXPECT_EQ(reader.fault(), "");
  EXPECT_EQ(duration, 7ms);
  EXPECT_EQ(number, 7U);
  EXPECT_EQ(fraction, 0.7);
  EXPECT_EQ(text, "seven");
}

TEST(OptionReader, ReadsAQuery) {
  auto reader = OptionReader::of_query("a=1.5s&b=18446744073709551615&c=0.25&d=a%26b");
  std::chrono::nanoseconds duration{};
  std::uint64_t number = 0;
  double fraction = 0;
  std::string text;
  reader.duration("a", duration, 1ms, 2s);
  reader.integer("b", number, 0, UINT64_MAX);
  reader.fraction("c", fraction);
  reader.text("d", text);
  reader.refuse_others();
  EXPECT_EQ(reader.fault(), "");
  EXPECT_EQ(duration, 1500ms);
  EXPECT_EQ(number, UINT64_MAX);
  EXPECT_EQ(fraction, 0.25);
  EXPECT_EQ(text, "a&b");
}

std::string duration_fault(const std::string& value) {
  OptionReader reader(Options{{"delay", value}});
  std::chrono::nanoseconds duration = 5ms;
  reader.duration("delay", duration, 1ms, 1s);
  EXPECT_EQ(duration, 5ms) << "changed by a bad value";
  return reader.fault();
}

TEST(OptionReader, SaysWhatIsWrongWithADuration) {
  EXPECT_EQ(duration_fault("999us"), "delay: \"999us\" is too short; expected at least \"1ms\"");
  EXPECT_EQ(duration_fault("2s"), "delay: \"2s\" is too long; expected at most \"1s\"");
  EXPECT_NE(duration_fault("5").find("\"5\" has no unit"), std::string::npos);
}

TEST(OptionReader, SaysWhatIsWrongWithANumber) {
  for (const auto* const bad : {"", "-1", "11", "1.0", "0x1", " 1", "99999999999999999999999"}) {
    OptionReader reader(Options{{"n", bad}});
    std::uint64_t number = 3;
    reader.integer("n", number, 0, 10);
    EXPECT_EQ(reader.fault(), "n: expected a whole number from 0 to 10, found \"" + std::string(bad) + "\"");
    EXPECT_EQ(number, 3U);
  }
}

TEST(OptionReader, SaysWhatIsWrongWithAFraction) {
  for (const auto* const bad : {"", "-0.1", "1.1", "nan", "inf", "0.5x", "1e0", "50%"}) {
    OptionReader reader(Options{{"p", bad}});
    double fraction = 0.5;
    reader.fraction("p", fraction);
    EXPECT_EQ(reader.fault(), "p: expected a number from 0 to 1, found \"" + std::string(bad) + "\"");
    EXPECT_EQ(fraction, 0.5);
  }
}

enum class Colour : std::uint8_t { red, green };

TEST(OptionReader, ReadsAChoice) {
  auto colour = Colour::red;
  OptionReader good(Options{{"colour", "green"}});
  good.choice("colour", colour, {"red", "green"});
  EXPECT_EQ(good.fault(), "");
  EXPECT_EQ(colour, Colour::green);
  OptionReader bad(Options{{"colour", "blue"}});
  bad.choice("colour", colour, {"red", "green"});
  EXPECT_EQ(bad.fault(), "colour: expected one of: red, green; found \"blue\"");
  EXPECT_EQ(colour, Colour::green);
}

TEST(OptionReader, RefusesWhatNobodyAskedFor) {
  auto reader = OptionReader::of_query("seed=1&dealy=1s");
  std::uint64_t seed = 0;
  std::chrono::nanoseconds delay{};
  reader.integer("seed", seed, 0, 10);
  reader.duration("delay", delay, 0ms, 1s);
  reader.refuse_others();
  EXPECT_EQ(reader.fault(), "dealy: is not known; expected one of: delay, seed");
}

TEST(OptionReader, RefusesANameThatIsGivenTwice) {
  EXPECT_EQ(OptionReader::of_query("a=1&b=2&a=1").fault(), "a: is given twice");
}

TEST(OptionReader, KeepsTheFirstFault) {
  OptionReader reader(Options{});
  reader.fail("a", "first");
  reader.fail("b", "second");
  EXPECT_EQ(reader.fault(), "a: first");
}

}  // namespace
}  // namespace parley::server
