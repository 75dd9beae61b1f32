// Control frames in the middle of a fragmented message: RFC 6455 §5.4.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/fragmentation_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

constexpr std::string_view control_rule =
    "Control frames may stand between the fragments of a message, and are handled there.";

void add_ping_between(std::vector<Case>& cases) {
  for (const auto& way : ways) {
    auto pinged = fragmentation_case("ping-between" + std::string(way.suffix), echoes, "A ping between two fragments",
                                     control_rule, autobahn_5(6 + way.number));
    pinged.script.steps =
        steps_for({unfinished(text("frag")), ping("between"), continuation(to_bytes("ment"))}, way.writes);
    pinged.allowed = answered({{true, to_bytes("fragment")}}, {to_bytes("between")});
    cases.push_back(std::move(pinged));
  }
}

/// One control frame between two fragments.
void add_one_between(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    Frame frame;
  };
  const std::string long_body(125, 'l');
  for (const auto& row :
       {Row{"empty-ping", ping("")}, Row{"ping-of-125-bytes", ping(long_body)}, Row{"ping-not-utf8", ping("\xFF\xFE")},
        Row{"pong", pong("unasked")}, Row{"empty-pong", pong("")}, Row{"pong-of-125-bytes", pong(long_body)}}) {
    for (const bool is_text : {true, false}) {
      auto test = fragmentation_case(std::string(row.name) + "-inside-a-" + (is_text ? "text" : "binary"), echoes,
                                     "One control frame between two fragments: " + std::string(row.name), control_rule);
      const auto begin = is_text ? text("frag") : binary(to_bytes("frag"));
      test.script.steps = {Send{{unfinished(begin), row.frame, continuation(to_bytes("ment"))}}};
      const bool is_ping = row.frame.opcode == protocol::Opcode::ping;
      test.allowed = answered({{is_text, to_bytes("fragment")}},
                              is_ping ? std::vector<Bytes>{row.frame.payload} : std::vector<Bytes>{});
      cases.push_back(std::move(test));
    }
  }
}

void add_one_after_each(std::vector<Case>& cases) {
  auto test = fragmentation_case("ping-after-each-of-50", echoes, "A text in 50 fragments, with a ping after each",
                                 control_rule);
  Send send;
  std::vector<Bytes> pings;
  Bytes all;
  for (int i = 0; i < 50; ++i) {
    const auto byte = static_cast<std::uint8_t>('0' + i);
    all.push_back(byte);
    send.frames.push_back(i == 0 ? unfinished(text(Bytes{byte})) : unfinished(continuation({byte})));
    if (i == 49) send.frames.back().fin = true;
    pings.push_back(to_bytes("after " + std::to_string(i)));
    send.frames.push_back({.opcode = protocol::Opcode::ping, .payload = pings.back()});
  }
  test.script.steps = {std::move(send)};
  test.allowed = answered({{true, all}}, pings);
  cases.push_back(std::move(test));
}

void add_controls_between(std::vector<Case>& cases) {
  for (const bool is_text : {true, false}) {
    const auto begin = is_text ? text("frag") : binary(to_bytes("frag"));
    const std::string kind = is_text ? "text" : "binary";
    auto test = fragmentation_case(kind + "-controls-between", echoes,
                                   "Empty and other pings and pongs between fragments", control_rule);
    test.script.steps = {Send{{unfinished(begin), ping(""), pong(""), unfinished(continuation(to_bytes("me"))),
                               pong("unasked"), ping("last"), continuation(to_bytes("nt"))}}};
    test.allowed = answered({{is_text, to_bytes("fragment")}}, {{}, to_bytes("last")});
    cases.push_back(std::move(test));
  }
}

/// The pong is awaited before the message goes on: what a peer must be able to do, and should do soon.
void add_pong_before_the_end(std::vector<Case>& cases) {
  for (const bool by_frame : {false, true}) {
    auto test = fragmentation_case(std::string("pings-answered-inside") + (by_frame ? "-by-frame" : ""), echoes,
                                   "Five fragments with two pings; each pong is awaited before the message goes on",
                                   control_rule, autobahn_5(by_frame ? 20 : 19));
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

/// §5.5.2: a pong is due as soon as is practical, and a message may take for ever.
void add_pong_without_an_end(std::vector<Case>& cases) {
  auto test = fragmentation_case(
      "ping-inside-a-message-without-end", opens, "A ping comes inside a message, of which nothing more is sent",
      "A ping is answered as soon as is practical, also inside a message: its end may be far off.");
  test.section = "RFC 6455 §5.4, §5.5.2";
  test.level = Level::should;
  test.script.steps = {Send{{unfinished(text("begin")), ping("inside")}}, Await{Until::pong, 1}};
  test.allowed = answered({}, {to_bytes("inside")});
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> fragmentation_control_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_ping_between(cases);
  add_one_between(cases);
  add_one_after_each(cases);
  add_controls_between(cases);
  add_pong_before_the_end(cases);
  add_pong_without_an_end(cases);
  return cases;
}

}  // namespace parley::conformance
