#include "protocol/http_body.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

/// -1 when it is none.
int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_chunked(const HttpFields& fields) {
  return fields.has_token("Transfer-Encoding", "chunked");
}

}  // namespace

HttpBodyPrefix::HttpBodyPrefix(const HttpResponse& response) {
  const std::string* const length = response.fields.find("Content-Length");
  if (response.status < 200 || response.status == 204 || response.status == 304) {  // RFC 9112 §6.3 rule 1
    state_ = State::done;
  } else if (is_chunked(response.fields)) {
    state_ = State::chunk_size;
  } else if (const auto count = parse_decimal(length == nullptr ? "" : *length)) {
    state_ = *count == 0 ? State::done : State::counted;
    left_ = *count;
  }
}

void HttpBodyPrefix::feed(ByteView data) {
  while (!data.empty() && state_ != State::done) {
    if (state_ == State::counted || state_ == State::until_eof || state_ == State::chunk_data) {
      data = data.subspan(take_data(data));
    } else {
      take_chunk_framing(static_cast<char>(data.front()));
      data = data.subspan(1);
    }
  }
}

std::size_t HttpBodyPrefix::take_data(ByteView data) {
  std::size_t size = std::min(data.size(), longest - text_.size());
  if (state_ != State::until_eof) size = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_));
  text_.append(as_text(data.first(size)));
  if (state_ != State::until_eof) left_ -= size;
  if (text_.size() == longest || (state_ == State::counted && left_ == 0)) {
    state_ = State::done;
  } else if (state_ == State::chunk_data && left_ == 0) {
    state_ = State::chunk_end;
  }
  return size;
}

/// RFC 9112 §7.1. What does not fit its grammar ends the body: what has come so far is worth showing.
void HttpBodyPrefix::take_chunk_framing(char c) {
  if (c == '\n') return end_chunk_line();
  if (c == '\r' || state_ == State::chunk_line_rest) return;
  if (state_ == State::chunk_size && hex_digit(c) >= 0) {
    if (left_ > longest) return;  // it is more than we will show: its exact size does not matter
    left_ = left_ * 16 + static_cast<std::uint64_t>(hex_digit(c));
  } else if (state_ == State::chunk_size && (c == ';' || c == ' ')) {
    state_ = State::chunk_line_rest;  // extensions
  } else {
    state_ = State::done;
  }
}

void HttpBodyPrefix::end_chunk_line() {
  if (state_ == State::chunk_end) {
    state_ = State::chunk_size;
  } else {
    state_ = left_ == 0 ? State::done : State::chunk_data;  // the last chunk is empty
  }
}

}  // namespace parley::protocol
