#include "protocol/http_head.hpp"

#include <type_traits>
#include <utility>

#include "protocol/http_grammar.hpp"
#include "protocol/http_lines.hpp"

namespace parley::protocol {
namespace {

constexpr bool is_control(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

HttpError control_character(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {400, "RFC 9110 §5.5",
          std::string("the head holds the control character 0x").append(1, digits[byte >> 4U]) + digits[byte & 0xFU]};
}

}  // namespace

template <class Message>
std::size_t HttpHeadParser<Message>::feed(ByteView data) {
  std::size_t taken = 0;
  while (taken < data.size() && state_ == HeadState::reading) take(static_cast<char>(data[taken++]));
  return taken;
}

template <class Message>
void HttpHeadParser<Message>::take(char c) {
  if (++size_ > limits_.max_head) {
    const std::string most = "more than " + std::to_string(limits_.max_head) + " bytes";
    if (!has_start_line_) return fail({414, "RFC 9112 §3", "the first line has " + most});
    return fail({431, "RFC 6585 §5", "the header has " + most});
  }
  if (after_cr_) {
    after_cr_ = false;
    if (c != '\n') return fail({400, "RFC 9112 §2.2", "a CR is not followed by LF"});
    take_line();
    line_.clear();
  } else if (c == '\r') {
    after_cr_ = true;
  } else if (c == '\n') {
    fail({400, "RFC 9112 §2.2", "a line ends with LF alone, expected CRLF"});
  } else if (is_control(c)) {
    fail(control_character(c));
  } else {
    line_ += c;
  }
}

template <class Message>
void HttpHeadParser<Message>::take_line() {
  std::optional<HttpError> error;
  if (!has_start_line_) {
    // RFC 9112 §2.2: a server ignores empty lines before the request line.
    if (line_.empty() && std::is_same_v<Message, HttpRequest>) return;
    has_start_line_ = true;
    error = parse_start_line(line_, message_);
  } else if (line_.empty()) {
    state_ = HeadState::complete;
  } else if (is_fold()) {
    message_.fields.fold(trim(line_));
  } else if (message_.fields.size() == limits_.max_fields) {
    error = HttpError{431, "RFC 6585 §5", "more than " + std::to_string(limits_.max_fields) + " header fields"};
  } else {
    error = parse_field_line(line_, message_.fields);
  }
  if (error) fail(std::move(*error));
}

/// RFC 9112 §5.2: a server may refuse a folded line, a user agent must read the fold as spaces.
template <class Message>
bool HttpHeadParser<Message>::is_fold() const {
  const bool indented = line_.front() == ' ' || line_.front() == '\t';
  return std::is_same_v<Message, HttpResponse> && indented && message_.fields.size() > 0;
}

template <class Message>
void HttpHeadParser<Message>::fail(HttpError error) {
  error_ = std::move(error);
  state_ = HeadState::failed;
}

template class HttpHeadParser<HttpRequest>;
template class HttpHeadParser<HttpResponse>;

}  // namespace parley::protocol
