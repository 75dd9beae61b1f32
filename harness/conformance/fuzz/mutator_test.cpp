#include "harness/conformance/fuzz/mutator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "harness/conformance/fuzz/conversation.hpp"
#include "harness/conformance/fuzz/frame_mutator.hpp"
#include "harness/conformance/fuzz/head_mutator.hpp"
#include "harness/conformance/fuzz/script_json.hpp"

namespace parley::conformance::fuzz {
namespace {

std::string written(std::uint64_t seed, std::uint64_t number) {
  return script_json(make_input(seed, number).script).dump();
}

TEST(Random, IsTheSameOnEveryMachine) {
  Random random(1, 2);
  EXPECT_EQ(random.next(), 960524919686204622ULL);
  EXPECT_EQ(random.below(1000), 424U);
}

TEST(Mutator, MakesTheSameOfTheSameSeedAndNumber) {
  for (std::uint64_t number = 0; number < 200; ++number) EXPECT_EQ(written(5, number), written(5, number));
}

TEST(Mutator, MakesSomethingElseOfEachNumberAndSeed) {
  std::set<std::string> all;
  for (std::uint64_t number = 0; number < 500; ++number) all.insert(written(5, number));
  EXPECT_EQ(all.size(), 500U);
  EXPECT_NE(written(5, 1), written(6, 1));
}

TEST(Mutator, ComesToAllMutations) {
  std::set<std::string> seen;
  for (std::uint64_t number = 0; number < 3000; ++number) {
    const auto input = make_input(1, number);
    EXPECT_FALSE(input.mutations.empty());
    seen.insert(input.mutations.begin(), input.mutations.end());
  }
  for (const auto& mutation : frame_mutations()) EXPECT_TRUE(seen.count(std::string(mutation.name))) << mutation.name;
  for (const auto& mutation : head_mutations()) EXPECT_TRUE(seen.count(std::string(mutation.name))) << mutation.name;
  EXPECT_TRUE(seen.count("other bytes on the wire"));
}

TEST(Conversation, IsLegal) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    Random random(3, number);
    bool open = false;
    for (const auto& frame : make_conversation(random, Compression::none)) {
      const bool continues = frame.opcode == protocol::Opcode::continuation;
      EXPECT_EQ(frame.rsv, 0);
      EXPECT_FALSE(frame.announced || frame.form);
      if (protocol::is_control(frame.opcode)) {
        EXPECT_TRUE(frame.fin);
        EXPECT_LE(frame.payload.size(), protocol::max_control_payload);
        continue;
      }
      EXPECT_EQ(continues, open);
      open = !frame.fin;
    }
    EXPECT_FALSE(open);
  }
}

TEST(FrameMutations, LeaveAFrameAtLeast) {
  for (const auto& mutation : frame_mutations()) {
    for (std::uint64_t number = 0; number < 100; ++number) {
      Random random(4, number);
      std::vector<Frame> frames{{.payload = {}}};
      for (int i = 0; i < 10; ++i) mutation.apply(random, frames);
      EXPECT_FALSE(frames.empty()) << mutation.name;
    }
  }
}

TEST(HeadMutations, TakeWhateverOthersHaveMade) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    Random random(4, number);
    auto lines = usual_lines();
    for (int i = 0; i < 20; ++i) random.pick(head_mutations()).apply(random, lines);
    EXPECT_FALSE(lines.empty());
  }
}

TEST(HeadMutations, TakeTheUsualRequestApartAndTogether) {
  EXPECT_EQ(join(usual_lines()), usual_request);
  EXPECT_GE(usual_lines().size(), 5U);
}

}  // namespace
}  // namespace parley::conformance::fuzz
