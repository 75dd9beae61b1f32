#include "server/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace parley::server {
namespace {

using ::testing::HasSubstr;

Metrics sample() {
  Metrics metrics;
  metrics.uptime = std::chrono::milliseconds(1500);
  metrics.paths = {{.path = "/", .behaviour = "node-demo"},
                   {.path = "/echo",
                    .behaviour = "echo",
                    .connections = 2,
                    .opened = 5,
                    .messages_received = 10,
                    .messages_sent = 9,
                    .bytes_received = 1000,
                    .bytes_sent = 900}};
  metrics.refusals = {{403, 1}, {404, 7}};
  metrics.http_responses = {{200, 3}};
  metrics.closes = {{1000, 2}, {1006, 1}};
  metrics.failed = 4;
  return metrics;
}

TEST(Metrics, ShowsEveryNumberUnderItsName) {
  const auto text = to_prometheus(sample());
  for (const auto* line : {
           "parley_uptime_seconds 1.500\n",
           "parley_connections{path=\"/echo\",behaviour=\"echo\"} 2\n",
           "parley_connections_total{path=\"/echo\",behaviour=\"echo\"} 5\n",
           "parley_messages_received_total{path=\"/echo\",behaviour=\"echo\"} 10\n",
           "parley_messages_sent_total{path=\"/echo\",behaviour=\"echo\"} 9\n",
           "parley_payload_bytes_received_total{path=\"/echo\",behaviour=\"echo\"} 1000\n",
           "parley_payload_bytes_sent_total{path=\"/echo\",behaviour=\"echo\"} 900\n",
           "parley_connections{path=\"/\",behaviour=\"node-demo\"} 0\n",
           "parley_handshakes_refused_total{status=\"403\"} 1\n",
           "parley_handshakes_refused_total{status=\"404\"} 7\n",
           "parley_http_responses_total{status=\"200\"} 3\n",
           "parley_closes_total{code=\"1000\"} 2\n",
           "parley_closes_total{code=\"1006\"} 1\n",
           "parley_handshakes_failed_total 4\n",
       }) {
    EXPECT_THAT(text, HasSubstr("\n" + std::string(line)));
  }
}

TEST(Metrics, EveryLineFollowsTheTextFormat) {
  std::istringstream lines(to_prometheus(sample()));
  const std::regex comment("# (HELP|TYPE) (parley_[a-z_]+) .+");
  const std::regex value("(parley_[a-z_]+)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.]+");
  std::set<std::string> typed;
  std::string line;
  std::smatch match;
  while (std::getline(lines, line)) {
    if (std::regex_match(line, match, comment)) {
      if (match[1] == "TYPE") {
        EXPECT_TRUE(typed.insert(match[2]).second) << "twice: " << line;
      }
    } else {
      ASSERT_TRUE(std::regex_match(line, match, value)) << line;
      EXPECT_TRUE(typed.contains(match[1])) << "no TYPE before: " << line;
    }
  }
  EXPECT_EQ(typed.size(), 11U);
}

TEST(Metrics, EscapesLabels) {
  Metrics metrics;
  metrics.paths = {{.path = "/a\"b\\c\nd", .behaviour = "echo"}};
  EXPECT_THAT(to_prometheus(metrics), HasSubstr("path=\"/a\\\"b\\\\c\\nd\""));
}

}  // namespace
}  // namespace parley::server
