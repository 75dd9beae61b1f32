// Control frames that are too long, or fragmented: RFC 6455 §5.5.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::LengthForm;
using protocol::Opcode;
using protocol::to_bytes;

Case make(std::string id, std::string_view section, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "control";
  test.section = section;
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

struct Kind {
  Opcode opcode;
  std::string_view name;
};
constexpr Kind kinds[] = {{Opcode::ping, "ping"}, {Opcode::pong, "pong"}, {Opcode::close, "close"}};

Bytes long_payload(Opcode opcode, std::size_t size) {
  constexpr char filler = '*';
  if (opcode == Opcode::close) return close_frame(telltale, std::string(size - 2, filler)).payload;
  return repeated(size, filler);
}

Case too_long(Kind kind, std::size_t size, std::string_view suffix, std::string_view title) {
  const std::string name(kind.name);
  auto test = make("6455-5.5-" + name + "-of-" + std::to_string(size) + "-bytes" + std::string(suffix),
                   "RFC 6455 §5.5, §10.7", "A " + name + " of " + std::to_string(size) + " bytes" + std::string(title),
                   "A control frame has at most 125 bytes of payload.");
  test.allowed = refused_frame(kind.opcode, {{1002, 1002}, {1009, 1009}});
  if (kind.opcode == Opcode::ping) test.forbidden.pongs = {long_payload(kind.opcode, size)};
  return test;
}

void add_too_long(std::vector<Case>& cases) {
  for (const auto kind : kinds) {
    for (const std::size_t size : {126U, 127U, 128U, 1000U, 65535U, 65536U}) {
      auto test = too_long(kind, size, "", "");
      if (size == 126 && kind.opcode == Opcode::ping) test.aliases = {"autobahn/2.5"};
      if (size == 126 && kind.opcode == Opcode::close) test.aliases = {"autobahn/7.3.6"};
      test.script.steps = {Send{{{.opcode = kind.opcode, .payload = long_payload(kind.opcode, size)}}}};
      cases.push_back(std::move(test));
    }
    const Frame frame{.opcode = kind.opcode, .payload = long_payload(kind.opcode, 126)};
    auto in_64_bits = too_long(kind, 126, "-length-in-64-bits", ", its length written in 64 bits");
    auto wide = frame;
    wide.form = LengthForm::bits64;
    in_64_bits.script.steps = {Send{{wide}}};
    cases.push_back(std::move(in_64_bits));

    auto inside = too_long(kind, 126, "-inside-a-message", " between two fragments");
    inside.script.steps = {Send{{unfinished(text("frag")), frame, continuation(to_bytes("ment"))}}};
    inside.forbidden.messages = {to_bytes("fragment")};
    cases.push_back(std::move(inside));

    auto slow = too_long(kind, 126, "-by-byte", ", each byte in a TCP write of its own");
    slow.script.steps = {Send{{frame}, 1}};
    cases.push_back(std::move(slow));
  }
}

struct Way {
  std::string_view suffix;
  std::vector<Frame> frames;
};

std::vector<Way> fragmented(const Frame& whole) {
  const auto first = unfinished(whole);
  Frame empty{.opcode = whole.opcode, .fin = false};
  Frame again{.opcode = whole.opcode, .payload = to_bytes("ment")};
  return {
      {"", {first, continuation(to_bytes("ment"))}},
      {"-first-frame-only", {first}},
      {"-empty", {empty}},
      {"-by-its-own-opcode", {first, again}},
      {"-inside-a-message", {unfinished(text("good ")), first, continuation(to_bytes("ment"))}},
  };
}

void add_fragmented(std::vector<Case>& cases) {
  struct Row {
    Frame frame;
    std::string_view name;
    std::string_view autobahn;
  };
  for (const auto& row : {Row{ping("frag"), "ping", "autobahn/5.1"}, Row{pong("frag"), "pong", "autobahn/5.2"},
                          Row{close_frame(telltale, "frag"), "close", ""}}) {
    for (const auto& way : fragmented(row.frame)) {
      auto test = make("6455-5.5-" + std::string(row.name) + "-fragmented" + std::string(way.suffix),
                       "RFC 6455 §5.4, §5.5, §10.7", "A " + std::string(row.name) + " with FIN clear",
                       "Control frames are not fragmented.");
      if (way.suffix.empty() && !row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
      test.script.steps = {Send{way.frames}};
      test.allowed = refused_frame(row.frame.opcode, code(1002));
      test.forbidden.messages = {to_bytes("good ment")};
      test.forbidden.pongs = {to_bytes("fragment"), to_bytes("frag"), to_bytes("ment")};
      cases.push_back(std::move(test));
    }
  }
}

}  // namespace

std::vector<Case> control_fault_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_too_long(cases);
  add_fragmented(cases);
  return cases;
}

}  // namespace parley::conformance
