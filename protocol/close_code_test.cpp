#include "protocol/close_code.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace parley::protocol {
namespace {

TEST(CloseCode, MayBeOnTheWireForEveryNumber) {
  const std::vector<std::pair<unsigned, unsigned>> allowed = {{1000, 1003}, {1007, 1014}, {3000, 4999}};
  for (unsigned code = 0; code <= 65535; ++code) {
    bool expected = false;
    for (const auto& [first, last] : allowed) expected = expected || (code >= first && code <= last);
    EXPECT_EQ(may_be_on_the_wire(static_cast<std::uint16_t>(code)), expected) << code;
  }
}

TEST(CloseCode, NamesAtTheBoundaries) {
  const std::vector<std::pair<std::uint16_t, std::string_view>> names = {
      {0, "reserved"},
      {999, "reserved"},
      {1000, "normal closure"},
      {1001, "going away"},
      {1002, "protocol error"},
      {1003, "unsupported data"},
      {1004, "reserved"},
      {1005, "no status received"},
      {1006, "abnormal closure"},
      {1007, "invalid payload data"},
      {1008, "policy violation"},
      {1009, "message too big"},
      {1010, "mandatory extension"},
      {1011, "internal error"},
      {1012, "service restart"},
      {1013, "try again later"},
      {1014, "bad gateway"},
      {1015, "TLS handshake failure"},
      {1016, "reserved"},
      {2999, "reserved"},
      {3000, "registered"},
      {3999, "registered"},
      {4000, "private use"},
      {4999, "private use"},
      {5000, "reserved"},
      {65535, "reserved"},
  };
  for (const auto& [code, name] : names) EXPECT_EQ(close_code_name(code), name) << code;
}

}  // namespace
}  // namespace parley::protocol
