// Observer: the bytes of a peer, read into an Observation, with the rules that they break on the way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/conformance/content_watch.hpp"
#include "harness/conformance/deflate_watch.hpp"
#include "harness/conformance/monitor.hpp"
#include "harness/conformance/observation.hpp"
#include "harness/conformance/request_head.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/http_body.hpp"
#include "protocol/http_head.hpp"

namespace parley::conformance {

/// Takes what a peer sends, cut anywhere, and accepts everything: what is wrong becomes a finding.
class Observer {
 public:
  explicit Observer(Role peer);

  void receive(protocol::ByteView bytes);
  void receive_end(TcpEnd end);

  enum class Answer : std::uint8_t { switches, refuses };
  /// We answer a client's opening handshake; `extensions` is what a 101 agrees on. What comes after a refusal is read
  /// as frames, to see whether the client takes it for a 101, but watched no further.
  void answer(Answer answer, std::string_view extensions);

  /// A 101 of the server opens a protocol older than the RFC: nothing behind it is watched.
  void leave_after_upgrade() { leaves_after_upgrade_ = true; }

  /// So many messages come first that are no answers: they are watched, but not among those seen.
  void expect_greeting(std::size_t messages) { greeting_left_ = messages; }
  [[nodiscard]] bool awaits_greeting() const { return greeting_left_ > 0; }

  /// We send a Close with this body: to echo its code is no fault of the peer's own.
  void sent_close(const protocol::Bytes& body);

  [[nodiscard]] Observation& seen() { return seen_; }
  [[nodiscard]] const Observation& seen() const { return seen_; }
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
  /// How many came before the first Close; all of them where there was none.
  [[nodiscard]] std::size_t messages_before_close() const {
    return seen_.closes.empty() ? seen_.messages.size() : messages_before_close_;
  }

 private:
  void read_request(protocol::ByteSpan& data);
  void read_response(protocol::ByteSpan& data);
  void end_response();
  void read_body(protocol::ByteView data);
  void agree(std::string_view extensions);
  void read_frames(protocol::ByteSpan data);
  void check_header(const protocol::FrameHeader& header);
  void check_mask(const protocol::FrameHeader& header);
  void check_reserved_bits(const protocol::FrameHeader& header);
  void check_sequence(const protocol::FrameHeader& header);
  void end_frame();
  void end_message();
  void end_close();
  void report(Rule rule, std::string what);

  Observation seen_;
  std::vector<Finding> findings_;  // one of each rule is enough
  protocol::HttpHeadParser<protocol::HttpResponse> response_;
  RequestHead request_;
  std::string response_text_;                     // what it has read of the response
  std::optional<protocol::HttpBodyPrefix> body_;  // of a refusal
  std::optional<ContentWatch> content_;           // the same
  protocol::FrameDecoder decoder_;
  std::optional<DeflateWatch> deflate_;
  protocol::Bytes control_;
  Message message_;
  bool compressed_ = false;  // the message that is being read
  bool in_message_ = false;
  bool watched_ = true;
  bool leaves_after_upgrade_ = false;
  bool other_extension_ = false;  // agreed on: what its reserved bits mean is not known here
  std::vector<std::uint16_t> our_close_codes_;
  std::size_t messages_before_close_ = 0;
  std::size_t greeting_left_ = 0;
};

}  // namespace parley::conformance
