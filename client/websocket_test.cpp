#include "client/websocket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/testing/echo_peer.hpp"

namespace parley::client {
namespace {

using testing::EchoPeer;
using ::testing::ElementsAre;

class WebSocketTest : public ::testing::Test {
 protected:
  WebSocket& open(const std::string& url, std::vector<std::string> protocols = {}, const ClientOptions& options = {}) {
    socket = std::make_unique<WebSocket>(loop, url, std::move(protocols), options);
    socket->onopen = [this] { say("open"); };
    socket->onmessage = [this](const MessageEvent& event) {
      say((event.type == protocol::MessageType::text ? "text " : "binary ") + std::string(event.text()));
    };
    socket->onerror = [this] { say("error"); };
    socket->onclose = [this](const CloseEvent& event) {
      say("close " + std::to_string(event.code) + " " + event.reason + (event.was_clean ? " clean" : " unclean"));
      loop.stop();
    };
    return *socket;
  }
  void say(const std::string& line) {
    log.push_back(line);
    if (on_line) on_line(line);
  }

  net::Loop loop;
  std::vector<std::string> log;
  std::function<void(const std::string&)> on_line;
  std::unique_ptr<WebSocket> socket;
};

std::string thrown(const std::function<void()>& call) {
  try {
    call();
  } catch (const DomException& error) {
    return error.name();
  }
  return "nothing";
}

TEST_F(WebSocketTest, TheFourEventsAndTwoMethods) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url("/path"));
  EXPECT_EQ(ws.ready_state(), WebSocket::CONNECTING);
  EXPECT_EQ(ws.url(), peer.url("/path"));
  EXPECT_EQ(thrown([&] { ws.send("early"); }), "InvalidStateError");
  on_line = [&](const std::string& line) {
    if (line == "open") {
      EXPECT_EQ(ws.ready_state(), WebSocket::OPEN);
      ws.send("hello");
      ws.send(protocol::as_bytes("bytes"));
    }
    if (line == "binary bytes") {
      ws.close(3001, "done");
      EXPECT_EQ(ws.ready_state(), WebSocket::CLOSING);
    }
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("open", "text hello", "binary bytes", "close 3001  clean"));
  EXPECT_EQ(ws.ready_state(), WebSocket::CLOSED);
}

TEST_F(WebSocketTest, CloseWithoutACodeIs1005) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  on_line = [&](const std::string& line) {
    if (line == "open") ws.close();
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("open", "close 1005  clean"));
}

TEST_F(WebSocketTest, AnAbnormalEndIs1006) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  on_line = [&](const std::string& line) {
    if (line == "open") ws.send("drop");
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("open", "close 1006  unclean"));
}

TEST_F(WebSocketTest, AFailedConnectionIsErrorThenClose) {
  protocol::HttpResponse refusal;
  refusal.status = 403;
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = refusal, .tls = {}});
  auto& ws = open(peer.url());
  loop.run();
  EXPECT_THAT(log, ElementsAre("error", "close 1006  unclean"));
  EXPECT_NE(ws.failure(), "");
}

TEST_F(WebSocketTest, CloseWhileConnectingIsErrorThenClose) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  ws.close();
  EXPECT_EQ(ws.ready_state(), WebSocket::CLOSING);
  loop.run();
  EXPECT_THAT(log, ElementsAre("error", "close 1006  unclean"));
}

TEST_F(WebSocketTest, CloseTakesTheCodesOfScriptsOnly) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  for (const std::uint16_t code : std::vector<std::uint16_t>({0, 999, 1001, 1005, 1006, 2999, 5000, 65535})) {
    EXPECT_EQ(thrown([&] { ws.close(code); }), "InvalidAccessError") << code;
  }
  EXPECT_EQ(thrown([&] { ws.close(1000, std::string(124, 'x')); }), "SyntaxError");
  EXPECT_EQ(ws.ready_state(), WebSocket::CONNECTING);
  for (const std::uint16_t code : std::vector<std::uint16_t>({1000, 3000, 4999})) {
    EXPECT_EQ(thrown([&] { ws.close(code, std::string(123, 'x')); }), "nothing") << code;
  }
}

TEST_F(WebSocketTest, BadUrlsAndSubprotocolsAreSyntaxErrors) {
  for (const std::string url : {"", "ftp://h/", "ws://", "ws://h/#fragment", "/relative", "ws://h:99999/"}) {
    EXPECT_EQ(thrown([&] { open(url); }), "SyntaxError") << url;
  }
  using Names = std::vector<std::string>;
  for (const auto& names : {Names{""}, Names{"a", "a"}, Names{"a b"}, Names{"a,b"}, Names{"\xC3\xA9"}}) {
    EXPECT_EQ(thrown([&] { open("ws://127.0.0.1/", names); }), "SyntaxError");
  }
}

TEST_F(WebSocketTest, HttpUrlsAreTakenForWs) {
  EchoPeer peer(loop);
  auto& ws = open("http" + peer.url().substr(2));
  EXPECT_EQ(ws.url(), peer.url());
  on_line = [&](const std::string& line) {
    if (line == "open") ws.close(1000);
  };
  loop.run();
  EXPECT_EQ(log.front(), "open");
}

TEST_F(WebSocketTest, SubprotocolAndExtensionsAreKnownFromOpenOn) {
  EchoPeer peer(loop, {.deflate = protocol::DeflateOptions{}, .subprotocol = "chat", .refusal = {}, .tls = {}});
  ClientOptions options;
  options.deflate.emplace();
  auto& ws = open(peer.url(), {"chat", "other"}, options);
  EXPECT_EQ(ws.protocol(), "");
  on_line = [&](const std::string& line) {
    if (line != "open") return;
    EXPECT_EQ(ws.protocol(), "chat");
    EXPECT_THAT(ws.extensions(), ::testing::StartsWith("permessage-deflate"));
    ws.close();
  };
  loop.run();
}

TEST_F(WebSocketTest, WhatIsSentAfterTheEndOnlyCounts) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  on_line = [&](const std::string& line) {
    if (line == "open") ws.close(1000);
  };
  loop.run();
  EXPECT_EQ(ws.buffered_amount(), 0U);
  ws.send("12345");
  ws.send(protocol::as_bytes("678"));
  EXPECT_EQ(ws.buffered_amount(), 8U);
}

TEST_F(WebSocketTest, NoMessagesAfterClose) {
  EchoPeer peer(loop);
  auto& ws = open(peer.url());
  on_line = [&](const std::string& line) {
    if (line != "open") return;
    ws.send("one");
    ws.close(1000);
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("open", "close 1000  clean"));
}

TEST_F(WebSocketTest, MayBeDestroyedInItsHandlers) {
  EchoPeer peer(loop);
  open(peer.url()).onclose = nullptr;
  on_line = [&](const std::string&) {
    socket.reset();
    loop.after(std::chrono::milliseconds(5), [&] { loop.stop(); });
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("open"));
  log.clear();
  open("ws://127.0.0.1:1/");
  loop.run();
  EXPECT_THAT(log, ElementsAre("error"));
}

}  // namespace
}  // namespace parley::client
