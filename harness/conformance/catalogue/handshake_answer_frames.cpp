// Towards a client: what comes behind the 101 in the same write, and responses that end too early. RFC 6455 §4.1,
// §4.2.2, RFC 9112 §6.3.
#include <fmt/format.h>

#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view early_rule =
    "With its response a server's handshake is complete: it may send at once, also in the same TCP segment.";

Case early(std::string id, std::string title, std::vector<Frame> frames, std::vector<Allowed> allowed) {
  auto test = handshake_case(std::move(id), "RFC 6455 §4.2.2", Level::must, std::move(title), std::string(early_rule));
  test.needs = echoes;
  test.script.with_head = std::move(frames);
  test.allowed = std::move(allowed);
  return test;
}

void add_early(std::vector<Case>& cases) {
  const Message hello{true, protocol::to_bytes("hello")};
  const auto early_body = protocol::to_bytes("early");
  cases.push_back(early("6455-4.2.2-text-with-the-response", "A text message in the same TCP write as the 101",
                        {text("hello")}, answered({hello})));
  cases.push_back(early("6455-4.2.2-ping-with-the-response", "A ping in the same TCP write as the 101", {ping("early")},
                        answered({}, {early_body})));
  cases.push_back(early("6455-4.2.2-fragments-with-the-response",
                        "A message in two frames, with a ping between them, in the same TCP write as the 101",
                        {unfinished(text("hel")), ping("early"), continuation(protocol::to_bytes("lo"))},
                        answered({hello}, {early_body})));
  cases.push_back(
      early("6455-4.2.2-three-messages-with-the-response", "Three messages in the same TCP write as the 101",
            {text("hello"), binary({0x00, 0xFF}), text("hello")}, answered({hello, {false, {0x00, 0xFF}}, hello})));
  cases.push_back(early("6455-4.2.2-close-with-the-response", "A Close in the same TCP write as the 101",
                        {close_frame(1000)},
                        {{Grade::strict, Closes{{{1000, 1000}, {1005, 1005}}}},
                         {Grade::lenient, Closes{any_code()}},
                         {Grade::lenient, Drops{}}}));
  auto pieces = early("6455-4.2.2-text-with-the-response-in-pieces",
                      "The 101 and a text message in TCP writes of 7 bytes", {text("hello")}, answered({hello}));
  pieces.script.head_piece = 7;
  cases.push_back(std::move(pieces));
}

/// The frame begins with the response and goes on by itself.
void add_begun(std::vector<Case>& cases) {
  const auto payload = protocol::to_bytes("hello");
  for (const std::size_t bytes : {0U, 2U}) {
    auto part = early(fmt::format("6455-4.2.2-text-of-which-{}-bytes-come-with-the-response", 2 + bytes),
                      fmt::format("The first {} bytes of a text frame in the same TCP write as the 101", 2 + bytes),
                      {text(payload)}, answered({{true, payload}}));
    auto& frame = part.script.with_head.front();
    frame.announced = payload.size();
    const auto cut = payload.begin() + static_cast<std::ptrdiff_t>(bytes);
    part.script.steps = {Pause{std::chrono::milliseconds(5)}, SendBytes{{cut, payload.end()}}};
    frame.payload.resize(bytes);
    cases.push_back(std::move(part));
  }
}

constexpr std::string_view behind_head = "not content";

/// RFC 9112 §6.3 rule 1: a 1xx has no content, whatever its fields say.
void add_content(std::vector<Case>& cases) {
  const auto size = std::to_string(2 + behind_head.size());
  struct Row {
    std::string_view id;
    std::string field;
  };
  for (const auto& row : {Row{"length", "Content-Length: " + size}, Row{"length-zero", "Content-Length: 0"},
                          Row{"chunks", "Transfer-Encoding: chunked"}}) {
    auto test = handshake_case("9112-6.3-answer-with-" + std::string(row.id), "RFC 9112 §6.3, RFC 9110 §8.6",
                               Level::must, "The 101 has " + row.field + ", and a ping follows in the same TCP write",
                               "A 101 has no content, whatever its fields say: what follows is a frame. A client may "
                               "also fail the connection, for no such field may be there.");
    test.script.response = response_with("Content-Length", row.field);
    test.script.with_head = {ping(behind_head)};
    test.allowed = given_up();
    test.allowed.push_back({Grade::strict, Survives{protocol::to_bytes(behind_head)}});
    cases.push_back(std::move(test));
  }
}

struct End {
  std::string_view id;
  std::string_view title;
  std::string_view behind;  // where the usual response breaks off; empty: before its beginning
};

constexpr std::array ends{
    End{"before-it-begins", "TCP ends before the response begins", ""},
    End{"in-its-first-word", "TCP ends in the first word of the response", "HTT"},
    End{"behind-the-status", "TCP ends behind the status of the response", "HTTP/1.1 101"},
    End{"behind-its-first-line", "TCP ends behind the first line of the response", "Protocols\r\n"},
    End{"in-the-accept", "TCP ends before the value of Sec-WebSocket-Accept", "Sec-WebSocket-Accept: "},
    End{"behind-all-fields", "TCP ends where only the empty line is missing", "{accept}\r\n"},
};

void add_ends(std::vector<Case>& cases) {
  for (const auto& end : ends) {
    auto test = handshake_case("6455-4.1-response-ends-" + std::string(end.id), "RFC 6455 §4.1, §7.1.7", Level::must,
                               std::string(end.title),
                               "A response that is not whole is none: the client fails the connection.");
    const auto size = end.behind.empty() ? 0 : usual_response.find(end.behind) + end.behind.size();
    test.script.response = usual_response.substr(0, size);
    test.script.steps = {ShutdownWrite{}};
    test.allowed = given_up();
    cases.push_back(std::move(test));
  }
}

/// Whoever waits longer than we do is not told from one who waits for ever.
void add_silence(std::vector<Case>& cases) {
  struct Row {
    std::string_view id;
    std::string_view title;
    std::string response;
  };
  for (const auto& row :
       {Row{"no-response", "No response comes", ""}, Row{"half-a-response", "Half a response comes, and then nothing",
                                                         "HTTP/1.1 101 Switching Protocols\r\nUpgr"}}) {
    auto test = handshake_case("6455-4.1-" + std::string(row.id), "RFC 6455 §4.1", Level::info, std::string(row.title),
                               "A client should not wait for a response for ever; how long is its own affair.");
    test.script.response = row.response;
    test.allowed = {{Grade::strict, GivesUp{}}, {Grade::informational, Answers{}}};
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> handshake_answer_frame_cases() {
  std::vector<Case> cases;
  add_early(cases);
  add_begun(cases);
  add_content(cases);
  add_ends(cases);
  add_silence(cases);
  return cases;
}

}  // namespace parley::conformance
