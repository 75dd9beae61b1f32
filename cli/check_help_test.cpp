// What `parley check` and its kin say about themselves, and how they refuse what makes no sense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "cli/testing/check_test.hpp"

namespace parley::cli::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refused(const std::vector<std::string>& arguments) {
  const auto outcome = parley(arguments);
  EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
  return outcome.err;
}

TEST(CheckHelp, NamesOnlyCasesThatThereAre) {
  const std::regex id("(6455|7692|8446|1951|9110|9112)-[-a-z0-9.*]*[-a-z0-9*]");
  std::size_t found = 0;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"check", "server"}, {"check", "client"}, {"list"}, {"show"}, {"replay"}, {"report"}}) {
    auto words = command;
    words.emplace_back("--help");
    const auto text = parley(words).out;
    for (std::sregex_iterator at(text.begin(), text.end(), id), end; at != end; ++at) {
      ++found;
      EXPECT_EQ(parley({"list", at->str()}).code, 0) << at->str();
    }
  }
  EXPECT_GE(found, 2U);
}

TEST(CheckHelp, SaysWhichOptionsTakeOneValueEachTime) {
  EXPECT_THAT(parley({"list", "--help"}).out, AllOf(HasSubstr("--exclude CASE   "), HasSubstr("CASE TEXT ...")));
  EXPECT_THAT(parley({"check", "server", "--help"}).out, HasSubstr("--header 'NAME: VALUE'   "));
}

TEST(CheckWords, AreNamedWhereTheyAreNotKnown) {
  EXPECT_THAT(refused({"list", "--level", "bogus"}),
              HasSubstr("\"bogus\"; there are must, should, may, disputed, quality, info"));
  EXPECT_THAT(refused({"list", "--section", "99"}), HasSubstr("no case is of section \"99\""));
  EXPECT_THAT(refused({"list", "--group", "utf9"}), HasSubstr("no group is called \"utf9\""));
}

TEST(CheckWords, SubprotocolsAreTokens) {
  EXPECT_THAT(refused({"check", "server", "ws://127.0.0.1:1/", "--subprotocol", "a b"}),
              AllOf(HasSubstr("--subprotocol"), HasSubstr("no token")));
  EXPECT_THAT(refused({"check", "server", "ws://127.0.0.1:1/", "--origin", "a\r\nEvil: 1"}), HasSubstr("--origin"));
  EXPECT_THAT(refused({"check", "server", "ws://127.0.0.1:1/", "-u", "nocolon"}), HasSubstr("NAME:PASSWORD"));
  EXPECT_THAT(refused({"check", "server", "ws://127.0.0.1:1/", "--exec-server", "false", "-H", "Upgrade: websocket"}),
              HasSubstr("the handshake sets Upgrade itself"));
  EXPECT_THAT(refused({"check", "server", "ws://127.0.0.1:1/", "--origin", "a", "-H", "origin: b"}),
              HasSubstr("--origin: --header gives Origin too"));
  for (std::vector<std::string> words :
       std::vector<std::vector<std::string>>{{"check", "server"}, {"probe"}, {"echo"}}) {
    for (const auto* word : {"ws://127.0.0.1:1/", "-u", "a:b", "-H", "Authorization: Basic YTpi"})
      words.emplace_back(word);
    EXPECT_THAT(refused(words), HasSubstr("--user: --header gives Authorization too"));
  }
}

TEST(CheckWords, CredentialsOfTheUrlAreNoneBesideThoseOfAHeader) {
  for (std::vector<std::string> words : std::vector<std::vector<std::string>>{{"check", "server"}, {"probe"}}) {
    for (const auto* word : {"ws://a:b@127.0.0.1:1/", "-H", "Authorization: Basic YTpi"}) words.emplace_back(word);
    EXPECT_THAT(refused(words), HasSubstr("the URL's userinfo: --header gives Authorization too"));
  }
}

TEST(CheckWords, EachPlaceholderHasItsOption) {
  EXPECT_THAT(refused({"check", "client", "--exec-once", "cmd {url}"}), HasSubstr("the placeholder is {base}"));
  EXPECT_THAT(refused({"check", "client", "--exec", "cmd {base}"}), HasSubstr("the placeholder is {url}"));
}

TEST_F(CheckTest, SetsNoServerBesideAClient) {
  EXPECT_EQ(check("none", {code_1000, "--json", path("server.json")}).code, 0);
  EXPECT_EQ(check_client({"--exec-once", driver(""), code_1000, "--json", path("client.json")}).code, 0);
  EXPECT_THAT(refused({"report", path("server.json"), path("client.json")}),
              AllOf(HasSubstr("server.json is the report of a server"), HasSubstr("client.json that of a client")));
}

}  // namespace
}  // namespace parley::cli::testing
