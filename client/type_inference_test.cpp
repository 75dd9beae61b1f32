#include "client/type_inference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::client {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

InferredType infer(std::initializer_list<const char*> samples) {
  InferredType type;
  for (const auto* sample : samples) type.add(Value::parse(sample));
  return type;
}

const TypeField& field(const InferredType& type, std::string_view name) {
  for (const auto& each : type.fields()) {
    if (each.name == name) return each;
  }
  throw std::out_of_range(std::string(name));
}

TEST(InferredType, OfScalars) {
  EXPECT_THAT(infer({"null"}).kinds(), ElementsAre(TypeKind::null));
  EXPECT_THAT(infer({"true"}).kinds(), ElementsAre(TypeKind::boolean));
  EXPECT_THAT(infer({"\"\""}).kinds(), ElementsAre(TypeKind::string));
  EXPECT_THAT(infer({"1.5"}).kinds(), ElementsAre(TypeKind::number));
  EXPECT_THAT(infer({"1.0"}).kinds(), ElementsAre(TypeKind::number));
  EXPECT_THAT(InferredType(Value::binary({1, 2})).kinds(), ElementsAre(TypeKind::string));
  EXPECT_THAT(InferredType().kinds(), IsEmpty());
}

TEST(InferredType, OfIntegersBySize) {
  for (const auto* sample : {"0", "2147483647", "-2147483648"}) {
    EXPECT_THAT(infer({sample}).kinds(), ElementsAre(TypeKind::int32)) << sample;
  }
  for (const auto* sample :
       {"2147483648", "-2147483649", "1513152655902", "9223372036854775807", "-9223372036854775808"}) {
    EXPECT_THAT(infer({sample}).kinds(), ElementsAre(TypeKind::int64)) << sample;
  }
  EXPECT_THAT(infer({"9223372036854775808"}).kinds(), ElementsAre(TypeKind::number));
}

TEST(InferredType, NumbersWidenOtherKindsStandSideBySide) {
  EXPECT_THAT(infer({"1", "2147483648"}).kinds(), ElementsAre(TypeKind::int64));
  EXPECT_THAT(infer({"2147483648", "1"}).kinds(), ElementsAre(TypeKind::int64));
  EXPECT_THAT(infer({"1", "0.5", "2147483648"}).kinds(), ElementsAre(TypeKind::number));
  EXPECT_THAT(infer({"\"a\"", "1", "null"}).kinds(), ElementsAre(TypeKind::null, TypeKind::int32, TypeKind::string));
}

TEST(InferredType, OfAnObject) {
  const auto type = infer({R"({"time":1513152655902,"value":95,"user":{"name":"a"},"tags":["x"]})"});
  EXPECT_THAT(type.kinds(), ElementsAre(TypeKind::object));
  ASSERT_EQ(type.fields().size(), 4U);
  EXPECT_EQ(type.fields()[0].name, "time");
  EXPECT_THAT(field(type, "time").type.kinds(), ElementsAre(TypeKind::int64));
  EXPECT_THAT(field(type, "value").type.kinds(), ElementsAre(TypeKind::int32));
  EXPECT_THAT(field(field(type, "user").type, "name").type.kinds(), ElementsAre(TypeKind::string));
  EXPECT_THAT(field(type, "tags").type.items().kinds(), ElementsAre(TypeKind::string));
  for (const auto& each : type.fields()) EXPECT_FALSE(type.is_optional(each)) << each.name;
}

TEST(InferredType, FieldsThatSomeSamplesLackAreOptional) {
  const auto type = infer({R"({"a":1,"b":1})", R"({"a":2})", R"({"c":null,"a":3})"});
  EXPECT_FALSE(type.is_optional(field(type, "a")));
  EXPECT_TRUE(type.is_optional(field(type, "b")));
  EXPECT_TRUE(type.is_optional(field(type, "c")));
}

TEST(InferredType, FieldsOfNestedObjectsAndOfElementsAreCountedWhereTheyAre) {
  const auto type = infer({R"({"list":[{"x":1,"y":1},{"x":2}],"in":{"z":1}})", R"({"list":[],"in":{}})"});
  const auto& items = field(type, "list").type.items();
  EXPECT_FALSE(items.is_optional(field(items, "x")));
  EXPECT_TRUE(items.is_optional(field(items, "y")));
  const auto& in = field(type, "in").type;
  EXPECT_TRUE(in.is_optional(field(in, "z")));
}

TEST(InferredType, OfAnEmptyArrayKnowsNoItems) {
  EXPECT_THAT(infer({"[]"}).kinds(), ElementsAre(TypeKind::array));
  EXPECT_THAT(infer({"[]"}).items().kinds(), IsEmpty());
  EXPECT_THAT(infer({"[]", "[[1],[]]"}).items().items().kinds(), ElementsAre(TypeKind::int32));
}

TEST(InferredType, AnObjectInOneSampleAndAnArrayInAnother) {
  const auto type = infer({R"({"a":1})", "[true]"});
  EXPECT_THAT(type.kinds(), ElementsAre(TypeKind::array, TypeKind::object));
  EXPECT_FALSE(type.is_optional(field(type, "a")));
  EXPECT_THAT(type.items().kinds(), ElementsAre(TypeKind::boolean));
}

TEST(InferredType, IsEqualByShapeNotByNumberOfSamples) {
  EXPECT_TRUE(infer({R"({"a":1})"}) == infer({R"({"a":2})", R"({"a":3})"}));
  EXPECT_FALSE(infer({R"({"a":1})"}) == infer({R"({"a":2})", "{}"}));
  EXPECT_FALSE(infer({R"({"a":1})"}) == infer({R"({"a":1.5})"}));
  EXPECT_FALSE(infer({R"({"a":1})"}) == infer({R"({"b":1})"}));
  EXPECT_FALSE(infer({"[[1]]"}) == infer({"[[true]]"}));
  EXPECT_TRUE(infer({"[[1]]"}) == infer({"[[1]]", "[]"}));
  const auto original = infer({R"({"a":[{"b":1}]})"});
  const auto copy = original;  // NOLINT(performance-unnecessary-copy-initialization): copying is what is tested
  EXPECT_TRUE(copy == original);
}

TEST(InferredType, InOneLine) {
  EXPECT_EQ(to_string(infer({R"({"time":1513152655902,"note":null,"tags":[],"in":{"x":0.5}})",
                             R"({"time":1,"note":"a","tags":["x"]})"})),
            "{time: int64, note: string | null, tags: [string], in?: {x: number}}");
  EXPECT_EQ(to_string(InferredType()), "anything");
  EXPECT_EQ(to_string(infer({"[]"})), "[anything]");
  EXPECT_EQ(to_string(infer({"null"})), "null");
}

}  // namespace
}  // namespace parley::client
