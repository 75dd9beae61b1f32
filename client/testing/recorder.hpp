// Recorder: ClientEvents as a list of lines, with a hook for what a test wants to do when a line comes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/client.hpp"

namespace parley::client::testing {

class Recorder final : public ClientEvents {
 public:
  std::vector<std::string> lines;
  std::function<void(const std::string& line)> on_line;
  protocol::Negotiated agreed;
  protocol::HttpResponse response;
  protocol::HandshakeFailure failure;
  protocol::CloseReport close;
  std::error_code error;
  std::string end_reason;
  protocol::Bytes last_message;
  std::size_t wire_received = 0, wire_sent = 0;
  bool ended = false;

  void on_open(const protocol::Negotiated& negotiated, const protocol::HttpResponse& answer) override {
    agreed = negotiated;
    response = answer;
    add("open");
  }
  void on_message(protocol::MessageType type, protocol::ByteView payload) override {
    last_message.assign(payload.begin(), payload.end());
    const auto shown =
        payload.size() <= 64 ? std::string(protocol::as_text(payload)) : std::to_string(payload.size()) + " bytes";
    add((type == protocol::MessageType::text ? "text " : "binary ") + shown);
  }
  void on_ping(protocol::ByteView payload) override { add("ping " + std::string(protocol::as_text(payload))); }
  void on_pong(protocol::ByteView payload) override { add("pong " + std::string(protocol::as_text(payload))); }
  void on_failure(const protocol::HandshakeFailure& why) override {
    failure = why;
    add("failure " + std::to_string(why.status));
  }
  void on_end(const net::SessionEnd& end) override {
    close = end.close;
    error = end.error;
    end_reason = end.reason;
    ended = true;
    add("end " + std::to_string(end.close.code()));
  }
  void on_wire(net::Direction direction, protocol::ByteView bytes) override {
    (direction == net::Direction::received ? wire_received : wire_sent) += bytes.size();
  }
  [[nodiscard]] bool wants_wire() const override { return true; }

 private:
  void add(const std::string& line) {
    lines.push_back(line);
    if (const auto hook = on_line) hook(line);  // a copy: the hook may replace or destroy
  }
};

}  // namespace parley::client::testing
