#include "client/service.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

TEST(RequestBody, IsTheBoundValue) {
  EXPECT_EQ(request_body({{"q", 1}, {"RequestBody", "hello"}}), Value("hello"));
  EXPECT_EQ(request_body({{"RequestBody", nullptr}}), Value(nullptr));
}

TEST(RequestBody, IsAnObjectOfItsBoundFields) {
  const auto body = request_body({{"RequestBody.b", 1}, {"q", 1}, {"RequestBody.a", Value::parse("[2]")}});
  ASSERT_TRUE(body);
  EXPECT_EQ(body->dump(), R"({"b":1,"a":[2]})");
}

TEST(RequestBody, UndefinedFieldsAreLeftOutNullOnesAreNot) {
  const auto body = request_body({{"RequestBody.a", std::nullopt}, {"RequestBody.b", nullptr}});
  ASSERT_TRUE(body);
  EXPECT_EQ(body->dump(), R"({"b":null})");
}

TEST(RequestBody, IsNothingWhenNotBound) {
  EXPECT_EQ(request_body({}), std::nullopt);
  EXPECT_EQ(request_body({{"RequestBody", std::nullopt}, {"RequestBodyX", 1}, {"q", 1}}), std::nullopt);
}

}  // namespace
}  // namespace parley::client
