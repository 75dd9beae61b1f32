// A server for tests that says the same bytes to everybody and hangs up.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "harness/scenario/server_host.hpp"
#include "net/listener.hpp"

namespace parley::scenario::testing {

class BluntServer final : public RunningServer {
 public:
  explicit BluntServer(std::string says)
      : says_(std::move(says)), listener_(loop_, {}, [this](auto stream) { answer(std::move(stream)); }) {
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~BluntServer() override {
    loop_.stop();
    thread_.join();
  }

  [[nodiscard]] std::string url() const override { return "ws://127.0.0.1:" + std::to_string(listener_.port()); }
  [[nodiscard]] std::string ca_pem() const override { return {}; }
  [[nodiscard]] std::string last_output() const override { return {}; }

 private:
  void answer(std::unique_ptr<net::Stream> stream) {
    const std::array pieces{protocol::as_bytes(says_)};
    stream->write(pieces);
    stream->shutdown_write();
    streams_.push_back(std::move(stream));  // open until the end: unread input would become a reset
  }

  const std::string says_;
  net::Loop loop_;
  std::vector<std::unique_ptr<net::Stream>> streams_;
  net::Listener listener_;
  std::thread thread_;
};

}  // namespace parley::scenario::testing
