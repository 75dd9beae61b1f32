#include "harness/conformance/fuzz/head_mutator.hpp"

#include <algorithm>
#include <array>

#include "harness/conformance/fuzz/frame_mutator.hpp"
#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view open_end = "{extensions}{fields}\r\n";

std::ptrdiff_t place(Random& random, const HeadLines& lines) {
  return static_cast<std::ptrdiff_t>(1 + random.below(lines.size()));
}

/// A field, if there is one; the request line else.
std::string& some_field(Random& random, HeadLines& lines) {
  return lines.size() > 1 ? lines[1 + random.below(lines.size() - 1)] : lines.front();
}

std::size_t after_colon(const std::string& line) {
  const auto colon = line.find(':');
  return colon == std::string::npos ? line.size() : colon + 1;
}

void drop_field(Random& random, HeadLines& lines) {
  if (lines.size() > 1) lines.erase(lines.begin() + 1 + static_cast<std::ptrdiff_t>(random.below(lines.size() - 1)));
}

void repeat_field(Random& random, HeadLines& lines) {
  const std::string copy = some_field(random, lines);
  const auto at = place(random, lines);
  lines.insert(lines.begin() + at, 1 + random.below(3), copy);
}

void reorder_fields(Random& random, HeadLines& lines) {
  auto& one = some_field(random, lines);
  std::swap(one, some_field(random, lines));
}

void change_case(Random& random, HeadLines& lines) {
  auto& line = some_field(random, lines);
  const auto end = after_colon(line);
  for (std::size_t i = 0; i < end; ++i) {
    const bool letter = (line[i] >= 'a' && line[i] <= 'z') || (line[i] >= 'A' && line[i] <= 'Z');
    if (letter && random.chance(50)) line[i] = static_cast<char>(line[i] ^ 0x20);
  }
}

void change_space(Random& random, HeadLines& lines) {
  constexpr std::array<std::string_view, 7> spaces{" ", "\t", "  ", "\r\n ", "\v", "\xA0", "\n"};
  auto& line = some_field(random, lines);
  const auto colon = after_colon(line);
  const std::array<std::size_t, 4> places{0, colon - (colon == line.size() ? 0U : 1U), colon, line.size()};
  const auto at = random.pick(places);
  line.insert(at, random.pick(spaces));
}

void change_line_end(Random& random, HeadLines& lines) {
  constexpr std::array<std::string_view, 5> ends{"\n", "\r", "\r\r\n", "\r\n\r\n", "\n\r"};
  auto& line = lines[random.below(lines.size())];
  const auto at = line.size();
  line.insert(at, random.pick(ends));
}

void spoil_bytes(Random& random, HeadLines& lines) {
  auto& line = lines[random.below(lines.size())];
  auto bytes = protocol::to_bytes(line);
  mutate_bytes(random, bytes);
  line = protocol::as_text(bytes);
}

void change_request_line(Random& random, HeadLines& lines) {
  constexpr std::array<std::string_view, 16> requests{"POST {resource} HTTP/1.1",
                                                      "HEAD {resource} HTTP/1.1",
                                                      "OPTIONS * HTTP/1.1",
                                                      "get {resource} HTTP/1.1",
                                                      "GET {scheme}://{authority}{resource} HTTP/1.1",
                                                      "GET //{resource} HTTP/1.1",
                                                      "GET {resource}?%00=%ff HTTP/1.1",
                                                      "GET {resource}#part HTTP/1.1",
                                                      "GET /../..{resource} HTTP/1.1",
                                                      "GET {resource} HTTP/1.0",
                                                      "GET {resource} HTTP/1.2",
                                                      "GET {resource} HTTP/2.0",
                                                      "GET {resource} HTTP/11",
                                                      "GET  {resource}  HTTP/1.1",
                                                      "GET {resource}",
                                                      " GET {resource} HTTP/1.1"};
  lines.front() = random.pick(requests);
}

void add_field(Random& random, HeadLines& lines) {
  constexpr std::array<std::string_view, 18> fields{
      "Content-Length: 0",
      "Content-Length: 5",
      "Content-Length: -1",
      "Transfer-Encoding: chunked",
      "Expect: 100-continue",
      "Connection: close",
      "Connection: keep-alive, Upgrade",
      "Origin: null",
      "Sec-WebSocket-Version: 8, 13",
      "Sec-WebSocket-Version: 99999999999999999999",
      "Sec-WebSocket-Protocol: a, a, ,b",
      "Sec-WebSocket-Protocol: parley\xC3\xA9",
      "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=7",
      "Sec-WebSocket-Extensions: a;b=\"\\\"\";c=\"",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Accept: AAAA",
      ": no name",
      "no colon"};
  const auto at = place(random, lines);
  lines.insert(lines.begin() + at, std::string(random.pick(fields)));
}

void lengthen(Random& random, HeadLines& lines) {
  constexpr std::array<std::size_t, 4> lengths{200, 4000, 9000, 70'000};
  auto& line = lines[random.below(lines.size())];
  const auto at = random.below(line.size() + 1);
  line.insert(at, random.pick(lengths), 'A');
}

void add_many_fields(Random& random, HeadLines& lines) {
  const auto count = 20 + random.below(400);
  for (std::size_t i = 0; i < count; ++i) lines.push_back("X-" + std::to_string(i) + ": " + std::to_string(i));
}

void spoil_value(Random& random, HeadLines& lines) {
  constexpr std::array<std::string_view, 12> values{
      "", " ", ",", ",,websocket", "websocket, websocket", "\"", "\\", "=?utf-8?", "%00", "13;q=1", "A=", "\x7f"};
  auto& line = some_field(random, lines);
  line = line.substr(0, after_colon(line)) + " " + std::string(random.pick(values));
}

constexpr std::array mutations{
    HeadMutation{"a field is left out", drop_field},
    HeadMutation{"a field comes again", repeat_field},
    HeadMutation{"fields in another order", reorder_fields},
    HeadMutation{"other letter case", change_case},
    HeadMutation{"other white space", change_space},
    HeadMutation{"other line ends", change_line_end},
    HeadMutation{"other bytes in the head", spoil_bytes},
    HeadMutation{"another request line", change_request_line},
    HeadMutation{"a field more", add_field},
    HeadMutation{"a long line", lengthen},
    HeadMutation{"many fields", add_many_fields},
    HeadMutation{"another value", spoil_value},
};

}  // namespace

std::span<const HeadMutation> head_mutations() {
  return mutations;
}

HeadLines usual_lines() {
  HeadLines lines;
  std::string_view rest = usual_request;
  rest.remove_suffix(open_end.size());
  while (!rest.empty()) {
    const auto end = rest.find(line_end);
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + line_end.size());
  }
  return lines;
}

std::string join(const HeadLines& lines) {
  std::string text;
  for (const auto& line : lines) text.append(line).append(line_end);
  return text.append(open_end);
}

}  // namespace parley::conformance::fuzz
