#include <gtest/gtest.h>

#include "harness/scenario/judge.hpp"

namespace parley::scenario {
namespace {

std::vector<Message> messages(const std::vector<std::string>& texts) {
  std::vector<Message> result;
  for (const std::string& text : texts) result.push_back({protocol::MessageType::text, protocol::to_bytes(text)});
  return result;
}

ClientRecord sender(const std::vector<std::string>& texts) {
  ClientRecord record;
  record.sent = messages(texts);
  return record;
}

struct Delivery {
  std::vector<ClientRecord> senders;
  DeliveryCheck check;

  [[nodiscard]] Finding to(const std::vector<std::string>& texts) const {
    ClientRecord receiver;
    receiver.received = messages(texts);
    std::vector<const ClientRecord*> from;
    for (const ClientRecord& each : senders) from.push_back(&each);
    return judge_delivery(check, from, receiver);
  }
};

TEST(JudgeDeliveryTest, WantsEachMessageOnceAndInOrder) {
  const Delivery delivery{{sender({"1", "2", "3"})}, {}};
  EXPECT_TRUE(delivery.to({"1", "2", "3"}).passed);
  EXPECT_TRUE(delivery.to({"welcome", "1", "clock", "2", "3"}).passed);  // others do not count
  EXPECT_EQ(delivery.to({"1", "3"}).detail, "lost: \"2\"");
  EXPECT_EQ(delivery.to({"1", "2", "2", "3"}).detail, "doubled: \"2\"");
  EXPECT_EQ(delivery.to({"1", "3", "2"}).detail, "out of order: \"2\"");
  EXPECT_EQ(delivery.to({"3", "3"}).detail, "lost: \"1\"\nlost: \"2\"\ndoubled: \"3\"");
  EXPECT_EQ(delivery.to({"1", "3"}).actual, "2 of 3 messages, 1 lost, 0 doubled, 0 out of order");
}

TEST(JudgeDeliveryTest, KeepsSendersApart) {
  const Delivery delivery{{sender({"a1", "a2"}), sender({"b1", "b2"})}, {}};
  EXPECT_TRUE(delivery.to({"b1", "a1", "a2", "b2"}).passed);
  EXPECT_EQ(delivery.to({"b2", "a1", "a2", "b1"}).detail, "out of order: \"b1\"");
}

TEST(JudgeDeliveryTest, CountsEqualMessages) {
  const Delivery delivery{{sender({"x", "x", "y"})}, {}};
  EXPECT_TRUE(delivery.to({"x", "x", "y"}).passed);
  EXPECT_EQ(delivery.to({"x", "y"}).detail, "lost: \"x\"");
  EXPECT_EQ(delivery.to({"x", "x", "x", "y"}).detail, "doubled: \"x\"");
}

TEST(JudgeDeliveryTest, AllowsWhatTheGuaranteeAllows) {
  Delivery delivery{{sender({"1", "2", "3"})}, {}};
  delivery.check.guarantee = Guarantee::at_most_once;
  EXPECT_TRUE(delivery.to({"1", "3"}).passed);
  EXPECT_FALSE(delivery.to({"1", "1"}).passed);
  delivery.check.guarantee = Guarantee::at_least_once;
  EXPECT_TRUE(delivery.to({"1", "1", "2", "3"}).passed);
  EXPECT_FALSE(delivery.to({"1", "2"}).passed);
  delivery.check.in_order = false;
  EXPECT_TRUE(delivery.to({"3", "2", "1"}).passed);
}

TEST(JudgeDeliveryTest, FindsTheSentTextInAReceivedMessage) {
  Delivery delivery{{sender({"hello", "5"})}, {}};
  delivery.check.pointer = "/message";
  EXPECT_TRUE(delivery.to({R"({"message":"hello"})", "not JSON", R"({"message":5})"}).passed);
  EXPECT_FALSE(delivery.to({"hello", "5"}).passed);
  delivery.check.pointer.reset();
  delivery.check.capture = Pattern{"^server: (.*)$", Regex("^server: (.*)$")};
  EXPECT_TRUE(delivery.to({"server: hello", "server: 5"}).passed);
  EXPECT_FALSE(delivery.to({"server: hello"}).passed);
}

TEST(JudgeDeliveryTest, TellsTextFromBinary) {
  Delivery delivery{{sender({"1"})}, {}};
  ClientRecord receiver;
  receiver.received = {{protocol::MessageType::binary, {'1'}}};
  EXPECT_FALSE(judge_delivery(delivery.check, {&delivery.senders[0]}, receiver).passed);
}

TEST(JudgeDeliveryTest, TellsOnlyTheFirstOfMany) {
  std::vector<std::string> many;
  for (int i = 0; i < 100; ++i) many.push_back(std::to_string(i));
  const Delivery delivery{{sender(many)}, {}};
  EXPECT_EQ(delivery.to({}).detail, "lost: \"0\"\nlost: \"1\"\nlost: \"2\"\nlost: \"3\"\nlost: \"4\"\nlost: 95 more");
}

}  // namespace
}  // namespace parley::scenario
