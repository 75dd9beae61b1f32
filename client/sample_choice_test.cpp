#include "client/sample_choice.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

std::vector<Sample> texts(std::initializer_list<const char*> all) {
  std::vector<Sample> samples;
  for (const auto* text : all) samples.push_back({protocol::MessageType::text, text});
  return samples;
}

TEST(SampleChoice, IsTheFirstThatIsJson) {
  const auto choice = choose_sample(texts({"welcome", "72", "\"quoted\"", R"({"a":1})", "[1]"}), {}).value();
  EXPECT_EQ(choice.picked, 3U);
  EXPECT_EQ(choice.response, R"({"a":1})");
  EXPECT_EQ(to_string(choice.type), "{a: int32}");
  EXPECT_EQ(choice.merged, 1U);
  EXPECT_FALSE(choice.converted);
}

TEST(SampleChoice, TheTypeComesFromAllMessagesOfTheSameKind) {
  const auto choice = choose_sample(texts({"hi", R"({"a":1})", R"({"a":2147483648,"b":true})", "[1]"}), {}).value();
  EXPECT_EQ(choice.picked, 1U);
  EXPECT_EQ(to_string(choice.type), "{a: int64, b?: boolean}");
  EXPECT_EQ(choice.merged, 2U);
}

TEST(SampleChoice, PicksAreTakenAsTheyAre) {
  const auto samples = texts({R"({"a":1})", R"({"b":1})", "[true]", R"({"b":2,"c":1})"});
  const auto one = choose_sample(samples, {2}).value();
  EXPECT_EQ(one.response, R"({"b":1})");
  EXPECT_EQ(to_string(one.type), "{b: int32}");
  const auto two = choose_sample(samples, {4, 2}).value();
  EXPECT_EQ(two.response, R"({"b":2,"c":1})");
  EXPECT_EQ(to_string(two.type), "{b: int32, c?: int32}");
}

TEST(SampleChoice, TextWhenNothingIsJson) {
  const auto choice = choose_sample(texts({"72", "server: hello"}), {}).value();
  EXPECT_EQ(choice.response, "72");
  EXPECT_EQ(to_string(choice.type), "string");  // as the Variable keeps it
  EXPECT_EQ(choice.merged, 2U);
}

TEST(SampleChoice, XmlIsConverted) {
  const auto choice = choose_sample(texts({R"(<a x="1"><b>2</b></a>)"}), {}).value();
  EXPECT_EQ(choice.converted, R"({"x":"1","b":"2"})");
  EXPECT_EQ(to_string(choice.type), "{x: string, b: string}");
}

TEST(SampleChoice, OfNothingOrOfBytesIsNothing) {
  EXPECT_FALSE(choose_sample({}, {}).value().picked);
  const std::vector<Sample> binary{{protocol::MessageType::binary, R"({"a":1})"}};
  EXPECT_FALSE(choose_sample(binary, {}).value().picked);
  EXPECT_EQ(choose_sample(binary, {1}).error(), "message 1 is binary, expected a text message as the sample response");
}

TEST(SampleChoice, RefusesAPickThatIsNotThere) {
  EXPECT_EQ(choose_sample(texts({"a"}), {2}).error(), "there is no message 2 to pick: 1 came");
  EXPECT_EQ(choose_sample(texts({"a"}), {1, 0}).error(), "there is no message 0 to pick: 1 came");
}

TEST(SampleChoice, TypeOfARequest) {
  EXPECT_EQ(to_string(type_of_text("")), "anything");
  EXPECT_EQ(to_string(type_of_text("hello")), "string");
  EXPECT_EQ(to_string(type_of_text(R"({"message":"hi"})")), "{message: string}");
}

}  // namespace
}  // namespace parley::client
