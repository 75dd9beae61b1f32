// Fragmentation: RFC 6455 §5.4.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/fragmentation_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

constexpr std::string_view whole_rule = "A fragmented message is the concatenation of its fragments.";

void add_two_fragments(std::vector<Case>& cases) {
  for (const auto& way : ways) {
    auto plain = fragmentation_case("two-fragments" + std::string(way.suffix), echoes, "A text in two fragments",
                                    whole_rule, autobahn_5(3 + way.number));
    plain.script.steps = steps_for({unfinished(text("frag")), continuation(to_bytes("ment"))}, way.writes);
    plain.allowed = answered({{true, to_bytes("fragment")}});
    cases.push_back(std::move(plain));
  }
}

/// A whole message is sent as fragments that have these sizes.
void add_shape(std::vector<Case>& cases, const std::string& name, bool is_text, const std::vector<std::size_t>& sizes,
               std::vector<std::string> aliases = {}) {
  auto test = fragmentation_case((is_text ? "text-" : "binary-") + name, echoes, "A message in fragments: " + name,
                                 whole_rule, std::move(aliases));
  Send send;
  Bytes all;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto payload = repeated(sizes[i], static_cast<std::uint8_t>('a' + i % 26));
    protocol::append(all, payload);
    auto frame = i > 0 ? continuation(payload) : is_text ? text(payload) : binary(payload);
    send.frames.push_back(i + 1 < sizes.size() ? unfinished(frame) : frame);
  }
  test.script.steps = {send};
  test.allowed = answered({{is_text, all}});
  cases.push_back(std::move(test));
}

void add_shapes(std::vector<Case>& cases) {
  for (const bool is_text : {true, false}) {
    const auto only_text = [&](const char* number) {
      return is_text ? std::vector<std::string>{number} : std::vector<std::string>{};
    };
    add_shape(cases, "of-one-byte-each", is_text, {1, 1});
    add_shape(cases, "empty-first", is_text, {0, 5});
    add_shape(cases, "empty-middle", is_text, {3, 0, 3});
    add_shape(cases, "empty-last", is_text, {5, 0});
    add_shape(cases, "all-empty", is_text, {0, 0, 0}, only_text("autobahn/6.1.2"));
    add_shape(cases, "only-the-middle", is_text, {0, 5, 0}, only_text("autobahn/6.1.3"));
    add_shape(cases, "at-length-boundaries", is_text, {125, 126, 127, 65535, 65536});
    add_shape(cases, "many-empty-first", is_text, {0, 0, 0, 0, 0, 5});
    add_shape(cases, "many-empty-last", is_text, {5, 0, 0, 0, 0, 0});
    add_shape(cases, "empty-among-others", is_text, {0, 1, 0, 2, 0, 0, 3, 0});
    add_shape(cases, "growing", is_text, {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024});
    add_shape(cases, "a-thousand-of-one-byte", is_text, std::vector<std::size_t>(1000, 1));
    add_shape(cases, "ten-thousand-of-one-byte", is_text, std::vector<std::size_t>(10000, 1));
    cases.back().level = Level::quality;  // RFC 6455 §10.4 lets a peer have its limits
    for (const std::size_t size : {125U, 126U, 127U, 65535U, 65536U}) {
      add_shape(cases, "first-of-" + std::to_string(size), is_text, {size, 1});
    }
    std::vector<std::size_t> of_1300(50, 1300);
    of_1300.push_back(536);
    add_shape(cases, "65536-bytes-by-1300", is_text, of_1300, only_text("autobahn/10.1.1"));
  }
}

/// Every way to cut a message of three fragments in two.
void add_cuts(std::vector<Case>& cases, Role peer) {
  Bytes wire;
  for (const auto& frame : {unfinished(text("ab")), unfinished(continuation({'c', 'd'})), continuation({'e', 'f'})}) {
    encode(frame, peer, {5, 6, 7, 8}, wire);
  }
  for (std::size_t at = 1; at < wire.size(); ++at) {
    const auto before = std::to_string(at);
    auto test = fragmentation_case(
        "three-fragments-cut-after-" + before, echoes,
        "A text in three fragments, in two TCP writes, the first one of " + before + " bytes", whole_rule);
    test.script.steps = in_two_writes(wire, at);
    test.allowed = answered({{true, to_bytes("abcdef")}});
    cases.push_back(std::move(test));
  }
}

/// The first frame says what a message is, and the message after it starts afresh.
void add_types(std::vector<Case>& cases) {
  auto test = fragmentation_case("types-one-after-another", echoes,
                                 "A text, a binary message and a text, each in two fragments",
                                 "All fragments of a message have the type that its first one says.");
  const auto rest = continuation(to_bytes("2"));
  test.script.steps = {
      Send{{unfinished(text("a")), rest, unfinished(binary({'b'})), rest, unfinished(text("c")), rest}}};
  test.allowed = answered({{true, to_bytes("a2")}, {false, to_bytes("b2")}, {true, to_bytes("c2")}});
  cases.push_back(std::move(test));

  auto mixed = fragmentation_case("whole-and-fragmented-messages", echoes, "Messages of one frame and of two, in turn",
                                  "Both kinds of message are received.");
  mixed.script.steps = {Send{{text("one"), unfinished(text("tw")), continuation({'o'}), binary({3}),
                              unfinished(binary({})), continuation({4}), text("")}}};
  mixed.allowed = answered({{true, to_bytes("one")}, {true, to_bytes("two")}, {false, {3}}, {false, {4}}, {true, {}}});
  cases.push_back(std::move(mixed));

  for (const bool is_text : {true, false}) {
    auto afresh = fragmentation_case(is_text ? "text-after-all-empty" : "binary-after-all-empty", echoes,
                                     "A message of empty fragments, and then one of a single frame",
                                     "A message ends with its last fragment, also one without a byte.");
    afresh.script.steps = {
        Send{{unfinished(is_text ? text("") : binary({})), continuation({}), is_text ? text("hi") : binary({1, 2})}}};
    afresh.allowed = answered({{is_text, {}}, is_text ? Message{true, to_bytes("hi")} : Message{false, {1, 2}}});
    cases.push_back(std::move(afresh));
  }

  auto slow = fragmentation_case("pauses-between", echoes, "Four fragments with 50 ms between them", whole_rule);
  for (const std::string_view part : {"s", "l", "o"}) {
    auto frame = unfinished(part == "s" ? text(part) : continuation(to_bytes(part)));
    slow.script.steps.emplace_back(Send{{std::move(frame)}});
    slow.script.steps.emplace_back(Pause{std::chrono::milliseconds(50)});
  }
  slow.script.steps.emplace_back(Send{{continuation({'w'})}});
  slow.allowed = answered({{true, to_bytes("slow")}});
  cases.push_back(std::move(slow));
}

void add_unfinished_ends(std::vector<Case>& cases) {
  auto test = fragmentation_case(
      "ends-inside-a-message", opens, "TCP ends inside a fragmented message",
      "A message without its last fragment is none: nothing of it is delivered, and the connection ends.");
  test.level = Level::quality;
  test.script.steps = {Send{{unfinished(text("never finished"))}}, ShutdownWrite{}};
  test.allowed = {{Grade::strict, Ends{}}};
  test.forbidden.messages = {to_bytes("never finished")};
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> fragmentation_cases(Role peer) {
  std::vector<Case> cases;
  add_two_fragments(cases);
  add_shapes(cases);
  add_cuts(cases, peer);
  add_types(cases);
  add_unfinished_ends(cases);
  return cases;
}

}  // namespace parley::conformance
