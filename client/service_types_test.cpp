#include "client/service_types.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

InferredType infer(std::initializer_list<const char*> samples) {
  InferredType type;
  for (const auto* sample : samples) type.add(Value::parse(sample));
  return type;
}

Value types_of(std::initializer_list<const char*> samples) {
  ServiceTypes types("chat");
  types.add_root("RootResponse", infer(samples));
  return types.definitions();
}

Value expected(const char* text) {
  return Value::parse(text);
}

TEST(ServiceTypes, OfTheChatRoom) {
  EXPECT_EQ(types_of({R"({"username":"user1","message":"hello","time":1507809721548})"}), expected(R"({
    "RootResponse": {
      "required": ["message", "time", "username"],
      "properties": {
        "username": {"type": "string"},
        "message": {"type": "string"},
        "time": {"type": "integer", "format": "int64"}
      },
      "x-WM-FULLY_QUALIFIED_NAME": "chat.RootResponse",
      "x-WM-TAGS": ["WebSocketServiceVirtualController"]
    }
  })"));
}

TEST(ServiceTypes, PlainTextAndNothingHaveNoProperties) {
  const auto bare = expected(R"({
    "RootResponse": {
      "x-WM-FULLY_QUALIFIED_NAME": "chat.RootResponse",
      "x-WM-TAGS": ["WebSocketServiceVirtualController"]
    }
  })");
  EXPECT_EQ(types_of({"\"hello\""}), bare);
  EXPECT_EQ(types_of({}), bare);
  EXPECT_EQ(types_of({"{}"}), bare);
  EXPECT_EQ(types_of({"true"}), bare);
}

TEST(ServiceTypes, ScalarsAndWhatIsOptional) {
  const auto root =
      types_of({R"({"a":1,"b":2147483648,"c":0.5,"d":true,"e":"","f":null})", R"({"a":2})"})["RootResponse"];
  EXPECT_EQ(root["required"], expected(R"(["a"])"));
  EXPECT_EQ(root["properties"], expected(R"({
    "a": {"type": "integer", "format": "int32"},
    "b": {"type": "integer", "format": "int64"},
    "c": {"type": "number", "format": "double"},
    "d": {"type": "boolean"},
    "e": {"type": "string"},
    "f": {"type": "string", "x-nullable": true}
  })"));
}

TEST(ServiceTypes, NullBesideAnotherKindAndKindsThatSwaggerCannotJoin) {
  const auto root = types_of({R"({"a":1,"b":1,"c":{"x":1}})", R"({"a":null,"b":"one","c":null})"})["RootResponse"];
  EXPECT_EQ(root["properties"], expected(R"({
    "a": {"type": "integer", "format": "int32", "x-nullable": true},
    "b": {},
    "c": {"$ref": "#/definitions/c"}
  })"));
}

TEST(ServiceTypes, NestedObjectsAreDefinitionsNamedAfterTheirKeys) {
  const auto all = types_of({R"({"user":{"name":"a","home":{"city":"b"}}})"});
  EXPECT_EQ(all["RootResponse"]["properties"], expected(R"({"user": {"$ref": "#/definitions/user"}})"));
  EXPECT_EQ(all["user"], expected(R"({
    "required": ["home", "name"],
    "properties": {"name": {"type": "string"}, "home": {"$ref": "#/definitions/home"}},
    "x-WM-FULLY_QUALIFIED_NAME": "chat.user",
    "x-WM-TAGS": ["WebSocketServiceVirtualController"]
  })"));
  EXPECT_EQ(all["home"]["properties"], expected(R"({"city": {"type": "string"}})"));
}

TEST(ServiceTypes, ListsHaveItems) {
  const auto all = types_of({R"({"tags":["x"],"users":[{"name":"a"},{"name":"b","age":1}],"grid":[[1]],"none":[]})"});
  EXPECT_EQ(all["RootResponse"]["properties"], expected(R"({
    "tags": {"type": "array", "items": {"type": "string"}, "x-WM-IS_LIST": true},
    "users": {"type": "array", "items": {"$ref": "#/definitions/usersEntryItem"}, "x-WM-IS_LIST": true},
    "grid": {
      "type": "array",
      "items": {"type": "array", "items": {"type": "integer", "format": "int32"}, "x-WM-IS_LIST": true},
      "x-WM-IS_LIST": true
    },
    "none": {"type": "array", "items": {"type": "string"}, "x-WM-IS_LIST": true}
  })"));
  EXPECT_EQ(all["usersEntryItem"]["required"], expected(R"(["name"])"));
}

TEST(ServiceTypes, AListAsTheWholeMessage) {
  const auto all = types_of({R"([{"id":1}])"});
  EXPECT_EQ(all["RootResponse"]["required"], expected(R"(["RootResponseROOT"])"));
  EXPECT_EQ(all["RootResponse"]["properties"], expected(R"({
    "RootResponseROOT": {
      "type": "array",
      "items": {"$ref": "#/definitions/RootResponseROOTEntryItem"},
      "x-WM-IS_LIST": true
    }
  })"));
  EXPECT_EQ(all["RootResponseROOTEntryItem"]["x-WM-FULLY_QUALIFIED_NAME"], "chat.RootResponseROOTEntryItem");
}

TEST(ServiceTypes, OneNameOneType) {
  ServiceTypes types("s");
  types.add_root("RootRequest", infer({R"({"user":{"name":"a"},"RootRequest":{"x":1}})"}));
  types.add_root("RootResponse", infer({R"({"user":{"name":"b"},"by":{"user":{"id":1}},"a b/c":{"x":1}})"}));
  const auto all = types.definitions();
  EXPECT_EQ(all["RootRequest"]["properties"]["user"]["$ref"], "#/definitions/user");
  EXPECT_EQ(all["RootRequest"]["properties"]["RootRequest"]["$ref"], "#/definitions/RootRequest1");
  EXPECT_EQ(all["RootResponse"]["properties"]["user"]["$ref"], "#/definitions/user");
  EXPECT_EQ(all["by"]["properties"]["user"]["$ref"], "#/definitions/user1");
  EXPECT_EQ(all["RootResponse"]["properties"]["a b/c"]["$ref"], "#/definitions/a_b_c");
  EXPECT_EQ(all.begin().key(), "RootRequest");
  EXPECT_EQ((++all.begin()).key(), "RootResponse");
}

}  // namespace
}  // namespace parley::client
