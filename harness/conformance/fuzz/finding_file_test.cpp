#include "harness/conformance/fuzz/finding_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/conformance/fuzz/mutator.hpp"

namespace parley::conformance::fuzz {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;
using protocol::LengthForm;
using protocol::Opcode;

FuzzFinding finding() {
  FuzzFinding finding;
  finding.sign = Sign::illegal_output;
  finding.rule = "6455-5.1-monitor-masked";
  finding.section = "RFC 6455 §5.1";
  finding.text = "A server masks none of its frames.";
  finding.what = "a frame with opcode 0x1 is masked";
  finding.certainty = Certainty::confirmed;
  finding.confirmation = "3 of 3 times";
  finding.seed = 18446744073709551615ULL;
  finding.number = 4711;
  finding.mutations = {"a length that lies"};
  Script script;
  script.request = "GET {resource} HTTP/1.1\r\nX: \xFF\x00\r\n";
  script.request += std::string(1, '\0');
  script.extensions = "permessage-deflate";
  script.head_piece = 7;
  script.with_head = {{.payload = {0xCE}}};
  script.key = "AAAAAAAAAAAAAAAAAAAAAA==";
  script.steps = {Send{{{.opcode = Opcode::ping,
                         .payload = protocol::to_bytes("hello"),
                         .fin = false,
                         .rsv = 0x70,
                         .masking = Masking::zero_key,
                         .form = LengthForm::bits64,
                         .announced = 18446744073709551615ULL},
                        {.opcode = static_cast<Opcode>(0xB)}},
                       3},
                  SendBytes{{0x00, 0xFF}}, Pause{std::chrono::milliseconds(5)}, ShutdownWrite{}, Reset{}};
  finding.connections = {script, Script{}};
  finding.wire = {"0.1 ms → x"};
  return finding;
}

std::string fault_of(const Json& json) {
  try {
    static_cast<void>(read_finding(json.dump(), "x.json"));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

TEST(FindingFile, ComesBackAsItWas) {
  const auto text = write_finding(finding());
  const auto read = read_finding(text, "x.json");
  EXPECT_EQ(write_finding(read), text);
  EXPECT_EQ(read.sign, Sign::illegal_output);
  EXPECT_EQ(read.certainty, Certainty::confirmed);
  EXPECT_EQ(read.seed, finding().seed);
  ASSERT_EQ(read.connections.size(), 2U);
  const auto& script = read.connections.front();
  EXPECT_EQ(script.request, finding().connections.front().request);
  EXPECT_EQ(script.key, "AAAAAAAAAAAAAAAAAAAAAA==");
  ASSERT_EQ(script.steps.size(), 5U);
  const auto& send = std::get<Send>(script.steps[0]);
  EXPECT_EQ(send.piece, 3U);
  EXPECT_EQ(send.frames[0].payload, protocol::to_bytes("hello"));
  EXPECT_FALSE(send.frames[0].fin);
  EXPECT_EQ(send.frames[0].rsv, 0x70);
  EXPECT_EQ(send.frames[0].masking, Masking::zero_key);
  EXPECT_EQ(send.frames[0].form, LengthForm::bits64);
  EXPECT_EQ(send.frames[0].announced, 18446744073709551615ULL);
  EXPECT_EQ(send.frames[1].opcode, static_cast<Opcode>(0xB));
  EXPECT_EQ(std::get<SendBytes>(script.steps[1]).bytes, (protocol::Bytes{0x00, 0xFF}));
  EXPECT_EQ(std::get<Pause>(script.steps[2]).time, std::chrono::milliseconds(5));
  EXPECT_TRUE(std::holds_alternative<ShutdownWrite>(script.steps[3]));
  EXPECT_TRUE(std::holds_alternative<Reset>(script.steps[4]));
}

TEST(FindingFile, HoldsWhateverTheMutatorMakes) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    FuzzFinding one;
    one.connections = {make_input(7, number).script};
    const auto text = write_finding(one);
    EXPECT_EQ(write_finding(read_finding(text, "x.json")), text) << number;
  }
}

TEST(FindingFile, RefusesWhatIsWrongWithItsPlace) {
  const auto good = Json::parse(write_finding(finding()));
  EXPECT_THAT(fault_of(Json::array()), HasSubstr("x.json: this is no finding"));
  auto bad = good;
  bad["parley_finding"] = 99;
  EXPECT_THAT(fault_of(bad), HasSubstr("/parley_finding: expected 1"));
  bad = good;
  bad["sign"] = "bad luck";
  EXPECT_THAT(fault_of(bad), HasSubstr("/sign: expected one of"));
  bad = good;
  bad["connections"] = Json::array();
  EXPECT_THAT(fault_of(bad), HasSubstr("/connections: expected one at least"));
  bad = good;
  bad["connections"][0]["steps"][1]["bytes"] = "0g";
  EXPECT_THAT(fault_of(bad), HasSubstr("/connections/0/steps/1/bytes: expected bytes in hex"));
  bad = good;
  bad["connections"][0]["steps"][0]["send"][0]["opcod"] = 1;
  EXPECT_THAT(fault_of(bad), HasSubstr("/connections/0/steps/0/send/0/opcod: is not known"));
  bad = good;
  bad["connections"][0]["steps"][2] = {{"wait", 1}};
  EXPECT_THAT(fault_of(bad), HasSubstr("/connections/0/steps/2: expected a step"));
  bad = good;
  bad["connections"][0]["request"][0] = "\xE2\x82\xAC";  // one character, and no byte
  EXPECT_THAT(fault_of(bad), HasSubstr("/connections/0/request/0: expected characters up to U+00FF"));
  try {
    static_cast<void>(read_finding("{", "x.json"));
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("x.json: "));
  }
}

}  // namespace
}  // namespace parley::conformance::fuzz
