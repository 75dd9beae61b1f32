#include "harness/conformance/catalogue/utf8_words.hpp"

#include <sstream>

namespace parley::conformance {

using protocol::Bytes;

Case utf8_case(std::string id, Text kind, std::string title) {
  Case test;
  test.id = std::move(id);
  test.group = "utf8";
  test.section = kind == Text::is_utf8 ? "RFC 6455 §5.6" : "RFC 6455 §5.6, §8.1";
  test.needs = kind == Text::is_utf8 ? echoes : opens;
  test.title = std::move(title);
  test.rule = kind == Text::is_utf8
                  ? "A text message is UTF-8: every code point but the surrogates, U+0000 to U+10FFFF."
                  : "A text message that is not UTF-8 fails the connection.";
  return test;
}

void expect_text(Case& test, Text kind, const Bytes& payload) {
  if (kind == Text::is_utf8) {
    test.allowed = answered({{true, payload}});
  } else {
    test.allowed = failed_with(code(1007));
    test.forbidden.messages = {payload};
  }
}

std::vector<Frame> byte_fragments(const Bytes& payload) {
  std::vector<Frame> frames;
  for (const auto byte : payload) frames.push_back(unfinished(continuation({byte})));
  frames.front().opcode = protocol::Opcode::text;
  frames.back().fin = true;
  return frames;
}

void add_sequence(std::vector<Case>& cases, std::string_view name, const Bytes& payload, Text kind,
                  std::string_view autobahn) {
  const auto add = [&](std::string_view suffix, std::string_view how, Send send) {
    auto test = utf8_case("6455-8.1-utf8-" + std::string(name) + std::string(suffix), kind,
                          "A text of " + describe_payload(payload) + std::string(how));
    test.script.steps = {std::move(send)};
    expect_text(test, kind, payload);
    cases.push_back(std::move(test));
  };
  add("", "", {{text(payload)}});
  std::istringstream numbers{std::string(autobahn)};
  for (std::string number; numbers >> number;) cases.back().aliases.push_back("autobahn/" + number);
  if (payload.size() < 2) return;
  add("-by-fragments", ", each byte a fragment", {byte_fragments(payload)});
  add("-by-byte", ", each byte in a TCP write of its own", {{text(payload)}, 1});
}

}  // namespace parley::conformance
