// WireLog: the bytes of one connection, both directions, as lines for people.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "harness/report/run_report.hpp"
#include "net/session.hpp"
#include "protocol/frame.hpp"

namespace parley::scenario {

/// One direction: HTTP heads, then frames, or the body of a refusal, of which nothing is told. Knows only what it needs
/// to tell of them; the beginning of each payload is kept, so a message of 16 MiB costs nothing.
class WireDecoder {
 public:
  /// Gives the lines that are complete with these bytes.
  template <class OnLine>
  void add(protocol::ByteView bytes, OnLine on_line) {
    while (!bytes.empty()) {
      if (std::string line = take(bytes); !line.empty()) on_line(std::move(line));
    }
  }

 private:
  enum class Part : std::uint8_t { head, body, frames };
  static Part part_after(std::string_view head);

  /// Takes bytes off the front; a line, or an empty string when more must come.
  std::string take(protocol::ByteView& bytes);
  std::string take_head(protocol::ByteView& bytes);
  std::string take_header(protocol::ByteView& bytes);
  std::string take_payload(protocol::ByteView& bytes);
  [[nodiscard]] std::string describe_frame() const;
  [[nodiscard]] bool is_text(protocol::Opcode opcode) const;

  Part part_ = Part::head;
  std::string head_;
  protocol::Bytes header_bytes_;
  std::optional<protocol::FrameHeader> header_;
  std::uint64_t taken_ = 0;  // of the payload
  protocol::Bytes begin_;    // of the payload, unmasked
  bool in_text_ = false;     // continuation frames belong to a text message whose payload can be read
};

class WireLog {
 public:
  /// Keeps the last `capacity` lines.
  WireLog(std::string client, std::chrono::steady_clock::time_point start, std::size_t capacity)
      : client_(std::move(client)), start_(start), capacity_(capacity) {}

  void add(net::Direction direction, protocol::ByteView bytes);
  void note(std::string text);  // what is not on the wire: "connection ended"
  void new_connection();

  [[nodiscard]] const std::deque<harness::WireLine>& lines() const { return lines_; }

 private:
  void push(std::string_view arrow, std::string text);

  std::string client_;
  std::chrono::steady_clock::time_point start_;
  std::size_t capacity_;
  WireDecoder sent_, received_;
  std::deque<harness::WireLine> lines_;
};

}  // namespace parley::scenario
