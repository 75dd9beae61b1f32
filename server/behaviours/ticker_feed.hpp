// What a ticker tells: match scores or weather reports, invented from a seed.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "server/behaviours/random.hpp"

namespace parley::server {

enum class TickerKind : std::uint8_t { scores, weather };

/// scores: {"number":1,"time":…,"home":"Lions","away":"Bears","score":[1,0]}: one goal in one of three matches; a
/// match that has seen nine goals begins again.
/// weather: {"number":1,"time":…,"city":"Oslo","temperature":-2.5,"humidity":71}: the next of four cities.
class TickerFeed {
 public:
  TickerFeed(TickerKind kind, std::uint64_t seed) : kind_(kind), random_(seed) {}

  /// `time` in milliseconds since 1970.
  [[nodiscard]] std::string next(long long time);

 private:
  struct Match {
    const char* home;
    const char* away;
    int home_goals = 0;
    int away_goals = 0;
  };
  struct City {
    const char* name;
    int tenths;  // of a degree Celsius
    int humidity;
  };

  [[nodiscard]] std::string next_score(long long time);
  [[nodiscard]] std::string next_report(long long time);

  const TickerKind kind_;
  Random random_;
  std::uint64_t number_ = 0;
  std::array<Match, 3> matches_ = {{{"Lions", "Bears"}, {"Hawks", "Foxes"}, {"Wolves", "Ravens"}}};
  std::array<City, 4> cities_ = {{{"Oslo", -25, 71}, {"Lisbon", 164, 62}, {"Nairobi", 221, 55}, {"Lima", 187, 83}}};
};

}  // namespace parley::server
