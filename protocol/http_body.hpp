// The body of a response that is not what we asked for: its first bytes, for the user to read (RFC 9112 §6).
#pragma once

#include <cstdint>
#include <string>

#include "protocol/bytes.hpp"
#include "protocol/http_message.hpp"

namespace parley::protocol {

class HttpBodyPrefix {
 public:
  static constexpr std::size_t longest = 4096;

  explicit HttpBodyPrefix(const HttpResponse& response);

  void feed(ByteView data);

  /// True when the body has ended, or `longest` bytes of it are here. A body without a length ends with the
  /// connection, which is for the caller to see.
  [[nodiscard]] bool complete() const { return state_ == State::done; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  enum class State : std::uint8_t { counted, until_eof, chunk_size, chunk_line_rest, chunk_data, chunk_end, done };

  std::size_t take_data(ByteView data);
  void take_chunk_framing(char c);
  void end_chunk_line();

  State state_ = State::until_eof;
  std::uint64_t left_ = 0;  // of the body, or of this chunk
  std::string text_;
};

}  // namespace parley::protocol
