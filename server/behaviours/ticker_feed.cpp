#include "server/behaviours/ticker_feed.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parley::server {

std::string TickerFeed::next(long long time) {
  ++number_;
  switch (kind_) {
    case TickerKind::scores:
      return next_score(time);
    case TickerKind::weather:
      return next_report(time);
  }
  return {};
}

std::string TickerFeed::next_score(long long time) {
  constexpr int goals_of_a_match = 9;
  auto& match = matches_[random_.next() % matches_.size()];
  if (match.home_goals + match.away_goals == goals_of_a_match) {
    match.home_goals = match.away_goals = 0;
  } else {
    ++(random_.between(0, 1) == 0 ? match.home_goals : match.away_goals);
  }
  return fmt::format(R"({{"number":{},"time":{},"home":"{}","away":"{}","score":[{},{}]}})", number_, time, match.home,
                     match.away, match.home_goals, match.away_goals);
}

std::string TickerFeed::next_report(long long time) {
  auto& city = cities_[(number_ - 1) % cities_.size()];
  city.tenths = std::clamp(city.tenths + random_.between(-5, 5), -300, 450);
  city.humidity = std::clamp(city.humidity + random_.between(-2, 2), 10, 100);
  return fmt::format(R"({{"number":{},"time":{},"city":"{}","temperature":{:.1f},"humidity":{}}})", number_, time,
                     city.name, city.tenths / 10.0, city.humidity);
}

}  // namespace parley::server
