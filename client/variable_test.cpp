#include "client/variable.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::client {
namespace {

using protocol::MessageType;
using testing::ElementsAre;
using testing::IsEmpty;
using Log = std::vector<std::string>;

/// Does what the test says, and writes down what the Variable asks for.
class FakeTransport final : public Transport {
 public:
  explicit FakeTransport(Log& log) : log_(log) {}

  std::string open(const std::string& url, TransportEvents& to) override {
    log_.push_back("connect " + url);
    events = &to;
    return url_error;
  }
  bool send(MessageType type, protocol::ByteView payload) override {
    log_.push_back((type == MessageType::text ? "text " : "binary ") + std::string(protocol::as_text(payload)));
    return takes;
  }
  void close(std::uint16_t code) override { log_.push_back("close " + std::to_string(code)); }

  std::string url_error;
  bool takes = true;
  TransportEvents* events = nullptr;

 private:
  Log& log_;
};

class VariableTest : public testing::Test {
 protected:
  VariableTest() {
    options.name = "chat";
    options.service = {"svc", "ws://h/", {}};
    hooks.on_before_open = [this] { return say("onBeforeOpen"), allow_open; };
    hooks.on_open = [this] { say("onOpen"); };
    hooks.on_before_message_send = [this](const Value& message) {
      say("onBeforeMessageSend " + message.dump());
      return send_answer;
    };
    hooks.on_message_receive = [this](const Value& data) {
      say("onMessageReceive " + data.dump());
      return receive_answer;
    };
    hooks.on_before_close = [this] { return say("onBeforeClose"), allow_close; };
    hooks.on_close = [this](std::uint16_t code, std::string_view reason) {
      say("onClose " + std::to_string(code) + " " + std::string(reason));
    };
    hooks.on_error = [this](std::string_view what) { say("onError " + std::string(what)); };
  }

  void say(std::string what) { log.push_back(std::move(what)); }

  Variable& variable() {
    if (!variable_) {
      auto owned = std::make_unique<FakeTransport>(log);
      transport = owned.get();
      variable_ = std::make_unique<Variable>(options, hooks, std::move(owned));
    }
    return *variable_;
  }
  FakeTransport& wire() { return variable(), *transport; }

  void connected() {
    variable().open();
    wire().events->transport_open();
    log.clear();
  }
  void receive(std::string_view text) { wire().events->transport_message(MessageType::text, protocol::as_bytes(text)); }

  Log log;
  VariableOptions options;
  VariableHooks hooks;
  bool allow_open = true, allow_close = true;
  std::optional<Value> send_answer, receive_answer;
  FakeTransport* transport = nullptr;

 private:
  std::unique_ptr<Variable> variable_;
};

TEST_F(VariableTest, PageLoadConnectsAndSendsTheRequestBody) {
  options.data_binding = {{"RequestBody.type", "join"}};
  variable().load();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen", "connect ws://h/"));
  EXPECT_EQ(variable().state(), VariableState::connecting);
  variable().send("queued");
  wire().events->transport_open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen", "connect ws://h/", "onBeforeMessageSend \"queued\"", "onOpen",
                               "text queued", R"(onBeforeMessageSend {"type":"join"})", R"(text {"type":"join"})"));
}

TEST_F(VariableTest, WithoutStartUpdateTheLoadDoesNothingAndNoBodyIsSent) {
  options.start_update = false;
  options.data_binding = {{"RequestBody", "hello"}};
  variable().load();
  EXPECT_THAT(log, IsEmpty());
  variable().open();
  wire().events->transport_open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen", "connect ws://h/", "onOpen"));
  variable().send();
  EXPECT_THAT(log.back(), "text hello");
}

TEST_F(VariableTest, BeforeOpenCanAbort) {
  allow_open = false;
  variable().open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen"));
  EXPECT_EQ(variable().state(), VariableState::closed);
}

TEST_F(VariableTest, OpenOnAnOpenConnectionKeepsTheSocket) {
  connected();
  variable().open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen"));
  EXPECT_EQ(variable().state(), VariableState::open);
}

TEST_F(VariableTest, ConnectFailureIsErrorThenClose) {
  variable().open();
  log.clear();
  wire().events->transport_error("refused");
  wire().events->transport_closed(1006, "");
  EXPECT_THAT(log, ElementsAre("onError refused", "onClose 1006 "));
  EXPECT_EQ(variable().state(), VariableState::closed);
}

