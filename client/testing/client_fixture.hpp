// The fixture of the client's tests: each runs on both engines.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "client/client.hpp"
#include "client/testing/echo_peer.hpp"
#include "client/testing/recorder.hpp"

namespace parley::client::testing {

class ClientFixture : public ::testing::TestWithParam<protocol::EngineKind> {
 protected:
  [[nodiscard]] bool native() const { return GetParam() == protocol::EngineKind::native; }

  ClientOptions options(const std::string& url) const {
    ClientOptions made;
    made.uri = protocol::parse_uri(url).value();
    made.engine = GetParam();
    return made;
  }

  void connect(const ClientOptions& with) { client = std::make_unique<Client>(loop, with, events); }
  void connect(const std::string& url) { connect(options(url)); }

  /// Does `step` when `line` comes, and stops the loop after the end.
  void when(const std::string& line, std::function<void()> step) { steps.emplace_back(line, std::move(step)); }
  void run() {
    events.on_line = [this](const std::string& line) {
      for (auto& [expected, step] : steps) {
        if (line == expected && step) std::exchange(step, nullptr)();
      }
      if (events.ended) loop.stop();
    };
    loop.run();
  }

  /// The client's end comes first; this waits for the peer's.
  void run_until_gone(const EchoPeer& peer) {
    while (peer.connections() > 0) loop.run_one();
  }

  void send(std::string_view text) { EXPECT_TRUE(client->send(protocol::MessageType::text, protocol::as_bytes(text))); }

  net::Loop loop;
  Recorder events;
  std::unique_ptr<Client> client;
  std::vector<std::pair<std::string, std::function<void()>>> steps;
};

inline const auto all_engines = ::testing::Values(protocol::EngineKind::native, protocol::EngineKind::websocketpp);

inline std::string engine_name(const ::testing::TestParamInfo<protocol::EngineKind>& engine) {
  return engine.param == protocol::EngineKind::native ? "native" : "websocketpp";
}

}  // namespace parley::client::testing
