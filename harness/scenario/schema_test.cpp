#include "harness/scenario/schema.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

std::string content_of(const std::string& file) {
  std::ifstream in(std::string(PARLEY_SOURCE_DIR) + "/" + file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(SchemaTest, IsTheOneInTheScenariosFolder) {
  EXPECT_EQ(content_of("scenarios/parley-scenario.schema.json"), json_schema().dump(2) + "\n")
      << "write it anew: parley run --schema > scenarios/parley-scenario.schema.json";
}

TEST(SchemaTest, HasTheKeysOfEveryObject) {
  const Json definitions = json_schema().at("$defs");
  std::set<std::string_view> names;
  for (const ObjectKeys& object : all_objects()) {
    ASSERT_TRUE(definitions.contains(object.object)) << object.object;
    EXPECT_TRUE(names.insert(object.object).second) << "two objects are called " << object.object;
    const Json& properties = definitions.at(std::string(object.object)).at("properties");
    std::vector<std::string> keys;
    for (const auto& member : properties.items()) keys.push_back(member.key());
    EXPECT_EQ(keys, std::vector<std::string>(object.keys.begin(), object.keys.end())) << object.object;
  }
}

TEST(SchemaTest, IsExplainedKeyByKey) {
  const std::string page = content_of("docs/scenarios.md");
  for (const ObjectKeys& object : all_objects()) {
    for (const std::string_view key : object.keys) {
      const bool explained = page.find("`" + std::string(key) + "`") != std::string::npos;
      EXPECT_TRUE(explained) << object.object << "." << key << " is not explained in docs/scenarios.md";
    }
  }
}

TEST(SchemaTest, DescribesEveryKey) {
  const Json definitions = json_schema().at("$defs");
  for (const auto& [name, definition] : definitions.items()) {
    if (!definition.contains("properties")) continue;
    for (const auto& [key, property] : definition.at("properties").items()) {
      EXPECT_FALSE(property.value("description", std::string()).empty()) << name << "." << key;
    }
  }
}

}  // namespace
}  // namespace parley::scenario
