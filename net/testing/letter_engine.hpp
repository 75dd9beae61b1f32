// LetterEngine: a WebSocket engine in miniature for tests of the session, where one letter is a whole frame.
//
// 'H' is the opening handshake of either side and 'C' the Close frame; 'X' breaks the rules and is answered by a Close
// at once; every other byte is payload and comes as a binary message with the bytes beside it.
#pragma once

#include <functional>
#include <string>

#include "protocol/engine.hpp"

namespace parley::net::testing {

class LetterEngine final : public protocol::Engine {
 public:
  using Role = protocol::Role;
  using OnData = std::function<void(protocol::ByteView)>;

  using OnOpen = std::function<void()>;

  LetterEngine(Role role, OnOpen on_open, OnData on_data, protocol::Negotiated agreed = {})
      : role_(role), on_open_(std::move(on_open)), on_data_(std::move(on_data)), negotiated_(std::move(agreed)) {}

  void start(protocol::Bytes& out) override { out.push_back('H'); }

  void receive(protocol::ByteSpan data, protocol::Bytes& out) override {
    std::size_t from = 0;
    for (std::size_t i = 0; i < data.size() && state_ != protocol::EngineState::closed; ++i) {
      if (data[i] != 'H' && data[i] != 'C' && data[i] != 'X') continue;
      deliver(data.subspan(from, i - from));
      from = i + 1;
      take(static_cast<char>(data[i]), out);
    }
    if (state_ != protocol::EngineState::closed) deliver(data.subspan(from));
  }

  void receive_eof(protocol::Bytes&) override { state_ = protocol::EngineState::closed; }

  bool send(protocol::MessageType, protocol::ByteView payload, const protocol::SendOptions&,
            protocol::Bytes& out) override {
    if (state_ != protocol::EngineState::open) return false;
    protocol::append(out, payload);
    return true;
  }
  bool send_header(protocol::MessageType type, std::uint64_t payload_size, protocol::Bytes& out) override {
    if (state_ != protocol::EngineState::open || role_ == Role::client || negotiated_.deflate) return false;
    protocol::encode_header(protocol::make_header(protocol::opcode_of(type), payload_size), out);
    return true;
  }
  bool ping(protocol::ByteView payload, protocol::Bytes& out) override { return send({}, payload, {}, out); }
  bool pong(protocol::ByteView payload, protocol::Bytes& out) override { return send({}, payload, {}, out); }

  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override {
    if (state_ != protocol::EngineState::open) return false;
    write_close(body.code, out);
    state_ = protocol::EngineState::closing;
    return true;
  }

  [[nodiscard]] bool takes_encoded_frames() const override { return role_ == Role::server; }
  [[nodiscard]] protocol::EngineState state() const override { return state_; }
  [[nodiscard]] const protocol::CloseReport& close_report() const override { return report_; }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  void deliver(protocol::ByteView data) {
    if (!data.empty()) on_data_(data);
  }

  void write_close(std::uint16_t code, protocol::Bytes& out) {
    out.push_back('C');
    report_.sent = protocol::CloseBody{code, ""};
  }

  void take(char letter, protocol::Bytes& out) {
    if (letter == 'H') {
      state_ = protocol::EngineState::open;
      if (role_ == Role::server) out.push_back('H');
      on_open_();
      return;
    }
    if (letter == 'C') report_.received = protocol::CloseBody{1000, ""};
    if (state_ != protocol::EngineState::closing) write_close(letter == 'C' ? 1000 : 1002, out);
    state_ = protocol::EngineState::closed;
  }

  Role role_;
  OnOpen on_open_;
  OnData on_data_;
  protocol::EngineState state_ = protocol::EngineState::opening;
  protocol::CloseReport report_;
  protocol::Negotiated negotiated_;
};

}  // namespace parley::net::testing
