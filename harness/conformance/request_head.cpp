#include "harness/conformance/request_head.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "protocol/http_grammar.hpp"
#include "protocol/http_lines.hpp"

namespace parley::conformance {
namespace {

using protocol::HeadState;
using protocol::HttpError;
using protocol::HttpRequest;

constexpr std::string_view white_space = " \t";

/// Says nothing against the request: it is more than a server need take (RFC 6585 §5, RFC 9112 §3), or of a higher
/// version (RFC 6455 §4.1 item 2 wants 1.1 at least).
bool is_no_fault(const HttpError& error) {
  return error.status == 414 || error.status == 431 || error.status == 505;
}

std::vector<std::string_view> words_in(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const auto begin = line.find_first_not_of(white_space);
    if (begin == std::string_view::npos) return words;
    line.remove_prefix(begin);
    words.push_back(line.substr(0, line.find_first_of(white_space)));
    line.remove_prefix(words.back().size());
  }
}

/// The first word is the method, the last one the version if it looks like one, and what is between them the target.
void read_request_line(std::string_view line, HttpRequest& request) {
  if (!protocol::parse_start_line(line, request)) return;
  auto words = words_in(line);
  request.version = {1, 1};
  if (!words.empty() && protocol::to_lower(words.back()).starts_with("http/")) {
    HttpRequest sound;
    if (!protocol::parse_start_line("GET / " + std::string(words.back()), sound)) request.version = sound.version;
    words.pop_back();
  }
  if (words.size() < 2) return;
  request.method = words.front();
  request.target = fmt::format("{}", fmt::join(words.begin() + 1, words.end(), " "));
}

void read_field(std::string_view line, protocol::HttpFields& fields) {
  if (!protocol::parse_field_line(line, fields)) return;
  const auto colon = line.find(':');
  if (white_space.find(line.front()) != std::string_view::npos) {
    if (fields.size() > 0) fields.fold(protocol::trim(line));
  } else if (colon != std::string_view::npos) {
    fields.add(std::string(protocol::trim(line.substr(0, colon))), std::string(protocol::trim(line.substr(colon + 1))));
  }
}

std::string_view without_cr(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

protocol::Limits head_limits() {
  protocol::Limits limits;
  limits.max_head = 256U << 10;
  limits.max_fields = 4096;
  return limits;
}

RequestHead::RequestHead() : strict_(head_limits()) {}

std::size_t RequestHead::feed(protocol::ByteView data) {
  std::size_t taken = 0;
  if (strict_.state() == HeadState::reading) taken = feed_strictly(data);
  while (taken < data.size() && state_ == HeadState::reading) {
    text_ += static_cast<char>(data[taken++]);
    if (ends_here()) {
      state_ = HeadState::complete;
    } else if (text_.size() > head_limits().max_head) {
      state_ = HeadState::failed;
    }
  }
  return taken;
}

std::size_t RequestHead::feed_strictly(protocol::ByteView data) {
  const auto taken = strict_.feed(data);
  text_ += protocol::as_text(data.first(taken));
  if (text_.starts_with('\r')) note({400, "RFC 9112 §2.2", "an empty line stands before the request line"});
  switch (strict_.state()) {
    case HeadState::reading:
      break;
    case HeadState::complete:
      state_ = HeadState::complete;
      break;
    case HeadState::failed:
      note(strict_.error());
      if (ends_here()) state_ = HeadState::complete;  // with the very byte that is wrong
      break;
  }
  return taken;
}

protocol::HttpRequest RequestHead::request() const {
  HttpRequest request;
  bool has_request_line = false;
  for (std::string_view rest = text_; !rest.empty();) {
    const auto end = rest.find('\n');
    const auto line = without_cr(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    if (has_request_line) {
      read_field(line, request.fields);
    } else {
      read_request_line(line, request);
    }
    has_request_line = true;
  }
  return request;
}

bool RequestHead::ends_here() const {
  if (!text_.ends_with('\n') || text_.find_first_not_of("\r\n") == std::string::npos) return false;
  const auto before = without_cr(std::string_view(text_).substr(0, text_.size() - 1));
  return before.ends_with('\n');
}

void RequestHead::note(const HttpError& error) {
  if (fault_.empty() && !is_no_fault(error)) fault_ = fmt::format("{} ({})", error.what, error.section);
}

}  // namespace parley::conformance
