// Fragmentation: RFC 6455 §5.4.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

constexpr std::string_view whole_rule = "A fragmented message is the concatenation of its fragments.";
constexpr std::string_view control_rule =
    "Control frames may stand between the fragments of a message, and are handled there.";
constexpr std::string_view sequence_rule =
    "A continuation frame goes on with a message that has begun; a new message begins after the end of the one before.";

Case make(std::string id, std::vector<Need> needs, std::string title, std::string_view rule,
          std::vector<std::string> aliases = {}) {
  Case test;
  test.id = "6455-5.4-" + id;
  test.aliases = std::move(aliases);
  test.group = "fragmentation";
  test.section = "RFC 6455 §5.4";
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = rule;
  return test;
}

enum class Writes : std::uint8_t { together, by_frame, by_byte };

std::vector<Step> steps_for(const std::vector<Frame>& frames, Writes writes) {
  switch (writes) {
    case Writes::together:
      return {Send{frames}};
    case Writes::by_byte:
      return {Send{frames, 1}};
    case Writes::by_frame:
      break;
  }
  std::vector<Step> steps;
  for (const auto& frame : frames) steps.emplace_back(Send{{frame}});
  return steps;
}

struct Way {
  Writes writes;
  std::string_view suffix;
  unsigned number;  // added to the first of Autobahn's three
};

constexpr Way ways[] = {
    {Writes::together, "", 0}, {Writes::by_frame, "-by-frame", 1}, {Writes::by_byte, "-by-byte", 2}};

std::vector<std::string> autobahn(unsigned number) {
  return {"autobahn/5." + std::to_string(number)};
}

void add_two_fragments(std::vector<Case>& cases) {
  for (const auto& way : ways) {
    auto plain = make("two-fragments" + std::string(way.suffix), echoes, "A text in two fragments", whole_rule,
                      autobahn(3 + way.number));
    plain.script.steps = steps_for({unfinished(text("frag")), continuation(to_bytes("ment"))}, way.writes);
    plain.allowed = answered({{true, to_bytes("fragment")}});
    cases.push_back(std::move(plain));

    auto pinged = make("ping-between" + std::string(way.suffix), echoes, "A ping between two fragments", control_rule,
                       autobahn(6 + way.number));
    pinged.script.steps =
        steps_for({unfinished(text("frag")), ping("between"), continuation(to_bytes("ment"))}, way.writes);
    pinged.allowed = answered({{true, to_bytes("fragment")}}, {to_bytes("between")});
    cases.push_back(std::move(pinged));
  }
}

/// A whole message is sent as fragments that have these sizes.
void add_shape(std::vector<Case>& cases, const std::string& name, bool is_text, const std::vector<std::size_t>& sizes,
               std::vector<std::string> aliases = {}) {
  auto test = make((is_text ? "text-" : "binary-") + name, echoes, "A message in fragments: " + name, whole_rule,
                   std::move(aliases));
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
    add_shape(cases, "empty-first", is_text, {0, 5});
    add_shape(cases, "empty-middle", is_text, {3, 0, 3});
    add_shape(cases, "empty-last", is_text, {5, 0});
    add_shape(cases, "all-empty", is_text, {0, 0, 0}, only_text("autobahn/6.1.2"));
    add_shape(cases, "only-the-middle", is_text, {0, 5, 0}, only_text("autobahn/6.1.3"));
    add_shape(cases, "at-length-boundaries", is_text, {125, 126, 127, 65535, 65536});
    add_shape(cases, "a-thousand-of-one-byte", is_text, std::vector<std::size_t>(1000, 1));
    std::vector<std::size_t> of_1300(50, 1300);
    of_1300.push_back(536);
    add_shape(cases, "65536-bytes-by-1300", is_text, of_1300, only_text("autobahn/10.1.1"));
  }
}

