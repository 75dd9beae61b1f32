// Masking: RFC 6455 §5.1, §5.3.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

Case make(std::string id, std::string_view section, std::vector<Need> needs, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "masking";
  test.section = section;
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

void add_unmasked(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::vector<Frame> frames;
    Forbidden forbidden;
  };
  const std::string_view word = "unmasked";
  const std::vector<Row> rows{
      {"text", {unmasked(text(word))}, {{to_bytes(word)}}},
      {"binary", {unmasked(binary(to_bytes(word)))}, {{to_bytes(word)}}},
      {"empty-text", {unmasked(text(""))}, {{{}}}},
      {"empty-binary", {unmasked(binary({}))}, {{{}}}},
      {"ping", {unmasked(ping(word))}, {{}, {to_bytes(word)}}},
      {"empty-ping", {unmasked(ping(""))}, {{}, {{}}}},
      {"pong", {unmasked(pong(word))}, {}},
      {"close", {unmasked(close_frame(1000))}, {}},
      {"first-fragment", {unmasked(unfinished(text("un"))), continuation(to_bytes("masked"))}, {{to_bytes(word)}}},
      {"continuation", {unfinished(text("un")), unmasked(continuation(to_bytes("masked")))}, {{to_bytes(word)}}},
      {"after-a-good-message", {text("good"), unmasked(text(word)), ping(word)}, {{to_bytes(word)}, {to_bytes(word)}}},
  };
  for (const auto& row : rows) {
    auto test = make("6455-5.1-unmasked-" + std::string(row.name), "RFC 6455 §5.1", opens,
                     "A frame without a mask: " + std::string(row.name),
                     "A server closes the connection when it receives a frame that is not masked.");
    test.script.steps = {Send{row.frames}};
    test.allowed = failed_with(any_code());  // it MAY send 1002
    test.forbidden = row.forbidden;
    cases.push_back(std::move(test));
  }
}

void add_zero_keys(std::vector<Case>& cases) {
  auto frame = ping("zero");
  frame.masking = Masking::zero_key;
  auto ping_test = make("6455-5.3-zero-key-ping", "RFC 6455 §5.3", opens, "A ping whose masking key is 0",
                        "The masking key is any 32-bit value.");
  ping_test.script.steps = {Send{{frame}}};
  ping_test.allowed = answered({}, {to_bytes("zero")});
  cases.push_back(std::move(ping_test));

  const std::string_view request = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n";
  auto look = text(request);
  look.masking = Masking::zero_key;
  auto text_test = make("6455-5.3-zero-key-looks-like-http", "RFC 6455 §5.3", echoes,
                        "A text that looks like an HTTP request on the wire: its masking key is 0",
                        "The masking key is any 32-bit value, and the payload is no business of the protocol.");
  text_test.script.steps = {Send{{look}}};
  text_test.allowed = answered({{true, to_bytes(request)}});
  cases.push_back(std::move(text_test));
}

/// The key, the payload and TCP's pieces at all distances of each other.
void add_alignments(std::vector<Case>& cases) {
  for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U}) {
    auto test = make("6455-5.3-pieces-of-" + std::to_string(piece), "RFC 6455 §5.3", echoes,
                     "Messages of 0 to 9 bytes in TCP writes of " + std::to_string(piece) + " bytes",
                     "Byte i of the payload is masked with byte i modulo 4 of the key, however TCP cuts them.");
    Send send;
    send.piece = piece;
    std::vector<Message> messages;
    for (std::size_t size = 0; size < 10; ++size) {
      const auto payload = to_bytes(std::string_view("alignment!").substr(0, size));
      send.frames.push_back(text(payload));
      messages.push_back({true, payload});
    }
    test.script.steps = {send};
    test.allowed = answered(messages);
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> masking_cases() {
  std::vector<Case> cases;
  add_unmasked(cases);
  add_zero_keys(cases);
  add_alignments(cases);
  return cases;
}

}  // namespace parley::conformance
