#include "client/dataset.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::client {
namespace {

constexpr auto refresh = UpdateStrategy::refresh;
constexpr auto append = UpdateStrategy::append;
constexpr auto prepend = UpdateStrategy::prepend;

struct Vector {
  UpdateStrategy strategy;
  std::size_t limit;
  const char* start;
  std::vector<const char*> messages;
  const char* after;
};

class DatasetRule : public testing::TestWithParam<Vector> {};

TEST_P(DatasetRule, HoldsAfterTheMessages) {
  const auto& vector = GetParam();
  Dataset dataset({vector.strategy, vector.limit}, Value::parse(vector.start));
  for (const char* message : vector.messages) dataset.update(Value::parse(message));
  EXPECT_EQ(dataset.value().dump(), vector.after);
}

const std::vector<const char*> one_to_five = {"1", "2", "3", "4", "5"};

INSTANTIATE_TEST_SUITE_P(
    TheTable, DatasetRule,
    testing::Values(Vector{refresh, 20, "[]", one_to_five, "5"}, Vector{refresh, 0, "[]", one_to_five, "5"},
                    Vector{append, 0, "[]", one_to_five, "[1,2,3,4,5]"},
                    Vector{append, 3, "[]", one_to_five, "[3,4,5]"}, Vector{prepend, 3, "[]", one_to_five, "[5,4,3]"},
                    Vector{prepend, 0, "[]", one_to_five, "[5,4,3,2,1]"}, Vector{append, 1, "[]", one_to_five, "[5]"},
                    Vector{prepend, 1, "[]", one_to_five, "[5]"}, Vector{append, 5, "[]", one_to_five, "[1,2,3,4,5]"},
                    Vector{append, 6, "[]", one_to_five, "[1,2,3,4,5]"}));

// One out, one in: the length stays 5 although the limit is 3.
INSTANTIATE_TEST_SUITE_P(Preloaded, DatasetRule,
                         testing::Values(Vector{append, 3, "[1,2,3,4,5]", {"6"}, "[2,3,4,5,6]"},
                                         Vector{append, 3, "[1,2,3,4,5]", {"6", "7"}, "[3,4,5,6,7]"},
                                         Vector{prepend, 3, "[1,2,3,4,5]", {"6"}, "[6,1,2,3,4]"},
                                         Vector{append, 3, "[1,2,3,4,5]", {}, "[1,2,3,4,5]"},
                                         Vector{append, 0, "[1,2]", {"3"}, "[1,2,3]"},
                                         Vector{refresh, 3, "[1,2,3,4,5]", {"6"}, "6"},
                                         Vector{refresh, 3, "[1,2,3,4,5]", {}, "[1,2,3,4,5]"}));

// The rule counts items, not what is in them.
INSTANTIATE_TEST_SUITE_P(
    ItemsOfEveryKind, DatasetRule,
    testing::Values(
        Vector{append, 0, "[]", {"[1,2]", "{\"a\":1}", "null", "false", "\"\""}, "[[1,2],{\"a\":1},null,false,\"\"]"},
        Vector{refresh, 0, "[]", {"[1,2]"}, "[1,2]"}, Vector{refresh, 0, "[]", {"1", "null"}, "null"},
        Vector{prepend, 2, "[]", {"[1]", "[2]", "[3]"}, "[[3],[2]]"}));

INSTANTIATE_TEST_SUITE_P(
    EmptyBecomesAList, DatasetRule,
    testing::Values(Vector{append, 20, "null", {"1"}, "[1]"}, Vector{append, 20, "\"\"", {"1"}, "[1]"},
                    Vector{append, 20, "{}", {"1"}, "[1]"}, Vector{append, 20, "false", {"1"}, "[1]"},
                    Vector{append, 20, "0", {"1"}, "[1]"}, Vector{append, 20, "null", {}, "null"}));

INSTANTIATE_TEST_SUITE_P(AnythingElseBecomesTheOnlyItem, DatasetRule,
                         testing::Values(Vector{append, 20, "{\"a\":1}", {"1"}, "[{\"a\":1},1]"},
                                         Vector{prepend, 20, "\"old\"", {"1"}, "[1,\"old\"]"},
                                         Vector{append, 1, "7", {"1"}, "[1]"},
                                         Vector{append, 20, "{\"a\":1}", {}, "{\"a\":1}"}));

TEST(Dataset, StartsAsTheEmptyListWithRefreshAndTwenty) {
  const Dataset dataset;
  EXPECT_EQ(dataset.value(), Value::array());
  EXPECT_EQ(dataset.policy().strategy, refresh);
  EXPECT_EQ(dataset.policy().limit, 20U);
}

TEST(Dataset, TheDefaultLimitKeepsTwenty) {
  Dataset dataset({.strategy = append});
  for (int i = 0; i < 100; ++i) dataset.update(i);
  ASSERT_EQ(dataset.length(), 20U);
  EXPECT_EQ(*dataset.item(0), Value(80));
  EXPECT_EQ(*dataset.item(19), Value(99));
}

TEST(Dataset, LengthAndItemOfEachForm) {
  Dataset refreshed({refresh, 20}, Value::parse("[1,2]"));
  EXPECT_EQ(refreshed.length(), 2U);
  EXPECT_EQ(*refreshed.item(1), Value(2));
  EXPECT_EQ(refreshed.item(2), nullptr);
  refreshed.update("text");
  EXPECT_EQ(refreshed.length(), std::nullopt);
  EXPECT_EQ(refreshed.item(0), nullptr);
  Dataset appended({append, 20});
  EXPECT_EQ(appended.length(), 0U);
  EXPECT_EQ(appended.item(0), nullptr);
}

TEST(Strategy, NamesAreExact) {
  EXPECT_EQ(parse_strategy("refresh"), refresh);
  EXPECT_EQ(parse_strategy("append"), append);
  EXPECT_EQ(parse_strategy("prepend"), prepend);
  for (const char* wrong : {"", "Append", "replace", "appendx", " append"}) {
    EXPECT_EQ(parse_strategy(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace parley::client
