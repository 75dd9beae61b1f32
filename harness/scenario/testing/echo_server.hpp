// The client tests' EchoPeer on a thread of its own, as a server for scenarios.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <thread>

#include "client/testing/echo_peer.hpp"
#include "harness/scenario/server_host.hpp"

namespace parley::scenario::testing {

class EchoServer final : public RunningServer {
 public:
  explicit EchoServer(const client::testing::EchoPeerOptions& options = {}) {
    std::promise<std::string> url;
    thread_ = std::thread([this, &url, options] {
      client::testing::EchoPeer peer(loop_, options);
      url.set_value(peer.url(""));
      loop_.run();
    });
    url_ = url.get_future().get();
  }
  ~EchoServer() override {
    loop_.stop();
    thread_.join();
  }

  [[nodiscard]] std::string url() const override { return url_; }
  [[nodiscard]] std::string ca_pem() const override { return {}; }
  [[nodiscard]] std::string last_output() const override { return {}; }

 private:
  net::Loop loop_;
  std::thread thread_;
  std::string url_;
};

}  // namespace parley::scenario::testing
