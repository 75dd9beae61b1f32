// `parley echo` as a user starts it, against `parley serve`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::cli {
namespace {

using server::testing::RawClient;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::outcome_of;
using testing::parley;
using testing::Program;

class EchoCommand : public ::testing::Test {
 protected:
  /// "/" sends without being asked.
  Program server{PARLEY_PROGRAM, {"serve", "--port", "0", "--path", "/=ticker?interval=5ms", "--path", "/echo=echo"}};
  const std::string line = server.read_line();
  const std::string base = "ws://127.0.0.1" + line.substr(line.rfind(':'));
};

TEST(Echo, GoesOnUntilTheServerCloses) {
  for (const char* engine : {"native", "websocketpp"}) {
    Program server(PARLEY_PROGRAM, {"serve", "--port", "0", "--path", "/=ticker?interval=5ms"});
    const auto listening = server.read_line();
    const auto port = listening.substr(listening.rfind(':') + 1);
    Program client(PARLEY_PROGRAM, {"echo", "ws://127.0.0.1:" + port + "/", "--engine", engine});
    const auto echoed = [&] {
      const auto text = RawClient(static_cast<std::uint16_t>(std::stoi(port))).request("GET", "/metrics");
      return text.find("parley_messages_received_total{path=\"/\",behaviour=\"ticker\"} 0\n") == std::string::npos;
    };
    while (!echoed()) {
    }
    server.signal(SIGTERM);
    const auto outcome = outcome_of(client);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, MatchesRegex("[0-9]+ messages?, closed with 1001\n"));
    EXPECT_EQ(server.exit_code(), 0);
  }
}

TEST_F(EchoCommand, SaysWhyItCouldNotOpen) {
  const auto refused = parley({"echo", base + "/nowhere"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("404"));
  server.signal(SIGTERM);
  EXPECT_EQ(server.exit_code(), 0);
  const auto unreachable = parley({"echo", base + "/"});
  EXPECT_EQ(unreachable.code, 3);
}

TEST_F(EchoCommand, AFaultShows) {
  const auto outcome = parley({"echo", base + "/", "--fault", "unmasked"});  // the server fails the connection
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("closed with 1002"));
  EXPECT_EQ(parley({"echo", base + "/", "--fault", "no-host"}).code, 1);
}

TEST_F(EchoCommand, ADriverNeedsATestServer) {
  const auto outcome = parley({"echo", "--driver", base});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, HasSubstr("/getCaseCount: the server answered 404"));
}

TEST(EchoArguments, FaultsOnTheCommandLine) {
  const auto fault_of = [](const std::vector<std::string>& arguments) {
    auto all = arguments;
    all.insert(all.begin(), "echo");
    const auto outcome = parley(all);
    EXPECT_EQ(outcome.code, 2);
    return outcome.err;
  };
  EXPECT_THAT(fault_of({}), HasSubstr("expected either a URL or --driver BASE"));
  EXPECT_THAT(fault_of({"ws://a/", "--driver", "ws://a"}), HasSubstr("expected either a URL or --driver BASE"));
  EXPECT_THAT(fault_of({"http://a/"}), HasSubstr("http"));
  EXPECT_THAT(fault_of({"ws://a/", "-H", "X-A"}), HasSubstr("--header: expected 'Name: value', found \"X-A\""));
  EXPECT_THAT(fault_of({"ws://a/", "-H", "X A: b"}), HasSubstr("expected 'Name: value'"));
  EXPECT_THAT(fault_of({"ws://a/", "-H", "X-A: b\r\nc: d"}), HasSubstr("expected 'Name: value'"));
  EXPECT_THAT(fault_of({"ws://a/", "-H", "host: b"}), HasSubstr("the handshake sets host itself"));  // RFC 6455 §4.1
  EXPECT_THAT(fault_of({"ws://a/", "--subprotocol", "a,b"}), HasSubstr("\"a,b\" is no token"));
  EXPECT_THAT(fault_of({"ws://a/", "--subprotocol", "a", "--subprotocol", "a"}), HasSubstr("\"a\" is given twice"));
  EXPECT_THAT(fault_of({"ws://a/", "--fault", "nonsense"}), HasSubstr("\"nonsense\" is not known"));
  EXPECT_THAT(fault_of({"ws://a/", "--fault", "masks"}), HasSubstr("a fault of the other role"));
  EXPECT_THAT(fault_of({"ws://a/", "--fault", "unmasked", "--engine", "websocketpp"}), HasSubstr("--engine native"));
  EXPECT_THAT(fault_of({"ws://a/", "--compression", "maybe"}), HasSubstr("--compression"));
  EXPECT_THAT(fault_of({"--driver", "ws://a/", "--jobs", "0"}), HasSubstr("--jobs"));
}

TEST(ListFaults, EachRoleHasItsOwn) {
  const auto of_server = parley({"serve", "--list-faults"});
  const auto of_client = parley({"echo", "--list-faults"});
  EXPECT_EQ(of_server.code, 0);
  EXPECT_EQ(of_client.code, 0);
  EXPECT_THAT(of_server.out, HasSubstr("\n  masks "));
  EXPECT_THAT(of_server.out, ::testing::Not(HasSubstr("\n  unmasked ")));
  EXPECT_THAT(of_client.out, HasSubstr("\n  unmasked "));
  EXPECT_THAT(of_client.out, ::testing::Not(HasSubstr("\n  masks ")));
}

/// A name that can be asked for and is not explained is of no use, and neither is the other way round.
TEST(ListFaults, ThePageInTheDocsHasThemAll) {
  std::ifstream file(PARLEY_SOURCE "/docs/systems/faults.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  for (const char* command : {"serve", "echo"}) {
    std::istringstream lines(parley({command, "--list-faults"}).out);
    for (std::string text; std::getline(lines, text);) {
      if (!text.starts_with("  ")) continue;
      const auto name = text.substr(2, text.find(' ', 2) - 2);
      EXPECT_NE(page.find("| `" + name + "` |"), std::string::npos) << name;
    }
  }
}

}  // namespace
}  // namespace parley::cli
