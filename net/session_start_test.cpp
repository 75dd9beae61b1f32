// An engine that gives up within start(), as websocketpp does with an option that it cannot serve.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "net/memory_stream.hpp"
#include "net/session.hpp"
#include "net/testing/wired.hpp"

namespace parley::net {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::EngineState;

/// Calls `when_started` in start(), as an engine tells of a failed handshake, then writes its last words.
class StillbornEngine final : public protocol::Engine {
 public:
  StillbornEngine(std::string last_words, std::function<void()> when_started)
      : last_words_(std::move(last_words)), when_started_(std::move(when_started)) {}

  void start(Bytes& out) override {
    state_ = EngineState::closed;
    when_started_();
    protocol::append(out, last_words_);
  }
  void receive(protocol::ByteSpan, Bytes&) override { ADD_FAILURE() << "a closed engine is given bytes"; }
  void receive_eof(Bytes&) override { ADD_FAILURE() << "a closed engine is told of the end"; }
  bool send(protocol::MessageType, ByteView, const protocol::SendOptions&, Bytes&) override { return false; }
  bool ping(ByteView, Bytes&) override { return false; }
  bool pong(ByteView, Bytes&) override { return false; }
  bool close(const protocol::CloseBody&, Bytes&) override { return false; }
  [[nodiscard]] bool takes_encoded_frames() const override { return false; }
  [[nodiscard]] EngineState state() const override { return state_; }
  [[nodiscard]] const protocol::CloseReport& close_report() const override { return report_; }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  std::string last_words_;
  std::function<void()> when_started_;
  EngineState state_ = EngineState::opening;
  protocol::CloseReport report_;
  protocol::Negotiated negotiated_;
};

/// A client's session whose handshake may take an hour: a test that would need its deadline hangs.
class SessionStartTest : public ::testing::Test, public SessionEvents {
 protected:
  SessionStartTest() {
    SessionOptions options;
    options.role = protocol::Role::client;
    options.handshake_timeout = std::chrono::hours(1);
    auto pair = make_memory_pair(loop);
    wire = std::move(pair.second);
    session = Session::create(loop, std::move(pair.first), options, *this);
  }

  void start(
      const std::string& last_words = "", std::function<void()> when_started = [] {}) {
    session->start(std::make_unique<StillbornEngine>(last_words, std::move(when_started)));
    EXPECT_TRUE(ends.empty()) << "told from within a call of the owner";
    has_started = true;
  }

  void on_end(const SessionEnd& end) override {
    EXPECT_TRUE(has_started);
    ends.push_back(end);
  }

  Loop loop;
  std::unique_ptr<Stream> wire;
  std::shared_ptr<Session> session;
  bool has_started = false;
  std::vector<SessionEnd> ends;
};

TEST_F(SessionStartTest, EndsAtOnceAndAfterStartHasReturned) {
  start();
  loop.run();
  ASSERT_EQ(ends.size(), 1U);
  EXPECT_EQ(ends[0].close.code(), 1006);
  EXPECT_EQ(ends[0].reason, "");
  EXPECT_EQ(testing::take_all(*wire), "|end");
}

TEST_F(SessionStartTest, WhatTheEngineWroteIsSentFirst) {
  start("last words");
  loop.run();
  EXPECT_EQ(ends.size(), 1U);
  EXPECT_EQ(testing::take_all(*wire), "last words|end");
}

TEST_F(SessionStartTest, EndsAlsoWhenReadingIsPaused) {
  session->pause_reading();
  start();
  const std::weak_ptr<Session> watched = session;
  session.reset();
  loop.run();
  EXPECT_EQ(ends.size(), 1U);
  EXPECT_TRUE(watched.expired());
}

TEST_F(SessionStartTest, TheOwnerMayDropTheSessionFromWithin) {
  start("words to nobody", [this] { session->drop(); });
  loop.run();
  EXPECT_EQ(ends.size(), 1U);
  EXPECT_EQ(testing::take_all(*wire), "|end");
}

}  // namespace
}  // namespace parley::net