TEST_F(VariableTest, ClientCloseAsksThenCloses) {
  connected();
  variable().close();
  EXPECT_EQ(variable().state(), VariableState::closing);
  wire().events->transport_closed(1000, "bye");
  EXPECT_THAT(log, ElementsAre("onBeforeClose", "close 1000", "onClose 1000 bye"));
}

TEST_F(VariableTest, BeforeCloseCanAbort) {
  connected();
  allow_close = false;
  variable().close();
  EXPECT_THAT(log, ElementsAre("onBeforeClose"));
  EXPECT_EQ(variable().state(), VariableState::open);
}

TEST_F(VariableTest, CloseWithoutAConnectionIsNothing) {
  variable().close();
  EXPECT_THAT(log, IsEmpty());
  connected();
  variable().close();
  variable().close();
  EXPECT_THAT(log, ElementsAre("onBeforeClose", "close 1000"));
}

TEST_F(VariableTest, ServerCloseIsCloseOnly) {
  connected();
  wire().events->transport_closed(1001, "going");
  EXPECT_THAT(log, ElementsAre("onClose 1001 going"));
}

TEST_F(VariableTest, SendBeforeOpenConnectsAndQueuesInOrder) {
  variable().send("a");
  variable().send("b");
  EXPECT_THAT(log, ElementsAre("onBeforeMessageSend \"a\"", "connect ws://h/", "onBeforeMessageSend \"b\""));
  EXPECT_EQ(variable().queued(), 2U);
  log.clear();
  wire().events->transport_open();
  EXPECT_THAT(log, ElementsAre("onOpen", "text a", "text b"));
  EXPECT_EQ(variable().queued(), 0U);
}

TEST_F(VariableTest, ASendInOnOpenGoesBehindTheQueue) {
  hooks.on_open = [this] { variable().send("c"); };
  hooks.on_before_message_send = nullptr;
  variable().send("a");
  variable().send("b");
  log.clear();
  wire().events->transport_open();
  EXPECT_THAT(log, ElementsAre("text a", "text b", "text c"));
}

TEST_F(VariableTest, TheQueueIsDroppedOnCloseAndOnFailure) {
  variable().send("lost");
  variable().close();
  EXPECT_EQ(variable().queued(), 0U);
  wire().events->transport_closed(1006, "");
  variable().send("lost too");
  wire().events->transport_closed(1006, "");
  connected();
  EXPECT_THAT(log, IsEmpty());
  EXPECT_EQ(variable().queued(), 0U);
}

TEST_F(VariableTest, WhileClosingNothingIsSentOrOpened) {
  connected();
  variable().close();
  log.clear();
  variable().send("late");
  variable().open();
  EXPECT_THAT(log, ElementsAre("onBeforeMessageSend \"late\"", "onError cannot send: the connection is closing",
                               "onBeforeOpen", "onError cannot open: the connection is still closing"));
}

TEST_F(VariableTest, OnlyFalseVetoesASend) {
  connected();
  send_answer = Value(false);
  variable().send("a");
  EXPECT_THAT(log, ElementsAre("onBeforeMessageSend \"a\""));
}

TEST_F(VariableTest, AnyOtherAnswerReplacesTheMessage) {
  connected();
  hooks.on_before_message_send = nullptr;
  for (const auto& [answer, sent] :
       std::vector<std::pair<Value, std::string>>{{nullptr, "text null"},
                                                  {"", "text "},
                                                  {0, "text 0"},
                                                  {true, "text true"},
                                                  {Value::parse("{\"a\":1}"), "text {\"a\":1}"}}) {
    send_answer = answer;
    log.clear();
    variable().send("a");
    EXPECT_EQ(log.back(), sent);
  }
}

TEST_F(VariableTest, MessagesTakeTheirFormFromTheValue) {
  hooks.on_before_message_send = nullptr;
  connected();
  variable().send("text");
  variable().send(Value::parse(R"({"b":1,"a":"x"})"));
  variable().send(Value::parse("[1]"));
  variable().send(5);
  variable().send(binary_value(protocol::as_bytes("\x01\x02")));
  EXPECT_THAT(log, ElementsAre("text text", R"(text {"b":1,"a":"x"})", "text [1]", "text 5", "binary \x01\x02"));
}

TEST_F(VariableTest, AFailedSendIsAnError) {
  connected();
  wire().takes = false;
  variable().send("a");
  EXPECT_EQ(log.back(), "onError cannot send: the connection did not take the message");
}

