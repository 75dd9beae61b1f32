#include "harness/conformance/fuzz/wire_script.hpp"

#include <gtest/gtest.h>

#include "harness/conformance/fuzz/mutator.hpp"
#include "harness/conformance/fuzz/script_json.hpp"
#include "protocol/frame.hpp"

namespace parley::conformance::fuzz {
namespace {

std::string wire_of(std::uint64_t number) {
  return script_json(wire_script(make_input(1, number).script)).dump();
}

TEST(WireScript, IsTheSameEachTime) {
  for (std::uint64_t number = 0; number < 200; ++number) EXPECT_EQ(wire_of(number), wire_of(number));
}

TEST(WireScript, HasTheFramesMaskedAndCutIntoWrites) {
  Script script;
  script.key = "AAAAAAAAAAAAAAAAAAAAAA==";
  script.steps = {Send{{{.payload = protocol::to_bytes("hello")}}, 4}, ShutdownWrite{}};
  const auto wire = wire_script(script);
  ASSERT_EQ(wire.steps.size(), 4U);  // 11 bytes in writes of 4, and the end
  protocol::Bytes bytes;
  for (std::size_t i = 0; i < 3; ++i) protocol::append(bytes, std::get<SendBytes>(wire.steps[i]).bytes);
  const auto decoded = protocol::decode_header(bytes);
  ASSERT_TRUE(decoded && decoded->header.mask);
  EXPECT_EQ(decoded->header.length, 5U);
  EXPECT_EQ(bytes[6] ^ (*decoded->header.mask)[0], 'h');
  EXPECT_TRUE(std::holds_alternative<ShutdownWrite>(wire.steps[3]));
}

TEST(WireScript, PutsEarlyFramesBehindTheHead) {
  Script script;
  script.with_head = {{.payload = {}, .masking = Masking::none}};
  const auto wire = wire_script(script);
  EXPECT_TRUE(wire.with_head.empty());
  EXPECT_EQ(wire.request, usual_request + std::string("\x81\0", 2));
}

}  // namespace
}  // namespace parley::conformance::fuzz
