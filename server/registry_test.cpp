#include "server/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "server/testing/recording_actions.hpp"

namespace parley::server {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string fault(std::string_view name, const std::map<std::string, std::string>& options) {
  try {
    (void)make_behaviour(name, options);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

TEST(Registry, ListsTheBehaviours) {
  EXPECT_THAT(behaviour_names(), ElementsAre("node-demo", "echo", "broadcast", "heart-rate", "chat-room", "clown-hub",
                                             "shootout", "ticker", "slow", "drop", "fault"));
}

TEST(Registry, MakesEveryBehaviourWithoutOptions) {
  for (const auto& name : behaviour_names()) EXPECT_NE(make_behaviour(name, {}).behaviour, nullptr) << name;
}

TEST(Registry, EveryDocumentedOptionIsReadByItsBehaviour) {
  const std::map<std::string, std::string> bad = {
      {"DURATION", "soon"},  {"NUMBER", "-1"},        {"CODE", "1005"},          {"0..1", "1.5"},
      {"yes|no", "perhaps"}, {"scores|weather", "x"}, {"NAME:PASSWORD", "clown"}};
  for (const auto& info : behaviours()) {
    for (const auto& option : info.options) {
      if (option.value == "TEXT") continue;  // no text is bad
      EXPECT_THAT(fault(info.name, {{std::string(option.name), bad.at(std::string(option.value))}}),
                  ::testing::StartsWith("behaviour \"" + std::string(info.name) + "\", option " +
                                        std::string(option.name) + ": "));
    }
  }
}

TEST(Registry, HandsOptionsOver) {
  const auto demo = make_behaviour("node-demo", {{"interval", "100ms"}, {"greeting", "hi"}});
  testing::RecordingActions actions;
  demo.behaviour->on_open(1, {}, testing::now_at(std::chrono::milliseconds(0)), actions);
  EXPECT_THAT(actions.take(), ElementsAre("send 1 text server: hi", "timer 1 at 100ms"));
}

TEST(Registry, KnowsWhichBehavioursShareState) {
  EXPECT_EQ(make_behaviour("echo", {}).sharing, Sharing::stateless);
  EXPECT_EQ(make_behaviour("node-demo", {}).sharing, Sharing::stateless);
  for (const auto* name : {"broadcast", "heart-rate", "chat-room", "clown-hub", "shootout", "ticker", "slow", "drop"}) {
    EXPECT_EQ(make_behaviour(name, {}).sharing, Sharing::exclusive) << name;
  }
}

TEST(Registry, NamesAnUnknownBehaviour) {
  EXPECT_EQ(fault("ecco", {}),
            "unknown behaviour \"ecco\"; expected one of: node-demo, echo, broadcast, heart-rate, "
            "chat-room, clown-hub, shootout, ticker, slow, drop, fault");
}

TEST(Registry, NamesAnUnknownOption) {
  EXPECT_EQ(fault("node-demo", {{"intervall", "1s"}}),
            "behaviour \"node-demo\" has no option \"intervall\"; expected one of: interval, greeting");
  EXPECT_EQ(fault("broadcast", {{"x", ""}}), "behaviour \"broadcast\" has no option \"x\"; it takes no options");
}

TEST(Registry, NamesABadValue) {
  EXPECT_THAT(fault("node-demo", {{"interval", "5"}}),
              AllOf(HasSubstr("behaviour \"node-demo\", option interval"), HasSubstr("\"5\" has no unit")));
  EXPECT_THAT(fault("node-demo", {{"interval", "0s"}}), HasSubstr("at least \"1ms\""));
  EXPECT_THAT(fault("node-demo", {{"interval", "2562047h"}}), HasSubstr("is too long; expected at most \"8760h\""));
}

}  // namespace
}  // namespace parley::server
