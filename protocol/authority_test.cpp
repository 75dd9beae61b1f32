#include "protocol/authority.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parley::protocol {
namespace {

Authority parsed(std::string_view text) {
  const auto authority = parse_authority(text);
  return authority ? *authority : Authority{"error: " + authority.error(), std::nullopt};
}

TEST(Authority, HostsAndPorts) {
  EXPECT_EQ(parsed("Example.COM"), (Authority{"example.com", std::nullopt}));
  EXPECT_EQ(parsed("a:1"), (Authority{"a", 1}));
  EXPECT_EQ(parsed("a:65535"), (Authority{"a", 65535}));
  EXPECT_EQ(parsed("a:"), (Authority{"a", std::nullopt})) << "RFC 3986 §3.2.3 allows an empty port";
  EXPECT_EQ(parsed("10.0.0.1:80"), (Authority{"10.0.0.1", 80}));
  EXPECT_EQ(parsed("[::FFFF:10.0.0.1]:80"), (Authority{"::ffff:10.0.0.1", 80}));
  EXPECT_EQ(parsed("a_b-c.d~e"), (Authority{"a_b-c.d~e", std::nullopt}));
}

TEST(Authority, Refused) {
  for (const std::string_view text : {"", ":80", "a:0", "a:65536", "a:b", "a b", "a/b", "a@b", "a%41", "::1", "[::1",
                                      "::1]", "[]", "[::1]80", "[fe80::1%25eth0]", "[v1.x]", "\xC3\xA9"}) {
    EXPECT_FALSE(parse_authority(text)) << text;
  }
}

TEST(Authority, Brackets) {
  EXPECT_EQ(uri_host("::1"), "[::1]");
  EXPECT_EQ(uri_host("a.b"), "a.b");
}

TEST(Authority, TellsDnsNamesFromAddresses) {
  const std::string label(63, 'a');
  for (const std::string& name :
       std::vector<std::string>{"localhost", "a-1.B.test", "a.test.", "1.2.3.4.test", label + ".test"}) {
    EXPECT_TRUE(is_dns_name(name)) << name;
    EXPECT_FALSE(is_ip_address(name)) << name;
  }
  const std::string many = label + "." + label + "." + label + "." + label;
  for (const std::string& name : std::vector<std::string>{"", ".", "a..test", ".test", "a_b.test", "-a.test", "a-.test",
                                                          "1.2.3.4", "a" + label + ".test", many}) {
    EXPECT_FALSE(is_dns_name(name)) << name;
  }
  for (const auto* address : {"127.0.0.1", "::1", "::ffff:1.2.3.4"}) {
    EXPECT_TRUE(is_ip_address(address)) << address;
    EXPECT_FALSE(is_dns_name(address)) << address;
  }
}

}  // namespace
}  // namespace parley::protocol
