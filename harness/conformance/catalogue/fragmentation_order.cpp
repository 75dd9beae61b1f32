// Continuation frames without a message, and messages inside each other: RFC 6455 §5.4.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/fragmentation_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

constexpr std::string_view sequence_rule =
    "A continuation frame goes on with a message that has begun; a new message begins after the end of the one before.";

void add_orphans(std::vector<Case>& cases) {
  for (const bool fin : {true, false}) {
    for (const auto& way : ways) {
      auto orphan = continuation(to_bytes("orphan"));
      orphan.fin = fin;
      auto test = fragmentation_case(std::string("orphan-fin-") + (fin ? "1" : "0") + std::string(way.suffix), opens,
                                     "A continuation frame when no message has begun, then a text", sequence_rule,
                                     autobahn_5((fin ? 9 : 12) + way.number));
      test.script.steps = steps_for({orphan, text("good")}, way.writes);
      test.allowed = failed_with(code(1002));
      test.forbidden.messages = {to_bytes("orphan"), to_bytes("good")};
      cases.push_back(std::move(test));
    }
    auto orphan = continuation(to_bytes("orphan"));
    orphan.fin = fin;
    auto twice =
        fragmentation_case(std::string("orphans-among-messages-fin-") + (fin ? "1" : "0"), opens,
                           "Twice: a continuation frame when no message has begun, then a text in two fragments",
                           sequence_rule, autobahn_5(fin ? 17 : 16));
    const std::vector<Frame> good{unfinished(text("frag")), continuation(to_bytes("ment"))};
    twice.script.steps = {Send{{orphan, good[0], good[1], orphan, good[0], good[1]}}};
    twice.allowed = failed_with(code(1002));
    twice.forbidden.messages = {to_bytes("orphan"), to_bytes("fragment")};
    cases.push_back(std::move(twice));

    auto after = fragmentation_case(std::string("orphan-after-a-message-fin-") + (fin ? "1" : "0"), opens,
                                    "A text in two fragments, one continuation frame too many, then a text",
                                    sequence_rule, fin ? std::vector<std::string>{} : autobahn_5(15));
    after.script.steps = {Send{{good[0], good[1], orphan, text("too late")}}};
    after.allowed = failed_with(code(1002));
    after.forbidden.messages = {to_bytes("orphan"), to_bytes("too late")};
    cases.push_back(std::move(after));
  }
}

struct Orphan {
  std::string_view name;
  std::vector<Frame> before;
  std::string_view title;
};

/// Places where no message is open, whatever came before.
void add_more_orphans(std::vector<Case>& cases) {
  for (const auto& row :
       {Orphan{"after-a-whole-text", {text("good")}, "A text"},
        Orphan{"after-a-whole-binary", {binary({1, 2})}, "A binary message"},
        Orphan{"after-a-ping", {ping("ping")}, "A ping"}, Orphan{"after-a-pong", {pong("pong")}, "A pong"},
        Orphan{"after-an-empty-end",
               {unfinished(text("good")), continuation({})},
               "A message with an empty last fragment"}}) {
    for (const std::string_view payload : {"orphan", ""}) {
      auto test = fragmentation_case(std::string(payload.empty() ? "empty-" : "") + "orphan-" + std::string(row.name),
                                     opens, std::string(row.title) + ", then a continuation frame", sequence_rule);
      auto frames = row.before;
      frames.push_back(continuation(to_bytes(payload)));
      test.script.steps = {Send{std::move(frames)}};
      test.allowed = failed_with(code(1002));
      if (!payload.empty()) test.forbidden.messages = {to_bytes(payload)};
      cases.push_back(std::move(test));
    }
  }
  for (const bool fin : {true, false}) {
    auto orphan = continuation({});
    orphan.fin = fin;
    auto test = fragmentation_case(std::string("empty-orphan-fin-") + (fin ? "1" : "0"), opens,
                                   "An empty continuation frame when no message has begun", sequence_rule);
    test.script.steps = {Send{{orphan}}};
    test.allowed = failed_with(code(1002));
    cases.push_back(std::move(test));
  }
}

void add_interleaved(std::vector<Case>& cases) {
  for (const bool first_text : {true, false}) {
    for (const bool second_text : {true, false}) {
      const auto first = first_text ? text("one") : binary(to_bytes("one"));
      const auto second = second_text ? text("two") : binary(to_bytes("two"));
      auto test = fragmentation_case(
          std::string(second_text ? "text" : "binary") + "-inside-" + (first_text ? "text" : "binary"), opens,
          "A message begins before the end of another", sequence_rule,
          first_text && second_text ? autobahn_5(18) : std::vector<std::string>{});
      test.script.steps = {Send{{unfinished(first), second}}};
      test.allowed = failed_with(code(1002));
      test.forbidden.messages = {to_bytes("one"), to_bytes("two"), to_bytes("onetwo")};
      cases.push_back(std::move(test));
    }
  }
}

/// The message that must not begin: empty, itself unfinished, or far into the one before.
void add_more_interleaved(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::vector<Frame> frames;
    std::vector<Bytes> forbidden;
  };
  const auto begin = unfinished(text("one"));
  const auto middle = unfinished(continuation(to_bytes("more")));
  for (const auto& row : {
           Row{"empty-text", {begin, text("")}, {}},
           Row{"empty-binary", {begin, binary({})}, {}},
           Row{"unfinished-text", {begin, unfinished(text("two")), continuation({'x'})}, {to_bytes("twox")}},
           Row{"unfinished-binary", {begin, unfinished(binary({2})), continuation({'x'})}, {{2, 'x'}}},
           Row{"text-after-two-fragments", {begin, middle, text("two")}, {to_bytes("two")}},
           Row{"text-after-a-ping", {begin, ping("between"), text("two")}, {to_bytes("two")}},
           Row{"text-before-the-end", {begin, text("two"), continuation({'x'})}, {to_bytes("two"), to_bytes("onex")}},
           Row{"text-in-an-empty-message", {unfinished(text("")), text("two")}, {to_bytes("two")}},
       }) {
    auto test =
        fragmentation_case("interleaved-" + std::string(row.name), opens,
                           "A message begins before the end of another: " + std::string(row.name), sequence_rule);
    test.script.steps = {Send{row.frames}};
    test.allowed = failed_with(code(1002));
    test.forbidden.messages = row.forbidden;
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> fragmentation_order_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_orphans(cases);
  add_more_orphans(cases);
  add_interleaved(cases);
  add_more_interleaved(cases);
  // What breaks §5.4 is data that an endpoint must find out.
  for (auto& test : cases) test.section = "RFC 6455 §5.4, §10.7";
  return cases;
}

}  // namespace parley::conformance