TEST_F(VariableTest, ReceivedDataIsParsedAndKept) {
  options.policy = {UpdateStrategy::append, 20};
  connected();
  receive(R"({"value":95})");
  receive("72 bpm");
  EXPECT_THAT(log, ElementsAre(R"(onMessageReceive {"value":95})", "onMessageReceive \"72 bpm\""));
  EXPECT_EQ(variable().dataset().value().dump(), R"([{"value":95},"72 bpm"])");
}

TEST_F(VariableTest, AnyAnswerReplacesTheReceivedData) {
  options.policy = {UpdateStrategy::append, 20};
  connected();
  for (const auto& answer : {Value(false), Value(nullptr), Value(""), Value(7)}) {
    receive_answer = answer;
    receive("original");
  }
  receive_answer = std::nullopt;
  receive("original");
  EXPECT_EQ(variable().dataset().value().dump(), R"([false,null,"",7,"original"])");
}

TEST_F(VariableTest, ANewConnectionGoesOnAppending) {
  options.policy = {UpdateStrategy::append, 20};
  options.data_set = Value::parse("[0]");
  connected();
  receive("[1]");
  variable().close();
  wire().events->transport_closed(1000, "");
  connected();
  wire().events->transport_error("broken");
  wire().events->transport_closed(1006, "");
  EXPECT_EQ(variable().dataset().value().dump(), "[0,[1]]");
  connected();
  receive("[2]");
  EXPECT_EQ(variable().dataset().value().dump(), "[0,[1],[2]]");
}

TEST_F(VariableTest, BadUrlIsAnErrorOnly) {
  wire().url_error = "not a WebSocket URL";
  variable().open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen", "connect ws://h/", "onError not a WebSocket URL"));
  EXPECT_EQ(variable().state(), VariableState::closed);
}

TEST_F(VariableTest, MissingParametersAndMixedContentMakeNoSocket) {
  options.service.parameters = {{"a", ParameterPlace::query, true}, {"b", ParameterPlace::query, true}};
  options.page = PageScheme::https;
  variable().send("x");
  EXPECT_THAT(log, ElementsAre("onBeforeMessageSend \"x\"", "onError Required field(s) missing: \"a,b\""));
  EXPECT_EQ(variable().queued(), 0U);
  log.clear();
  variable().bind({{"a", 1}, {"b", 2}});
  variable().open();
  EXPECT_THAT(log, ElementsAre("onBeforeOpen",
                               "onError mixed content: an https page may open wss: URLs only, not ws://h/?a=1&b=2"));
}

TEST_F(VariableTest, OpenFromOnCloseConnectsAgain) {
  hooks.on_close = [this](std::uint16_t, std::string_view) { variable().open(); };
  connected();
  wire().events->transport_closed(1006, "");
  EXPECT_THAT(log, ElementsAre("onBeforeOpen", "connect ws://h/"));
  EXPECT_EQ(variable().state(), VariableState::connecting);
}

TEST_F(VariableTest, CloseFromOnOpenKeepsTheQueueBack) {
  hooks.on_open = [this] { variable().close(); };
  options.data_binding = {{"RequestBody", "body"}};
  variable().send("a");
  log.clear();
  wire().events->transport_open();
  EXPECT_THAT(log, ElementsAre("onBeforeClose", "close 1000"));
}

TEST_F(VariableTest, ATransportThatConnectsAgainLetsSendsQueue) {
  connected();
  wire().events->transport_closed(1006, "");
  wire().events->transport_opening();
  log.clear();
  variable().send("a");
  EXPECT_THAT(log, ElementsAre("onBeforeMessageSend \"a\""));
  wire().events->transport_open();
  EXPECT_EQ(log.back(), "text a");
}

TEST_F(VariableTest, WorksWithoutAnyHook) {
  hooks = {};
  variable().send("a");
  wire().events->transport_open();
  receive("x");
  wire().events->transport_error("e");
  variable().close();
  wire().events->transport_closed(1000, "");
  EXPECT_EQ(variable().dataset().value(), Value("x"));
}

TEST(VariableName, FollowsItsPattern) {
  for (const char* good : {"ab", "_1", "A_b9", "__"}) EXPECT_TRUE(is_variable_name(good)) << good;
  for (const char* bad : {"", "a", "_", "1a", "a-b", "a b", "\xC3\xA9t"}) EXPECT_FALSE(is_variable_name(bad)) << bad;
}

}  // namespace
}  // namespace parley::client
