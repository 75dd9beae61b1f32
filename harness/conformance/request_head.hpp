// RequestHead: the opening handshake of a client under test, read whatever is wrong with it.
//
// A server may refuse a request with two spaces in a row; the suite takes it all the same, says what is wrong with it,
// and goes on: one fault in the head shall not hide all others.
#pragma once

#include <string>

#include "protocol/bytes.hpp"
#include "protocol/http_head.hpp"
#include "protocol/http_message.hpp"
#include "protocol/limits.hpp"

namespace parley::conformance {

/// Of a head that a peer under test sends: larger than anybody could want.
[[nodiscard]] protocol::Limits head_limits();

class RequestHead {
 public:
  RequestHead();

  /// Takes bytes up to the end of the head, cut anywhere, and returns how many it took.
  std::size_t feed(protocol::ByteView data);

  [[nodiscard]] bool complete() const { return state_ == protocol::HeadState::complete; }
  /// It is larger than anybody could want.
  [[nodiscard]] bool failed() const { return state_ == protocol::HeadState::failed; }

  /// Why it is no valid HTTP request, with the section; empty: it is one, as far as it has come.
  [[nodiscard]] const std::string& fault() const { return fault_; }

  /// Before it is complete, and when it has failed: what its lines say so far. A version that cannot be read counts as
  /// HTTP/1.1.
  [[nodiscard]] protocol::HttpRequest request() const;

 private:
  std::size_t feed_strictly(protocol::ByteView data);
  [[nodiscard]] bool ends_here() const;
  void note(const protocol::HttpError& error);

  protocol::HttpHeadParser<protocol::HttpRequest> strict_;  // until it finds a fault
  protocol::HeadState state_ = protocol::HeadState::reading;
  std::string text_;
  std::string fault_;
};

}  // namespace parley::conformance
