// The session seen from the wire: which bytes leave in which write, what it does with a peer that does not read, and
// how it ends TCP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/session.hpp"
#include "net/testing/wired.hpp"

namespace parley::net {
namespace {

using protocol::Role;
using testing::settle;
using testing::Wired;

class SessionWireTest : public ::testing::Test {
 protected:
  Loop loop;
  std::shared_ptr<const SharedMessage> shared(std::string_view text) {
    return make_shared_message(protocol::MessageType::text, protocol::as_bytes(text));
  }
};

TEST_F(SessionWireTest, EverythingInOneReadIsAnsweredByOneWrite) {
  Wired server(loop, Role::server);
  server.peer.when_open = [&] { server.peer.send("welcome "); };
  server.peer.when_data = [&] {
    for (int i = 0; i < 10; ++i) server.peer.send("answer ");
  };
  server.start();
  server.put("Hquestion");
  EXPECT_EQ(server.faults.writes, 1U);
  EXPECT_THAT(server.take(), ::testing::StartsWith("Hwelcome answer answer "));
}

TEST_F(SessionWireTest, SendsOfOneTurnLeaveInOneWrite) {
  Wired server(loop, Role::server);
  server.open();
  server.peer.send("one ");
  server.peer.session->ping(protocol::as_bytes("two "));
  server.peer.session->send_shared(shared("three"));
  server.peer.send(" four");
  EXPECT_EQ(server.faults.writes, 0U);
  EXPECT_EQ(server.peer.session->buffered_amount(), 20U);
  settle(loop);
  EXPECT_EQ(server.faults.writes, 1U);
  EXPECT_EQ(server.peer.session->buffered_amount(), 0U);
  EXPECT_EQ(server.peer.drained, 2);  // after the handshake and now
  EXPECT_EQ(server.take(), std::string("one two \x81\x05three four"));
}

TEST_F(SessionWireTest, SmallSharedFramesOfOneTurnLeaveInOneWrite) {
  Wired server(loop, Role::server, {.capacity = 1U << 20});
  server.open();
  const auto message = shared("small");
  for (int i = 0; i < 1'000; ++i) server.peer.session->send_shared(message);
  EXPECT_EQ(message.use_count(), 1);  // a slow receiver's queue holds the bytes alone
  settle(loop);
  EXPECT_EQ(server.faults.writes, 1U);
  EXPECT_EQ(server.take().size(), 1'000 * message->frame.size());
}

TEST_F(SessionWireTest, LargeSharedFramesAreNotCopied) {
  Wired server(loop, Role::server, {.capacity = 1U << 20});
  server.open();
  const auto message = shared(std::string(5'000, 's'));
  server.peer.session->send_shared(message);
  EXPECT_EQ(message.use_count(), 2);
  settle(loop);
  EXPECT_EQ(message.use_count(), 1);
}

/// From 64 KiB on it is not copied into the answer first, which must not change its place.
TEST_F(SessionWireTest, LargeMessagesKeepTheirPlaceWithinAnAnswer) {
  const std::string large(100'000, 'l');
  const std::string frame(protocol::as_text(shared(large)->frame));
  for (const std::size_t capacity : {8U, 20U, 50'000U, 1U << 20}) {
    Wired server(loop, Role::server, {.capacity = capacity});
    server.peer.agreed = {};
    server.peer.when_data = [&] {
      server.peer.send("before ");
      server.peer.send(large);
      server.peer.send(" after");
    };
    server.open();
    server.put("x");
    EXPECT_TRUE(server.take() == "before " + frame + " after") << capacity;
    EXPECT_EQ(server.peer.session->buffered_amount(), 0U);
    EXPECT_EQ(server.peer.drained, 2) << "after the handshake and now";
  }
}

TEST_F(SessionWireTest, ALargeMessageLeavesAtOnceAndMayFillTheQueue) {
  Wired server(loop, Role::server, {.capacity = 50'000});
  server.peer.agreed = {};
  server.peer.options.max_queue = 100'000;
  server.open();
  EXPECT_TRUE(server.peer.send(std::string(100'000, 'l'))) << "half of it is gone";
  EXPECT_EQ(server.faults.writes, 1U);
  EXPECT_FALSE(server.peer.send(std::string(100'000, 'l')));
  settle(loop);
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "write queue full");
}

TEST_F(SessionWireTest, SharedFramesKeepTheirPlaceWithinAnAnswer) {
  for (const std::size_t size : {10U, 100U, 5'000U, 100'000U}) {
    Wired server(loop, Role::server, {.capacity = 1U << 20});
    const auto message = shared(std::string(size, 's'));
    server.peer.when_data = [&] {
      server.peer.send("before ");
      server.peer.session->send_shared(message);
      server.peer.send(" after");
      EXPECT_EQ(server.peer.session->buffered_amount(), 13 + message->frame.size());
    };
    server.open();
    server.put("x");
    EXPECT_EQ(server.take(), "before " + std::string(protocol::as_text(message->frame)) + " after");
  }
}

TEST_F(SessionWireTest, ABroadcastWithinAReadGoesToEachReceiversOwnQueue) {
  Wired sender(loop, Role::server);
  Wired receiver(loop, Role::server);
  sender.peer.when_data = [&] {
    sender.peer.send("mine ");
    receiver.peer.send("first ");
    receiver.peer.session->send_shared(shared("shared"));
    receiver.peer.send(" last");
    sender.peer.session->send_shared(shared("shared"));
  };
  sender.open();
  receiver.open();
  sender.put("x");
  EXPECT_EQ(sender.take(), "mine \x81\x06shared");
  EXPECT_EQ(receiver.take(), "first \x81\x06shared last");
  EXPECT_EQ(receiver.faults.writes, 1U);
}

TEST_F(SessionWireTest, SharedFramesFallBackToSendWhereTheEngineTakesNone) {
  Wired client(loop, Role::client);
  client.open();
  EXPECT_TRUE(client.peer.session->send_shared(shared("payload only")));
  settle(loop);
  EXPECT_EQ(client.take(), "payload only");
}

TEST_F(SessionWireTest, AServerStopsReadingWhileItsAnswersAreNotTaken) {
  Wired server(loop, Role::server, {.capacity = 1'000});
  server.peer.options.high_water = 10'000;
  server.peer.echoes = true;
  server.open();
  const std::string sent(5U << 20, 'x');
  server.put(sent);
  // One read beyond the mark is the most that it holds.
  EXPECT_LE(server.peer.session->buffered_amount(), 10'000 + loop.read_buffer().size());
  EXPECT_LT(server.peer.received.size(), sent.size());
  EXPECT_TRUE(server.take() == sent);
  EXPECT_TRUE(server.peer.received == sent);
}

TEST_F(SessionWireTest, AClientReadsOnWhileItsMessagesAreNotTaken) {
  Wired client(loop, Role::client, {.capacity = 1'000});
  client.peer.options.high_water = 10'000;
  client.open();
  client.peer.send(std::string(100'000, 'x'));
  client.put("hello");
  EXPECT_EQ(client.peer.received, "hello");
}

TEST_F(SessionWireTest, AFullQueueFailsTheConnection) {
  Wired server(loop, Role::server, {.capacity = 1'000});
  server.peer.options.max_queue = 5'000;
  server.open();
  EXPECT_TRUE(server.peer.send(std::string(5'000, 'x')));
  EXPECT_FALSE(server.peer.send("x"));
  settle(loop);
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "write queue full");
  EXPECT_EQ(server.peer.session->buffered_amount(), 0U);
}

TEST_F(SessionWireTest, TheQueueIsFullWhenItsMemoryIs) {
  Wired server(loop, Role::server, {.capacity = 1'000});
  server.peer.options.max_queue = 70'000;
  server.open();
  const auto message = make_shared_message(protocol::MessageType::text, protocol::as_bytes(std::string(600, 'x')));
  std::size_t taken = 0;
  while (server.peer.session->send_shared(message)) ++taken;
  EXPECT_LT(taken * (message->frame.size() + 40), 70'000U);
  settle(loop);
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "write queue full");
}

TEST_F(SessionWireTest, AnAnswerThatDoesNotFitTheQueueFailsTheConnection) {
  Wired server(loop, Role::server, {.capacity = 1'000});
  server.peer.options.max_queue = 5'000;
  server.peer.when_data = [&] { server.peer.send(std::string(7'000, 'x')); };
  server.open();
  server.put("x");
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].reason, "write queue full");
}

TEST_F(SessionWireTest, DrainedComesOnceForWhatOneTurnHasSent) {
  Wired server(loop, Role::server, {.capacity = 1U << 20});
  server.open();
  server.peer.drained = 0;
  server.peer.when_data = [&] { server.peer.send(std::string(70'000, 'x')); };  // leaves at once
  loop.post([&] { server.peer.send("small"); });                                // at the end of the turn
  server.put("x");
  EXPECT_EQ(server.peer.drained, 1);
}

TEST_F(SessionWireTest, DrainedComesWhenAllIsGivenAway) {
  Wired server(loop, Role::server, {.capacity = 100});
  server.open();
  server.peer.drained = 0;
  server.peer.send(std::string(250, 'x'));
  settle(loop);
  EXPECT_EQ(server.peer.drained, 0);
  server.take(200);
  EXPECT_EQ(server.peer.drained, 1);
}

TEST_F(SessionWireTest, DrainedMaySendTheNextPiece) {
  Wired server(loop, Role::server, {.capacity = 100});
  server.open();
  int left = 50;
  server.peer.when_drained = [&] {
    if (left-- > 0) server.peer.send("0123456789");
  };
  server.peer.send("0123456789");
  settle(loop);
  EXPECT_EQ(server.take().size(), 510U);
}

TEST_F(SessionWireTest, AServerEndsTcpAfterItsCloseAndDrainsItsInput) {
  Wired server(loop, Role::server);
  server.open();
  server.put("Cbytes after the Close are thrown away");
  EXPECT_EQ(server.take(), "C|end");
  EXPECT_TRUE(server.peer.ends.empty());  // waits for our end of TCP
  server.put("more of them");
  server.wire->shutdown_write();
  settle(loop);
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_TRUE(server.peer.ends[0].close.clean());
  EXPECT_EQ(server.peer.received, "");
}

TEST_F(SessionWireTest, AClientWaitsForTheServerToEndTcp) {
  Wired client(loop, Role::client);
  client.open();
  client.put("C");
  EXPECT_EQ(client.take(), "C");
  EXPECT_TRUE(client.peer.ends.empty());
  client.wire->shutdown_write();
  EXPECT_EQ(client.take(), "");
  EXPECT_EQ(client.take(), "|end");
  ASSERT_EQ(client.peer.ends.size(), 1U);
  EXPECT_TRUE(client.peer.ends[0].close.clean());
}

TEST_F(SessionWireTest, TheCloseGoesOutBehindWhatIsQueued) {
  Wired server(loop, Role::server, {.capacity = 10});
  server.open();
  server.peer.send(std::string(95, 'x'));
  server.peer.close();
  settle(loop);
  server.put("C");
  EXPECT_EQ(server.take(), std::string(95, 'x') + "C|end");
}

TEST_F(SessionWireTest, InputThatHadEndedStillGetsItsAnswers) {
  Wired server(loop, Role::server, {.capacity = 10});
  server.peer.echoes = true;
  server.open();
  server.put("a message, then the end");
  server.wire->shutdown_write();
  settle(loop);
  EXPECT_EQ(server.take(), "a message, then the end|end");
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.ends[0].close.code(), 1006);
}

TEST_F(SessionWireTest, WhatArrivedBeforeAWriteFailedIsRead) {
  Wired server(loop, Role::server);
  server.open();
  server.peer.send("x");
  const std::array pieces{protocol::as_bytes("last words")};
  server.wire->write(pieces);
  server.wire->close();  // nobody reads any more: our write fails
  settle(loop);
  ASSERT_EQ(server.peer.ends.size(), 1U);
  EXPECT_EQ(server.peer.received, "last words");
}

}  // namespace
}  // namespace parley::net
