// WireReader: finds HTTP heads, the content of a refusal, and frames in what one side of a case has sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "protocol/bytes.hpp"
#include "protocol/frame_decoder.hpp"

namespace parley::conformance {

class WireReader {
 public:
  static constexpr std::size_t most_raw = 64;

  class Events {
   public:
    Events() = default;
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    virtual ~Events() = default;
    /// `line` has its line end. The last one of a head has nothing else.
    virtual void on_head_line(const std::string& line) = 0;
    /// What comes behind the head of a response other than 1xx (RFC 9110 §15.2): no frames.
    virtual void on_content(protocol::ByteView bytes) = 0;
    /// `payload` is unmasked, `raw` the first 64 bytes as they were on the wire.
    virtual void on_frame(const protocol::FrameHeader& header, const protocol::Bytes& payload,
                          const protocol::Bytes& raw) = 0;
  };

  void add(protocol::ByteView bytes, Events& events);

  // What has come of a line or a frame that never became whole.
  [[nodiscard]] const std::string& begun_line() const { return line_; }
  [[nodiscard]] const protocol::FrameHeader* begun_frame() const {
    return decoder_.inside_frame() ? &decoder_.header() : nullptr;
  }
  [[nodiscard]] std::size_t begun_payload() const { return payload_.size(); }

 private:
  enum class Part : std::uint8_t { head, content, frames };

  protocol::ByteSpan read_head(protocol::ByteSpan data, Events& events);
  void read_frames(protocol::ByteSpan data, protocol::ByteView wire, Events& events);

  Part part_ = Part::head;
  Part behind_head_ = Part::frames;
  bool in_head_ = false;  // its first line has come
  std::string line_;
  protocol::FrameDecoder decoder_;
  protocol::Bytes payload_;
  protocol::Bytes raw_;  // of the frame that is being read
};

}  // namespace parley::conformance
