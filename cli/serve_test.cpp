// `parley serve` as a user starts it: a process, its output, its signals and its exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::cli {
namespace {

using server::testing::RawClient;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::parley;
using testing::Program;
using ::testing::StartsWith;

std::vector<std::string> serve(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "serve");
  return arguments;
}

/// The port in "listening on ws://127.0.0.1:8081".
std::uint16_t port_of(const std::string& line) {
  return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

TEST(Serve, SaysWhereItListensAndEndsInOrder) {
  for (const int signal : {SIGTERM, SIGINT}) {
    Program program(PARLEY_PROGRAM, serve({"--port", "0"}));
    const auto line = program.read_line();
    EXPECT_THAT(line, MatchesRegex("listening on ws://127\\.0\\.0\\.1:[0-9]+"));
    RawClient client(port_of(line));
    ASSERT_THAT(client.upgrade("/"), StartsWith("HTTP/1.1 101 "));
    EXPECT_EQ(client.read_text(), "server: Welcome to websocket server.");
    client.send_text("hello");
    EXPECT_EQ(client.read_text(), "server: hello");
    EXPECT_THAT(client.read_text(), StartsWith("server: my clock is "));
    program.signal(signal);
    EXPECT_EQ(client.read_close_code(), 1001);
    client.send_frame(0x88, "\x03\xE9");
    EXPECT_EQ(client.read_to_end(), "");
    { const RawClient gone = std::move(client); }
    EXPECT_EQ(program.exit_code(), 0);
    EXPECT_EQ(program.rest_of_stdout(), "");
  }
}

TEST(Serve, EndsAtOnceAtTheSecondSignal) {
  Program program(PARLEY_PROGRAM, serve({"--port", "0", "--drain-timeout", "1h"}));
  RawClient client(port_of(program.read_line()));
  (void)client.upgrade("/echo");
  program.signal(SIGTERM);
  EXPECT_EQ(client.read_close_code(), 1001);  // and no answer to it
  ::usleep(700'000);                          // the same signal again at once would be no second one
  program.signal(SIGTERM);
  EXPECT_EQ(program.exit_code(), 130);
}

TEST(Serve, WritesAndRemovesItsPortFile) {
  const auto folder = std::filesystem::temp_directory_path() / ("parley-port-" + std::to_string(::getpid()));
  const auto file = folder / "port";  // in a folder that is made, as for reports
  Program program(PARLEY_PROGRAM, serve({"--port", "0", "--port-file", file.string()}));
  const auto port = port_of(program.read_line());
  std::ifstream stream(file);
  int written = 0;
  EXPECT_TRUE(stream >> written);
  EXPECT_EQ(written, port);
  program.signal(SIGTERM);
  EXPECT_EQ(program.exit_code(), 0);
  EXPECT_FALSE(std::filesystem::exists(file));
  std::filesystem::remove(folder);
}

TEST(Serve, TakesPathsAndEngine) {
  Program program(PARLEY_PROGRAM, serve({"--port", "0", "--engine", "websocketpp", "--path", "/x=echo", "--path",
                                         "/d=node-demo", "--greeting", "hi", "-v"}));
  const auto port = port_of(program.read_line());
  EXPECT_THAT(RawClient(port).upgrade("/echo"), StartsWith("HTTP/1.1 404 "));
  {
    RawClient client(port);
    (void)client.upgrade("/d");
    EXPECT_EQ(client.read_text(), "server: hi");
  }
  program.signal(SIGTERM);
  EXPECT_EQ(program.exit_code(), 0);
  EXPECT_THAT(program.rest_of_stderr(), AllOf(HasSubstr("websocketpp engine"), HasSubstr("refused /echo with 404"),
                                              HasSubstr("opened /d\n"), HasSubstr("going down")));
}

TEST(Serve, AsksTheClientsOfClownHubForCredentials) {
  Program program(PARLEY_PROGRAM, serve({"--port", "0", "--user", "clown:bigclown"}));
  const auto port = port_of(program.read_line());
  EXPECT_THAT(RawClient(port).upgrade("/auth/x_y"), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(RawClient(port).upgrade("/auth/x_y", "Authorization: Basic Y2xvd246YmlnY2xvd24=\r\n"),
              StartsWith("HTTP/1.1 101 "));
  EXPECT_THAT(RawClient(port).upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
}

TEST(Serve, SpeaksTls) {
  Program program(PARLEY_PROGRAM, serve({"--port", "0", "--tls"}));
  const auto line = program.read_line();
  EXPECT_THAT(line, StartsWith("listening on wss://127.0.0.1:"));
  RawClient client(port_of(line), RawClient::Transport::tls);
  EXPECT_THAT(client.upgrade("/echo"), StartsWith("HTTP/1.1 101 "));
}

TEST(Serve, ReportsAPortThatIsTaken) {
  for (const std::string threads : {"1", "2"}) {
    Program first(PARLEY_PROGRAM, serve({"--port", "0", "--threads", threads}));
    const auto port = std::to_string(port_of(first.read_line()));
    const auto second = parley(serve({"--port", port, "--threads", threads}));
    EXPECT_EQ(second.code, 3);
    EXPECT_EQ(second.out, "");
    EXPECT_THAT(second.err, AllOf(HasSubstr("cannot listen on 127.0.0.1 port " + port), HasSubstr("in use")));
  }
}

TEST(Serve, ReportsWhatIsWrongWithTheCommandLine) {
  const auto error = [](std::vector<std::string> arguments) {
    const auto result = parley(serve(std::move(arguments)));
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  EXPECT_THAT(error({"--port", "70000"}),
              HasSubstr("--port: \"70000\" does not fit; expected a number from 0 to 65535"));
  EXPECT_THAT(error({"--port", "x"}), HasSubstr("--port: \"x\""));
  EXPECT_THAT(error({"--threads", "0"}), HasSubstr("from 1 to 256"));
  EXPECT_THAT(error({"--address", "nowhere"}), HasSubstr("--address: \"nowhere\" is no IP address"));
  EXPECT_THAT(error({"--engine", "mine"}), HasSubstr("\"mine\" is no engine; expected native or websocketpp"));
  EXPECT_THAT(error({"--max-message", "5TB"}), HasSubstr("unknown unit \"TB\""));
  EXPECT_THAT(error({"--idle-timeout", "5"}), HasSubstr("\"5\" has no unit"));
  EXPECT_THAT(error({"--idle-timeout", "0s"}), HasSubstr("\"0s\" leaves no time; expected a duration"));
  EXPECT_THAT(error({"--max-message", "0"}), HasSubstr("\"0\" leaves no room; expected a size of at least 1 byte"));
  EXPECT_THAT(error({"--origin", "foo"}), HasSubstr("\"foo\" is no origin (RFC 6454 §7); expected one such as"));
  EXPECT_THAT(error({"--origin", "https://a/b"}), HasSubstr("is no origin"));
  EXPECT_THAT(error({"--subprotocol", "a b"}), HasSubstr("\"a b\" is no token; expected"));
  EXPECT_THAT(error({"--path", "/a/*/b=echo"}), HasSubstr("\"*\" stands only at the end of a path"));
  EXPECT_THAT(error({"--path", "x=echo"}), HasSubstr("does not begin with \"/\""));
  EXPECT_THAT(error({"--path", "/x=ecco"}), HasSubstr("unknown behaviour \"ecco\"; expected one of: node-demo"));
  EXPECT_THAT(error({"--path", "/=echo", "--interval", "1s"}), HasSubstr("--interval needs a path"));
  EXPECT_THAT(error({"--user", "clown"}), HasSubstr("option user: expected \"name:password\""));
  EXPECT_THAT(error({"--path", "/=echo", "--user", "a:b"}), HasSubstr("--user needs a path"));
  EXPECT_THAT(error({"--cert", "a.pem"}), HasSubstr("--cert requires --key"));
  EXPECT_THAT(error({"--cert", "no.pem", "--key", "no.pem"}), HasSubstr("no.pem"));
  EXPECT_THAT(error({"--port", "0", "--port-file", "/dev/null/p"}), HasSubstr("cannot write the port file"));
  EXPECT_THAT(error({"--colour"}), HasSubstr("--colour"));
}

TEST(Program, NamesItsCommands) {
  EXPECT_THAT(parley({"srve"}).err, HasSubstr("unknown command \"srve\"; did you mean \"serve\"?"));
  EXPECT_EQ(parley({"srve"}).code, 2);
  EXPECT_THAT(parley({"frobnicate"}).err, HasSubstr("unknown command \"frobnicate\"; expected one of: serve"));
  EXPECT_THAT(parley({"run", "--flter", "x"}).err, HasSubstr("unknown option \"--flter\"; did you mean \"--filter\"?"));
  EXPECT_EQ(parley({"run", "--flter", "x"}).code, 2);
  EXPECT_EQ(parley({}).code, 2);
  EXPECT_EQ(parley({"--help"}).code, 0);
  EXPECT_THAT(parley({"--version"}).out, MatchesRegex("parley [0-9.]+\n"));
  EXPECT_THAT(parley({"serve", "--help"}).out, AllOf(HasSubstr("node-demo"), HasSubstr("Examples:")));
}

}  // namespace
}  // namespace parley::cli
