// Actions that only remember what a behaviour asked for, as text that reads well in a failed test.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "server/behaviour.hpp"

namespace parley::server::testing {

class RecordingActions final : public Actions {
 public:
  void send(ConnectionId to, protocol::MessageType type, protocol::ByteView payload) override {
    add("send {} {}", to, described(type, payload));
  }
  void broadcast(protocol::MessageType type, protocol::ByteView payload) override {
    add("broadcast {}", described(type, payload));
  }
  void broadcast_except(ConnectionId but, protocol::MessageType type, protocol::ByteView payload) override {
    add("broadcast except {} {}", but, described(type, payload));
  }
  void publish(std::string_view topic, std::string_view payload) override {
    published_.push_back(fmt::format("{} {}", topic, payload));
  }
  void close(ConnectionId connection, std::uint16_t code, std::string_view reason) override {
    add("close {} {} {}", connection, code, reason);
  }
  void drop(ConnectionId connection) override { add("drop {}", connection); }
  void log(std::string_view what) override { add("log {}", what); }
  void set_timer(ConnectionId connection, std::chrono::steady_clock::time_point due) override {
    add("timer {} at {}ms", connection,
        std::chrono::duration_cast<std::chrono::milliseconds>(due.time_since_epoch()).count());
  }

  /// What was recorded since the last call: "send 1 text hello", "timer 1 at 5000ms".
  std::vector<std::string> take() { return std::exchange(log_, {}); }
  /// What went to the broker: "relay/i2c0-3b {"state":true}".
  std::vector<std::string> take_published() { return std::exchange(published_, {}); }

 private:
  static std::string described(protocol::MessageType type, protocol::ByteView payload) {
    return type == protocol::MessageType::text ? "text " + std::string(protocol::as_text(payload))
                                               : "binary " + hex(payload);
  }
  static std::string hex(protocol::ByteView bytes) {
    std::string text;
    for (const auto byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
  }
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    log_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  std::vector<std::string> log_;
  std::vector<std::string> published_;
};

/// So many milliseconds after the start of both clocks' epochs.
inline Now now_at(std::chrono::milliseconds since_epoch) {
  return {std::chrono::steady_clock::time_point(since_epoch), std::chrono::system_clock::time_point(since_epoch)};
}

}  // namespace parley::server::testing
