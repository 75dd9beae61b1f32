#include "server/websocketpp_close.hpp"

#include <gtest/gtest.h>

namespace parley::server::websocketpp_core {
namespace {

using protocol::CloseBody;

TEST(WebsocketppClose, KnowsNothingAtFirst) {
  CloseNotes notes;
  notes.note_received(1006, "");
  EXPECT_EQ(notes.report().received, std::nullopt);
  EXPECT_EQ(notes.report().sent, std::nullopt);
  EXPECT_EQ(notes.report().violation, std::nullopt);
  EXPECT_EQ(notes.report().code(), 1006);
}

TEST(WebsocketppClose, AnAnswerIsNoViolation) {
  CloseNotes notes;
  notes.note_received(4000, "bye");
  notes.note_sent(
      "\x0F\xA0"
      "bye");
  EXPECT_EQ(notes.report().received, (CloseBody{4000, "bye"}));
  EXPECT_EQ(notes.report().sent, (CloseBody{4000, "bye"}));
  EXPECT_EQ(notes.report().violation, std::nullopt);
}

TEST(WebsocketppClose, TheLibraryAnswersACloseWithoutCodeWith1000) {
  CloseNotes notes;
  notes.note_received(1005, "");
  notes.note_sent("\x03\xE8");
  EXPECT_TRUE(notes.report().clean());
  EXPECT_EQ(notes.report().violation, std::nullopt);
}

TEST(WebsocketppClose, WhatTheApplicationAskedForIsNoViolation) {
  CloseNotes notes;
  notes.note_asked();
  notes.note_sent("\x03\xEA");
  EXPECT_EQ(notes.report().violation, std::nullopt);
  notes.note_received(1002, "");
  EXPECT_TRUE(notes.report().clean());
}

TEST(WebsocketppClose, AnyOtherCloseFailsTheConnection) {
  CloseNotes notes;
  notes.note_sent("\x03\xEFInvalid");
  ASSERT_TRUE(notes.report().violation);
  EXPECT_EQ(notes.report().violation->code, protocol::CloseCode::invalid_payload);
  EXPECT_EQ(notes.report().violation->what, "websocketpp: Invalid");
}

TEST(WebsocketppClose, AnotherCodeThanThePeersIsAViolation) {
  CloseNotes notes;
  notes.note_received(1004, "");
  notes.note_sent("\x03\xEA");
  ASSERT_TRUE(notes.report().violation);
  EXPECT_EQ(notes.report().violation->code, protocol::CloseCode::protocol_error);
}

TEST(WebsocketppClose, KeepsTheFirstCloseOfThePeer) {
  CloseNotes notes;
  notes.note_received(1000, "first");
  notes.note_received(1001, "second");
  EXPECT_EQ(notes.report().received, (CloseBody{1000, "first"}));
}

TEST(WebsocketppClose, AnExceptionIsOurFault) {
  CloseNotes notes;
  notes.note_exception("bad state");
  EXPECT_EQ(notes.report().violation->code, protocol::CloseCode::internal_error);
  EXPECT_EQ(notes.report().violation->what, "bad state");
}

}  // namespace
}  // namespace parley::server::websocketpp_core
