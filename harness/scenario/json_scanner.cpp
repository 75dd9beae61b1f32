#include "harness/scenario/json_scanner.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>

#include "harness/report/text.hpp"

namespace parley::scenario {
namespace {

constexpr unsigned max_depth = 100;  // a scenario needs about ten; more is a mistake, or an attack on our stack

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';  // RFC 8259 §2
}

bool ends_scalar(char c) {
  return is_space(c) || c == ',' || c == ':' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"';
}

/// What is not ASCII goes by its number, too, for no editor shows all of it: "\x00", "(U+00A0)".
std::string shown(std::string_view token) {
  std::string text = harness::printable(token);
  const auto first = static_cast<unsigned char>(token.front());
  if (first < 0xC2 || text.starts_with("\xEF\xBF\xBD") || text.starts_with('\\')) return text;
  std::uint32_t code = first < 0xE0 ? first & 0x1FU : first < 0xF0 ? first & 0x0FU : first & 0x07U;
  const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < length; ++i) code = code << 6U | (static_cast<unsigned char>(token[i]) & 0x3FU);
  return text + fmt::format(" (U+{:04X})", code);
}

}  // namespace

std::vector<ScanFault> JsonScanner::scan() {
  try {
    skip_space();
    value("", 0);
    skip_space();
    if (!at_end()) fail(here_, "expected the end of the file after the document, found " + seen());
  } catch (const SyntaxError&) {  // already in faults_
  }
  return std::move(faults_);
}

void JsonScanner::value(const std::string& pointer, unsigned depth) {
  if (depth > max_depth) fail(here_, fmt::format("nested more than {} deep", max_depth));
  places_.set_value(pointer, here_);
  switch (peek()) {
    case '{':
      return object(pointer, depth);
    case '[':
      return array(pointer, depth);
    case '"':
      string();
      return;
    default:
      return scalar();
  }
}

void JsonScanner::object(const std::string& pointer, unsigned depth) {
  const Position start = here_;
  advance();
  std::map<std::string, Position> seen_keys;
  skip_space();
  if (peek() == '}') return advance();
  for (;;) {
    if (peek() != '"') fail(here_, "expected a key in double quotes, found " + seen());
    const Position place = here_;
    const std::string key = string();
    const std::string member = child(pointer, key);
    if (const auto [first, is_new] = seen_keys.emplace(key, place); !is_new) {
      faults_.push_back(
          {place, member,
           fmt::format("the key \"{}\" stands here a second time; the first is in line {}", key, first->second.line)});
    }
    places_.set_key(member, place);
    skip_space();
    if (peek() != ':') fail(here_, fmt::format("expected ':' after the key \"{}\", found {}", key, seen()));
    advance();
    skip_space();
    value(member, depth + 1);
    skip_space();
    if (peek() == '}') return advance();
    if (at_end()) fail(here_, fmt::format("the object that began in line {} is not closed", start.line));
    if (peek() != ',') fail(here_, "expected ',' or '}' after a member, found " + seen());
    advance();
    skip_space();
  }
}

void JsonScanner::array(const std::string& pointer, unsigned depth) {
  const Position start = here_;
  advance();
  skip_space();
  if (peek() == ']') return advance();
  for (std::size_t index = 0;; ++index) {
    value(child(pointer, index), depth + 1);
    skip_space();
    if (peek() == ']') return advance();
    if (at_end()) fail(here_, fmt::format("the list that began in line {} is not closed", start.line));
    if (peek() != ',') fail(here_, "expected ',' or ']' after an element, found " + seen());
    advance();
    skip_space();
  }
}

std::string JsonScanner::string() {
  const Position start = here_;
  const std::size_t begin = offset_;
  advance();
  while (peek() != '"') {
    if (at_end() || peek() == '\n') fail(start, "the string is not closed on its line");
    if (static_cast<unsigned char>(peek()) < 0x20) fail(here_, "a control character in a string: write it as \\u00XX");
    if (peek() == '\\') advance();
    if (!at_end()) advance();
  }
  advance();
  const Json decoded = Json::parse(text_.substr(begin, offset_ - begin), nullptr, false);
  if (decoded.is_discarded()) fail(start, "the string holds a wrong escape or bytes that are not UTF-8");
  return decoded.get<std::string>();
}

void JsonScanner::scalar() {
  const Position start = here_;
  const std::size_t begin = offset_;
  while (!at_end() && !ends_scalar(peek())) advance();
  const std::string_view token = text_.substr(begin, offset_ - begin);
  if (token.empty()) fail(start, "expected a value, found " + seen());
  const bool ascii = static_cast<unsigned char>(token.front()) < 0x80;  // the parser would skip a byte order mark here
  if (!ascii || !Json::accept(token)) fail(start, "expected a value, found " + shown(token));
}

void JsonScanner::skip_space() {
  while (!at_end() && is_space(peek())) advance();
}

void JsonScanner::advance() {
  const auto byte = static_cast<unsigned char>(text_[offset_++]);
  if (byte == '\n') {
    here_ = {here_.line + 1, 1};
  } else if (at_end() || (static_cast<unsigned char>(text_[offset_]) & 0xC0U) != 0x80U) {
    ++here_.column;  // the next byte begins a character
  }
}

std::string JsonScanner::seen() const {
  if (at_end()) return "the end of the file";
  if (peek() == '"') return "a string";
  std::size_t end = offset_ + 1;
  if (!ends_scalar(peek())) {
    while (end < text_.size() && end - offset_ < 20 && !ends_scalar(text_[end])) ++end;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0U) == 0x80U) ++end;  // whole characters
    return shown(text_.substr(offset_, end - offset_));
  }
  return fmt::format("'{}'", peek());
}

void JsonScanner::fail(Position position, std::string message) {
  faults_.push_back({position, "", std::move(message)});
  throw SyntaxError{};
}

}  // namespace parley::scenario