void add_orphans(std::vector<Case>& cases) {
  for (const bool fin : {true, false}) {
    for (const auto& way : ways) {
      auto orphan = continuation(to_bytes("orphan"));
      orphan.fin = fin;
      auto test = make(std::string("orphan-fin-") + (fin ? "1" : "0") + std::string(way.suffix), opens,
                       "A continuation frame when no message has begun, then a text", sequence_rule,
                       autobahn((fin ? 9 : 12) + way.number));
      test.script.steps = steps_for({orphan, text("good")}, way.writes);
      test.allowed = failed_with(code(1002));
      test.forbidden.messages = {to_bytes("orphan"), to_bytes("good")};
      cases.push_back(std::move(test));
    }
    auto orphan = continuation(to_bytes("orphan"));
    orphan.fin = fin;
    auto twice = make(std::string("orphans-among-messages-fin-") + (fin ? "1" : "0"), opens,
                      "Twice: a continuation frame when no message has begun, then a text in two fragments",
                      sequence_rule, autobahn(fin ? 17 : 16));
    const std::vector<Frame> good{unfinished(text("frag")), continuation(to_bytes("ment"))};
    twice.script.steps = {Send{{orphan, good[0], good[1], orphan, good[0], good[1]}}};
    twice.allowed = failed_with(code(1002));
    twice.forbidden.messages = {to_bytes("orphan"), to_bytes("fragment")};
    cases.push_back(std::move(twice));

    auto after = make(std::string("orphan-after-a-message-fin-") + (fin ? "1" : "0"), opens,
                      "A text in two fragments, one continuation frame too many, then a text", sequence_rule,
                      fin ? std::vector<std::string>{} : autobahn(15));
    after.script.steps = {Send{{good[0], good[1], orphan, text("too late")}}};
    after.allowed = failed_with(code(1002));
    after.forbidden.messages = {to_bytes("orphan"), to_bytes("too late")};
    cases.push_back(std::move(after));
  }
}

void add_interleaved(std::vector<Case>& cases) {
  for (const bool first_text : {true, false}) {
    for (const bool second_text : {true, false}) {
      const auto first = first_text ? text("one") : binary(to_bytes("one"));
      const auto second = second_text ? text("two") : binary(to_bytes("two"));
      auto test = make(std::string(second_text ? "text" : "binary") + "-inside-" + (first_text ? "text" : "binary"),
                       opens, "A message begins before the end of another", sequence_rule,
                       first_text && second_text ? autobahn(18) : std::vector<std::string>{});
      test.script.steps = {Send{{unfinished(first), second}}};
      test.allowed = failed_with(code(1002));
      test.forbidden.messages = {to_bytes("one"), to_bytes("two"), to_bytes("onetwo")};
      cases.push_back(std::move(test));
    }
  }
}

void add_controls_between(std::vector<Case>& cases) {
  for (const bool is_text : {true, false}) {
    const auto begin = is_text ? text("frag") : binary(to_bytes("frag"));
    const std::string kind = is_text ? "text" : "binary";
    auto test =
        make(kind + "-controls-between", echoes, "Empty and other pings and pongs between fragments", control_rule);
    test.script.steps = {Send{{unfinished(begin), ping(""), pong(""), unfinished(continuation(to_bytes("me"))),
                               pong("unasked"), ping("last"), continuation(to_bytes("nt"))}}};
    test.allowed = answered({{is_text, to_bytes("fragment")}}, {{}, to_bytes("last")});
    cases.push_back(std::move(test));
  }
}

/// The pong is awaited before the message goes on: what a peer must be able to do, and should do soon.
void add_pong_before_the_end(std::vector<Case>& cases) {
  for (const bool by_frame : {false, true}) {
    auto test = make(std::string("pings-answered-inside") + (by_frame ? "-by-frame" : ""), echoes,
                     "Five fragments with two pings; each pong is awaited before the message goes on", control_rule,
                     autobahn(by_frame ? 20 : 19));
    const std::vector<Frame> begin{unfinished(text("f1")), unfinished(continuation(to_bytes("f2"))), ping("first")};
    const std::vector<Frame> middle{unfinished(continuation(to_bytes("f3"))), unfinished(continuation(to_bytes("f4"))),
                                    ping("second")};
    for (const auto& step : steps_for(begin, by_frame ? Writes::by_frame : Writes::together)) {
      test.script.steps.push_back(step);
    }
    test.script.steps.emplace_back(Await{Until::pong, 1});
    for (const auto& step : steps_for(middle, by_frame ? Writes::by_frame : Writes::together)) {
      test.script.steps.push_back(step);
    }
    test.script.steps.emplace_back(Await{Until::pong, 2});
    test.script.steps.emplace_back(Send{{continuation(to_bytes("f5"))}});
    test.allowed = answered({{true, to_bytes("f1f2f3f4f5")}}, {to_bytes("first"), to_bytes("second")});
    cases.push_back(std::move(test));
  }
}

void add_unfinished_ends(std::vector<Case>& cases) {
  auto test = make("ends-inside-a-message", opens, "TCP ends inside a fragmented message",
                   "A message without its last fragment is none: nothing of it is delivered, and the connection ends.");
  test.level = Level::quality;
  test.script.steps = {Send{{unfinished(text("never finished"))}}, ShutdownWrite{}};
  test.allowed = {{Grade::strict, Ends{}}};
  test.forbidden.messages = {to_bytes("never finished")};
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> fragmentation_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_two_fragments(cases);
  add_shapes(cases);
  add_orphans(cases);
  add_interleaved(cases);
  add_controls_between(cases);
  add_pong_before_the_end(cases);
  add_unfinished_ends(cases);
  return cases;
}

}  // namespace parley::conformance
