#include "protocol/uri.hpp"

#include <gmock/gmock.h>

namespace parley::protocol {
namespace {

using ::testing::HasSubstr;

TEST(Uri, Parts) {
  const auto uri = parse_uri("wss://User:p%40ss@Example.COM:8443/a/b?c=d&e=%7B1%7D");
  ASSERT_TRUE(uri) << uri.error();
  EXPECT_TRUE(uri->secure);
  EXPECT_EQ(uri->userinfo, "User:p@ss");
  EXPECT_EQ(uri->host, "example.com");
  EXPECT_EQ(uri->port, 8443);
  EXPECT_EQ(uri->resource, "/a/b?c=d&e=%7B1%7D");
  EXPECT_EQ(uri->authority(), "example.com:8443");
  EXPECT_EQ(uri->to_string(), "wss://example.com:8443/a/b?c=d&e=%7B1%7D");
}

TEST(Uri, WrittenAnew) {
  const std::vector<std::pair<std::string_view, std::string_view>> uris = {
      {"ws://a", "ws://a/"},
      {"ws://a/", "ws://a/"},
      {"WS://A:80/B", "ws://a/B"},
      {"wss://a:443", "wss://a/"},
      {"wss://a:80", "wss://a:80/"},
      {"ws://a:443", "ws://a:443/"},
      {"ws://a:/", "ws://a/"},
      {"ws://a?b", "ws://a/?b"},
      {"ws://a/?", "ws://a/?"},
      {"ws://127.0.0.1:8081/echo", "ws://127.0.0.1:8081/echo"},
      {"ws://[::1]:9/", "ws://[::1]:9/"},
      {"ws://[2001:DB8::1]", "ws://[2001:db8::1]/"},
      {"ws://a:65535", "ws://a:65535/"},
      {"ws://a:00081", "ws://a:81/"},
      {"ws://a/b@c:d", "ws://a/b@c:d"},
      {"ws://a//b/../c", "ws://a//b/../c"},
  };
  for (const auto& [text, expected] : uris) {
    const auto uri = parse_uri(text);
    ASSERT_TRUE(uri) << text << ": " << uri.error();
    EXPECT_EQ(uri->to_string(), expected);
  }
}

TEST(Uri, AddressesLoseTheirBrackets) {
  EXPECT_EQ(parse_uri("ws://[::1]:9/")->host, "::1");
  EXPECT_EQ(parse_uri("ws://[::1]/")->authority(), "[::1]");
}

TEST(Uri, Refused) {
  const std::vector<std::pair<std::string_view, std::string_view>> uris = {
      {"", "expected it to begin with \"ws://\" or \"wss://\""},
      {"localhost:8081", "expected it to begin with \"ws://\""},
      {"ws:/a", "expected it to begin with \"ws://\""},
      {"http://a/", "the scheme is \"http\", expected \"ws\" or \"wss\""},
      {"https://a/", "the scheme is \"https\", expected"},
      {" ws://a/", "holds \" \" at position 1, expected it percent-encoded"},
      {"ws://a/b c", "holds \" \" at position 9, expected it percent-encoded: %20"},
      {"ws://a/\n", "holds \"\\x0A\" at position 8"},
      {"ws://a/\xC3\xA9x", "holds \"\\xC3\" at position 8, expected it percent-encoded: %C3%A9"},
      {"ws://a/{id}", "holds \"{\" at position 8, expected it percent-encoded"},
      {"ws://a/\\b", "holds \"\\\" at position 8"},
      {"ws://a/#b", "the URI has a fragment, expected none: \"#\" is written %23"},
      {"ws://a#", "the URI has a fragment"},
      {"ws:///a", "the host is missing"},
      {"ws://:80/", "the host is missing"},
      {"ws://", "the host is missing"},
      {"ws://u@/", "the host is missing"},
      {"ws://a%20b/", "the host is \"a%20b\", expected a name"},
      {"ws://[::1/", "expected an IPv6 address between"},
      {"ws://[::g]/", "expected an IPv6 address between"},
      {"ws://[127.0.0.1]/", "expected an IPv6 address between"},
      {"ws://[::1]x/", "\"x\" follows the host, expected \":\" and a port"},
      {"ws://::1/", "the host is \"::1\", expected a name, an IPv4 address, or an IPv6 address in brackets"},
      {"ws://a:0/", "the port is \"0\", expected a number from 1 to 65535"},
      {"ws://a:65536/", "the port is \"65536\", expected"},
      {"ws://a:99999999999999999999/", "expected a number from 1 to 65535"},
      {"ws://a:-1/", "the port is \"-1\""},
      {"ws://a:8o/", "the port is \"8o\""},
      {"ws://u@v@a/", "the user information before \"@\" holds a character that must be percent-encoded"},
      {"ws://u%4@a/", "the user information"},
      {"ws://a/%", "expected \"%\" to begin an escape"},
      {"ws://a/%4", "expected \"%\" to begin an escape"},
      {"ws://a/?b=%zz", "expected \"%\" to begin an escape"},
      {"ws://a/?b[]=1", "\"[\" and \"]\" escaped"},
  };
  for (const auto& [text, error] : uris) {
    const auto uri = parse_uri(text);
    ASSERT_FALSE(uri) << text;
    EXPECT_THAT(uri.error(), HasSubstr(error)) << text;
  }
}

TEST(Uri, PasswordsAreNotRepeatedInErrors) {
  for (const std::string_view text : {"ws://u:secret@v@a/", "ws://u:secret@a:0/", "ws://u:secret@/"}) {
    EXPECT_THAT(parse_uri(text).error(), ::testing::Not(HasSubstr("secret"))) << text;
  }
}

}  // namespace
}  // namespace parley::protocol
