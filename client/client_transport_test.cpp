// The Variable over a real socket.
#include "client/client_transport.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client/testing/echo_peer.hpp"
#include "client/variable.hpp"

namespace parley::client {
namespace {

using testing::EchoPeer;
using ::testing::ElementsAre;
using ::testing::StartsWith;

class VariableOverSocket : public ::testing::TestWithParam<protocol::EngineKind> {
 protected:
  Variable& make(const std::string& url, std::optional<BackoffOptions> reconnect = std::nullopt) {
    VariableOptions options;
    options.name = "chat";
    options.service.url = url;
    options.policy = {UpdateStrategy::append, 0};
    VariableHooks hooks;
    hooks.on_open = [this] { say("onOpen"); };
    hooks.on_message_receive = [this](const Value& data) {
      say("data " + data.dump());
      return std::nullopt;
    };
    hooks.on_close = [this](std::uint16_t code, std::string_view) { say("onClose " + std::to_string(code)); };
    hooks.on_error = [this](std::string_view what) { say("onError " + std::string(what)); };
    ClientOptions with;
    with.engine = GetParam();
    auto transport = std::make_unique<ClientTransport>(loop, with, reconnect);
    wire = transport.get();
    variable = std::make_unique<Variable>(std::move(options), std::move(hooks), std::move(transport));
    return *variable;
  }

  void say(const std::string& line) {
    log.push_back(line);
    if (on_line) on_line(line);
  }

  net::Loop loop;
  std::vector<std::string> log;
  std::function<void(const std::string&)> on_line;
  ClientTransport* wire = nullptr;
  std::unique_ptr<Variable> variable;
};

TEST_P(VariableOverSocket, QueuesKeepsDataAndGoesOnAppending) {
  EchoPeer peer(loop);
  auto& chat = make(peer.url());
  chat.send(R"({"a":1})");
  chat.send("72");
  int closes = 0;
  on_line = [&](const std::string& line) {
    if (line == "data \"72\"" || line == "data true") chat.close();
    if (line == "onClose 1000" && closes++ == 0) chat.send("true");
    if (closes == 2) loop.stop();
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("onOpen", R"(data {"a":1})", "data \"72\"", "onClose 1000", "onOpen", "data true",
                               "onClose 1000"));
  EXPECT_EQ(chat.dataset().value().dump(), R"([{"a":1},"72",true])");
}

TEST_P(VariableOverSocket, AServersCloseIsOnCloseOnlyAndAFailureOnErrorThenOnClose) {
  std::string url;
  {
    EchoPeer peer(loop);
    url = peer.url();
    auto& chat = make(peer.url());
    chat.send("close 1001 x");
    on_line = [&](const std::string& line) {
      if (line.starts_with("onClose")) loop.stop();
    };
    loop.run();
    EXPECT_THAT(log, ElementsAre("onOpen", "onClose 1001"));
  }
  log.clear();
  variable->open();
  loop.run();
  EXPECT_THAT(log, ElementsAre(StartsWith("onError cannot connect"), "onClose 1006"));
}

TEST_P(VariableOverSocket, ABadUrlIsOnErrorAtOnce) {
  make("http://127.0.0.1/").open();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_THAT(log[0], StartsWith("onError "));
  EXPECT_EQ(variable->state(), VariableState::closed);
}

TEST_P(VariableOverSocket, ReconnectsByItselfAndQueuesMeanwhile) {
  EchoPeer peer(loop);
  auto& chat = make(peer.url(), BackoffOptions{.first = std::chrono::milliseconds(1)});
  chat.send("drop");
  on_line = [&](const std::string& line) {
    if (line == "onClose 1006") loop.post([&] { chat.send("meanwhile"); });
    if (line == "data \"meanwhile\"") chat.close();
    if (line == "onClose 1000") loop.stop();
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("onOpen", "onClose 1006", "onOpen", "data \"meanwhile\"", "onClose 1000"));
}

TEST_P(VariableOverSocket, CloseBetweenTwoAttemptsEndsThem) {
  EchoPeer peer(loop);
  auto& chat = make(peer.url(), BackoffOptions{.first = std::chrono::hours(1), .max = std::chrono::hours(1)});
  chat.send("drop");
  int closes = 0;
  on_line = [&](const std::string& line) {
    if (line != "onClose 1006") return;
    if (closes++ == 0) loop.post([&] { chat.close(); });
    if (closes == 2) peer.stop_listening();
  };
  loop.run();  // ends by itself: no timer is left
  EXPECT_EQ(closes, 2);
  EXPECT_EQ(chat.state(), VariableState::closed);
}

TEST_P(VariableOverSocket, OpenFromOnCloseMakesANewConnection) {
  EchoPeer peer(loop);
  auto& chat = make(peer.url());
  chat.send("drop");
  int opened = 0;
  on_line = [&](const std::string& line) {
    if (line == "onOpen" && ++opened == 2) chat.close();
    if (line == "onClose 1006") chat.open();
    if (line == "onClose 1000") loop.stop();
  };
  loop.run();
  EXPECT_THAT(log, ElementsAre("onOpen", "onClose 1006", "onOpen", "onClose 1000"));
}

INSTANTIATE_TEST_SUITE_P(Engines, VariableOverSocket,
                         ::testing::Values(protocol::EngineKind::native, protocol::EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == protocol::EngineKind::native ? "native" : "websocketpp";
                         });

}  // namespace
}  // namespace parley::client
