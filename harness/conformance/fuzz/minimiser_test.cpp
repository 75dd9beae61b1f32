#include "harness/conformance/fuzz/minimiser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "harness/conformance/fuzz/mutator.hpp"
#include "harness/conformance/fuzz/script_json.hpp"

namespace parley::conformance::fuzz {
namespace {

using protocol::Bytes;
using protocol::Opcode;
using ::testing::ElementsAre;

const Enough never = [] { return false; };

Frame frame(Opcode opcode, const std::string& payload) {
  return {.opcode = opcode, .payload = protocol::to_bytes(payload)};
}

std::vector<Frame> frames_of(const Script& script) {
  std::vector<Frame> all;
  for (const auto& step : script.steps) {
    if (const auto* const send = std::get_if<Send>(&step)) {
      all.insert(all.end(), send->frames.begin(), send->frames.end());
    }
  }
  return all;
}

bool has_byte(const Bytes& bytes, std::uint8_t byte) {
  return std::find(bytes.begin(), bytes.end(), byte) != bytes.end();
}

/// The bug: a ping whose payload has a 'z' in it, after a text.
bool pings_z_after_text(const Script& script) {
  bool text = false;
  for (const auto& each : frames_of(script)) {
    if (each.opcode == Opcode::text) text = true;
    if (text && each.opcode == Opcode::ping && has_byte(each.payload, 'z')) return true;
  }
  return false;
}

Script long_script() {
  Script script;
  script.request = "GET / HTTP/1.0\r\n\r\n";
  script.extensions = "permessage-deflate";
  script.head_piece = 3;
  script.with_head = {frame(Opcode::pong, "x")};
  for (int i = 0; i < 20; ++i) script.steps.emplace_back(Send{{frame(Opcode::binary, "padding")}});
  auto text = frame(Opcode::text, "hello");
  text.rsv = 0x40;
  text.fin = false;
  auto ping = frame(Opcode::ping, "abcdefghijklmnopqrstuvwxyz0123456789");
  ping.announced = 1000;
  ping.masking = Masking::none;
  ping.form = protocol::LengthForm::bits64;
  script.steps.emplace_back(Send{{frame(Opcode::pong, "y"), text, frame(Opcode::close, "")}, 7});
  script.steps.emplace_back(Pause{std::chrono::milliseconds(5)});
  script.steps.emplace_back(Send{{ping}});
  script.steps.emplace_back(ShutdownWrite{});
  return script;
}

TEST(Minimiser, KeepsOnlyWhatIsNeeded) {
  const auto small = minimise(long_script(), pings_z_after_text, never);
  EXPECT_EQ(small.request, usual_request);
  EXPECT_EQ(small.extensions, "");
  EXPECT_EQ(small.head_piece, 0U);
  EXPECT_TRUE(small.with_head.empty());
  const auto frames = frames_of(small);
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(small.steps.size(), 2U);
  EXPECT_EQ(std::get<Send>(small.steps[0]).piece, 0U);
  EXPECT_TRUE(frames[0].fin);
  EXPECT_EQ(frames[0].rsv, 0);
  EXPECT_THAT(frames[0].payload, ElementsAre());
  EXPECT_THAT(frames[1].payload, ElementsAre('z'));
  EXPECT_FALSE(frames[1].announced || frames[1].form);
  EXPECT_EQ(frames[1].masking, Masking::proper);
}

TEST(Minimiser, KeepsWhatIsUnusualWhereItMatters) {
  const auto lies = [](const Script& script) {
    const auto frames = frames_of(script);
    return std::any_of(frames.begin(), frames.end(), [](const Frame& each) { return each.announced.has_value(); });
  };
  const auto frames = frames_of(minimise(long_script(), lies, never));
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].announced, 1000U);
  EXPECT_TRUE(frames[0].payload.empty());
}

TEST(Minimiser, CutsBytesAndTheHead) {
  Script script;
  script.request = usual_request;
  script.request.insert(0, "X: 1\r\nCulprit: yes\r\nY: 2\r\n");
  script.steps = {SendBytes{{1, 2, 3, 0xFF, 4, 5, 0xFE, 6}}};
  const auto shows = [](const Script& each) {
    if (each.request.find("Culprit") == std::string::npos || each.steps.empty()) return false;
    const auto& bytes = std::get<SendBytes>(each.steps.front()).bytes;
    return has_byte(bytes, 0xFF) && has_byte(bytes, 0xFE);
  };
  const auto small = minimise(script, shows, never);
  EXPECT_EQ(small.request, "Culprit\r\n" + usual_request);
  EXPECT_THAT(std::get<SendBytes>(small.steps.front()).bytes, ElementsAre(0xFF, 0xFE));
}

TEST(Minimiser, RestoresWhatTheHeadLacks) {
  Script script;
  script.request = "GET {resource} HTTP/1.0\r\nHost: a b\r\nX: y\r\nUpgrade: websocket\r\n\r\n";
  const auto shows = [](const Script& each) { return each.request.find("HTTP/1.1") == std::string::npos; };
  auto expected = usual_request;
  expected.erase(0, expected.find('\n') + 1);
  EXPECT_EQ(minimise(script, shows, never).request, expected);  // nothing but the request line is amiss
}

TEST(Minimiser, ReturnsNothingThatDoesNotShowIt) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    const auto script = make_input(9, number).script;
    const auto shows = [](const Script& each) { return script_json(each).dump().size() % 7 != 3; };
    if (!shows(script)) continue;
    int left = 500;  // an oracle without reason may go on for long
    EXPECT_TRUE(shows(minimise(script, shows, [&left] { return --left < 0; })));
  }
}

TEST(Minimiser, StopsWhenItIsEnough) {
  int played = 0;
  const auto shows = [&played](const Script& script) {
    ++played;
    return pings_z_after_text(script);
  };
  const auto small = minimise(long_script(), shows, [&played] { return played >= 5; });
  EXPECT_EQ(played, 5);
  EXPECT_TRUE(pings_z_after_text(small));
}

}  // namespace
}  // namespace parley::conformance::fuzz
