#include "harness/load/capacity_search.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

namespace parley::load {
namespace {

using Trial = CapacitySearch::Trial;
using Peer = std::function<bool(double load, unsigned trial)>;  // true: it holds

struct Found {
  Capacity capacity;
  std::vector<double> tried;
};

Found find(const SearchRange& range, const Peer& holds) {
  CapacitySearch search(range);
  Found found;
  while (const auto load = search.next()) {
    search.add(*load, holds(*load, static_cast<unsigned>(found.tried.size())) ? Trial::held : Trial::broke);
    found.tried.push_back(*load);
    if (found.tried.size() > 1000) break;
  }
  found.capacity = search.capacity();
  return found;
}

TEST(TrialsTest, DoubtLessTheOftenerTheyAgree) {
  // Beta(n + 1, 1) at 1/2 is 2^-(n+1).
  EXPECT_DOUBLE_EQ((Trials{1, 0}.doubt_that_it_holds()), 0.25);
  EXPECT_DOUBLE_EQ((Trials{5, 0}.doubt_that_it_holds()), 1.0 / 64);
  EXPECT_DOUBLE_EQ((Trials{0, 3}.doubt_that_it_breaks()), 1.0 / 16);
  EXPECT_DOUBLE_EQ((Trials{2, 2}.doubt_that_it_holds()), 0.5);
  EXPECT_GT((Trials{4, 1}.doubt_that_it_holds()), (Trials{5, 0}.doubt_that_it_holds()));
}

TEST(CapacitySearchTest, BracketsTheCapacity) {
  for (const double truth : {1.5, 40.0, 1234.0, 56'789.0, 3.2e6}) {
    const auto found = find({.from = 100}, [&](double load, unsigned) { return load < truth; });
    ASSERT_TRUE(found.capacity.low && found.capacity.high) << truth;
    EXPECT_LT(*found.capacity.low, truth);
    EXPECT_GE(*found.capacity.high, truth);
    EXPECT_LE(*found.capacity.high - *found.capacity.low, 0.06 * truth);
    EXPECT_GE(found.capacity.confidence, 0.95);
    EXPECT_LE(found.tried.size(), 40U);
  }
}

TEST(CapacitySearchTest, SurvivesOneNoisyTrialWherever) {
  const double truth = 5000;
  const auto quiet = find({.from = 100}, [&](double load, unsigned) { return load < truth; });
  for (unsigned noisy = 0; noisy < quiet.tried.size(); ++noisy) {
    const auto found =
        find({.from = 100}, [&](double load, unsigned trial) { return (load < truth) != (trial == noisy); });
    ASSERT_TRUE(found.capacity.low && found.capacity.high) << noisy;
    EXPECT_NEAR(*found.capacity.low, truth, 0.1 * truth) << noisy;
    EXPECT_NEAR(*found.capacity.high, truth, 0.1 * truth) << noisy;
  }
}

TEST(CapacitySearchTest, IsMostlyRightWhereEveryTenthTrialMisleads) {
  const double truth = 5000;
  std::mt19937 random(1);
  std::bernoulli_distribution misleads(0.1);
  unsigned right = 0;
  for (int i = 0; i < 200; ++i) {
    const auto found = find({.from = 100}, [&](double load, unsigned) { return (load < truth) != misleads(random); });
    const auto& [low, high, confidence] = found.capacity;
    right += low && high && *low > 0.85 * truth && *high < 1.15 * truth ? 1U : 0U;
  }
  EXPECT_GE(right, 170U);  // always the same number: the seed is fixed
}

TEST(CapacitySearchTest, EndsWithTheRange) {
  const auto found = find({.from = 100, .to = 1000}, [](double, unsigned) { return true; });
  EXPECT_EQ(found.capacity.low, 1000.0);
  EXPECT_FALSE(found.capacity.high);
  EXPECT_GE(found.capacity.confidence, 0.95);
}

TEST(CapacitySearchTest, FindsThatThereIsNone) {
  const auto found = find({.from = 100, .whole = true}, [](double, unsigned) { return false; });
  EXPECT_FALSE(found.capacity.low);
  EXPECT_EQ(found.capacity.high, 1.0);
}

TEST(CapacitySearchTest, TriesWholeConnections) {
  const auto found = find({.from = 1, .whole = true}, [](double load, unsigned) { return load < 7; });
  EXPECT_EQ(found.capacity.low, 6.0);
  EXPECT_EQ(found.capacity.high, 7.0);
}

TEST(CapacitySearchTest, TriesNoFewerThanMakeSense) {
  SearchRange range{.from = 8, .to = 64, .lowest = 3, .whole = true};
  CapacitySearch search(range);
  while (const auto load = search.next()) {
    EXPECT_GE(*load, 3);
    search.add(*load, CapacitySearch::Trial::broke);
  }
  EXPECT_EQ(search.capacity().high, 3);
}

TEST(CapacitySearchTest, EndsWherePureChanceRules) {
  std::mt19937 random(1);
  for (int i = 0; i < 100; ++i) {
    const auto found = find({.from = 100}, [&](double, unsigned) { return random() % 2 == 0; });
    EXPECT_LE(found.tried.size(), 60U);
  }
}

}  // namespace
}  // namespace parley::load
