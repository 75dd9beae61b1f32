// The closing handshake: RFC 6455 §5.5.1, §7.1.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::Opcode;
using protocol::to_bytes;

constexpr std::string_view answer_rule =
    "A Close is answered by a Close, and then the server ends the TCP connection at once.";
constexpr std::string_view reason_rule =
    "The reason of a Close is UTF-8, and a stream that is not fails the connection (§8.1).";
constexpr std::string_view body_rule =
    "The body of a Close begins with a code of two bytes, and incoming data must be validated (§10.7).";

Case make(std::string id, std::string_view section, Level level, std::string title, std::string_view rule,
          std::vector<std::string> aliases = {}) {
  Case test;
  test.id = std::move(id);
  test.aliases = std::move(aliases);
  test.group = "close";
  test.section = section;
  test.level = level;
  test.title = std::move(title);
  test.rule = rule;
  return test;
}

/// What follows a Close may still lie unread when the peer ends TCP: then its Close can be lost to a reset.
std::vector<Allowed> closed_or_reset(Codes codes) {
  return {{Grade::strict, Closes{std::move(codes)}},
          {Grade::strict, Resets{}},
          {Grade::lenient, Closes{any_code_but_errors()}}};
}

std::vector<Allowed> closed(Codes codes) {
  return {{Grade::strict, Closes{std::move(codes)}},
          {Grade::lenient, Closes{any_code_but_errors()}},
          {Grade::lenient, Resets{}}};
}

const Codes normal{{1000, 1000}, {1005, 1005}};

void add_answers(std::vector<Case>& cases) {
  auto empty = make("6455-5.5.1-close-empty", "RFC 6455 §5.5.1", Level::must, "A Close without a body", answer_rule,
                    {"autobahn/7.3.1"});
  empty.script.steps = {Send{{{.opcode = Opcode::close}}}};
  empty.allowed = closed(normal);
  cases.push_back(std::move(empty));

  auto after_echo = make("6455-5.5.1-close-after-echo", "RFC 6455 §5.5.1", Level::must, "A text, its echo, a Close",
                         answer_rule, {"autobahn/7.1.1"});
  after_echo.needs = echoes;
  after_echo.script.steps = {Send{{text("Hello World!")}}, Await{Until::message, 1}, Send{{close_frame(1000)}}};
  after_echo.allowed = closed(normal);
  cases.push_back(std::move(after_echo));
}

void add_reasons(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::string reason;
    std::string_view autobahn;
  };
  const std::vector<Row> rows{
      {"none", "", "autobahn/7.3.3"},
      {"short", "Hello World!", "autobahn/7.3.4"},
      {"123-bytes", std::string(123, '*'), "autobahn/7.3.5"},
      {"123-bytes-last-of-four", std::string(119, '*') + "\xF0\x9F\x98\x80", ""},
      {"nul", std::string("a\0b", 3), ""},
      {"emoji", "\xF0\x9F\x91\x8B", ""},
  };
  for (const auto& row : rows) {
    auto test = make("6455-5.5.1-reason-" + std::string(row.name), "RFC 6455 §5.5.1", Level::must,
                     "A Close 1000 with a reason: " + std::string(row.name), answer_rule);
    if (!row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
    test.script.steps = {Send{{close_frame(1000, row.reason)}}};
    test.allowed = closed(normal);
    cases.push_back(std::move(test));
  }
}

/// Every way to cut a Close in two.
void add_cuts(std::vector<Case>& cases, Role peer) {
  Bytes wire;
  encode(close_frame(1000, "cut"), peer, {1, 2, 3, 4}, wire);
  for (std::size_t at = 1; at < wire.size(); ++at) {
    const auto before = std::to_string(at);
    auto test =
        make("6455-5.5.1-close-cut-after-" + before, "RFC 6455 §5.5.1", Level::must,
             "A Close 1000 with a reason in two TCP writes, the first one of " + before + " bytes", answer_rule);
    test.script.steps = in_two_writes(wire, at);
    test.allowed = closed(normal);
    cases.push_back(std::move(test));
  }
  auto test = make("6455-5.5.1-close-by-byte", "RFC 6455 §5.5.1", Level::must,
                   "A Close 1000 with a reason of 123 bytes: each byte in a TCP write of its own", answer_rule);
  test.script.steps = {Send{{close_frame(1000, std::string(123, '*'))}, 1}};
  test.allowed = closed(normal);
  cases.push_back(std::move(test));
}

void add_bad_bodies(std::vector<Case>& cases) {
  auto one = make("6455-5.5.1-body-of-one-byte", "RFC 6455 §5.5.1, §10.7", Level::must,
                  "A Close with a body of one byte", body_rule, {"autobahn/7.3.2"});
  one.script.steps = {Send{{{.opcode = Opcode::close, .payload = {0x03}}}}};
  one.allowed = bad_close(1000, code(1002));
  cases.push_back(std::move(one));

  struct Row {
    std::string_view name;
    std::string reason;
    std::string_view autobahn = "";
  };
  for (const auto& row :
       {Row{"surrogate", "a\xED\xA0\x80z", "autobahn/7.5.1"}, Row{"cut", "a\xE2\x82", ""},
        Row{"at-its-end", std::string(121, 'r') + "\x80"}, Row{"cut-at-its-end", std::string(121, 'r') + "\xF0\x9F"},
        Row{"overlong", "\xC0\xAF", ""}, Row{"stray", "\x80", ""}, Row{"beyond-unicode", "\xF4\x90\x80\x80", ""}}) {
    auto test = make("6455-8.1-reason-" + std::string(row.name), "RFC 6455 §5.5.1, §8.1", Level::must,
                     "A Close 1000 whose reason is no UTF-8: " + std::string(row.name), reason_rule);
    if (!row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
    test.script.steps = {Send{{close_frame(1000, row.reason)}}};
    test.allowed = bad_close(1000, {{1002, 1002}, {1007, 1007}});
    cases.push_back(std::move(test));
  }
}

void add_more_after_close(std::vector<Case>& cases) {
  // No sentence fixes the code of the answer, and what came behind the Close was odd.
  const Allowed odd_but_answered{Grade::lenient, Closes{{{1002, 1002}}}};
  auto second = make("6455-5.5.1-second-close", "RFC 6455 §1.4, §5.5.1", Level::must,
                     "A Close 1000, then an empty Close", answer_rule, {"autobahn/7.1.2"});
  second.script.steps = {Send{{close_frame(1000), {.opcode = Opcode::close}}}};
  second.allowed = closed_or_reset(normal);
  second.allowed.push_back(odd_but_answered);
  cases.push_back(std::move(second));

  auto pinged = make("6455-5.5.2-ping-after-close", "RFC 6455 §5.5.1, §5.5.2", Level::must, "A Close 1000, then a ping",
                     answer_rule, {"autobahn/7.1.3"});
  pinged.script.steps = {Send{{close_frame(1000), ping("too late")}}};
  pinged.allowed = closed_or_reset(normal);
  pinged.allowed.push_back(odd_but_answered);
  cases.push_back(std::move(pinged));

  auto texted = make("6455-1.4-text-after-close", "RFC 6455 §1.4, §5.5.1", Level::quality, "A Close 1000, then a text",
                     "What comes after a Close is discarded (§1.4, which is not normative).", {"autobahn/7.1.4"});
  texted.script.steps = {Send{{close_frame(1000), text("too late")}}};
  texted.allowed = closed_or_reset({{1000, 1000}, {1002, 1002}, {1005, 1005}});
  texted.forbidden.messages = {to_bytes("too late")};
  cases.push_back(std::move(texted));

  auto inside =
      make("6455-5.5.1-close-inside-a-message", "RFC 6455 §5.4, §5.5.1", Level::should,
           "A fragment, a Close 1000, the last fragment",
           "A Close may stand between fragments, and should be answered as soon as practical (§5.5.1); what comes "
           "after it is discarded (§1.4).",
           {"autobahn/7.1.5"});
  inside.script.steps = {Send{{unfinished(text("frag")), close_frame(1000), continuation(to_bytes("ment"))}}};
  inside.allowed = closed_or_reset({{1000, 1000}, {1002, 1002}, {1005, 1005}});
  inside.forbidden.messages = {to_bytes("fragment"), to_bytes("frag")};
  cases.push_back(std::move(inside));

  auto alone = make("6455-5.5.1-close-inside-a-message-without-end", "RFC 6455 §5.4, §5.5.1", Level::must,
                    "A fragment, then a Close 1000 and nothing more",
                    "A Close may stand between fragments, and is answered there: the message has no end any more.");
  alone.script.steps = {Send{{unfinished(text("frag")), close_frame(1000)}}};
  alone.allowed = closed_or_reset({{1000, 1000}, {1002, 1002}, {1005, 1005}});
  alone.forbidden.messages = {to_bytes("frag")};
  cases.push_back(std::move(alone));

  auto flood = make("6455-5.5.1-close-behind-much-data", "RFC 6455 §5.5.1", Level::info,
                    "A text of 256 KiB, a short one, a Close 1000 and a ping at once",
                    "Told for information: whether the messages or the Close come first.", {"autobahn/7.1.6"});
  flood.script.steps = {Send{{text(repeated(256U << 10U, 0x2A)), text("short"), close_frame(1000), ping("too late")}}};
  flood.allowed = {{Grade::informational, Closes{any_code()}}, {Grade::informational, Ends{}}};
  cases.push_back(std::move(flood));
}

void add_ends_of_tcp(std::vector<Case>& cases) {
  struct Row {
    std::string_view where;
    std::vector<Step> steps;
  };
  const auto cut = [](Frame frame) {
    frame.announced = 100;  // more than comes
    return frame;
  };
  const std::vector<Row> rows{
      {"", {}},
      {"-inside-a-header", {SendBytes{{0x81}}}},
      {"-inside-a-frame", {Send{{cut(text("the first of"))}}}},
      {"-inside-a-message", {Send{{unfinished(text("a fragment"))}}}},
      {"-inside-a-ping", {Send{{cut(ping("half a"))}}}},
  };
  for (const auto& row : rows) {
    auto test = make("6455-7.1.4-tcp-ends" + std::string(row.where), "RFC 6455 §7.1.4", Level::quality,
                     "TCP ends without a Close" + std::string(row.where.empty() ? "" : ", ") +
                         std::string(row.where.empty() ? row.where : row.where.substr(1)),
                     "When TCP has ended the WebSocket connection is closed: the peer ends its side as well.");
    test.script.steps = row.steps;
    test.script.steps.emplace_back(ShutdownWrite{});
    test.allowed = {{Grade::strict, Ends{}}};
    cases.push_back(std::move(test));
  }
}

void add_patience_of_a_client(std::vector<Case>& cases) {
  constexpr auto long_enough = std::chrono::milliseconds(400);  // to see that it does not end TCP at once
  auto test = make("6455-7.1.1-client-waits-for-the-server", "RFC 6455 §5.5.1, §7.1.1", Level::should,
                   "After a Close from both sides the server does not end TCP for 0.4 s",
                   "A client should wait for the server to end TCP, which keeps TIME_WAIT where it belongs; it may end "
                   "TCP itself at any time, so that this is advice.");
  test.script.steps = {Send{{close_frame(1000)}}, Await{Until::close_or_end, 1}, Pause{long_enough}};
  test.allowed = {{Grade::strict, ClosesAndWaits{any_code_but_errors()}}};
  cases.push_back(std::move(test));
}

/// The same faults as in other sections; here it is the Close that is asked for.
void add_closes_of_failures(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::vector<Frame> frames;
    std::uint16_t code;
    std::vector<Allowed> others = {{Grade::lenient, Fails{any_code()}}, {Grade::lenient, Drops{}}};
  };
  // An empty Close does not fail the cases on bad bodies, since it does not tell whether the body was taken. Here it
  // is not the fitting code.
  const std::vector<Allowed> not_empty{{Grade::lenient, Fails{{{1002, 1003}, {1007, 1008}}}},
                                       {Grade::lenient, Drops{}}};
  auto reserved = text("bits");
  reserved.rsv = protocol::rsv2;
  const std::vector<Row> rows{
      {"reserved-bit", {reserved}, 1002},
      {"unknown-opcode", {{.opcode = static_cast<Opcode>(3)}}, 1002},
      {"orphan-continuation", {continuation(to_bytes("orphan"))}, 1002},
      {"fragmented-ping", {unfinished(ping("frag"))}, 1002},
      {"text-not-utf8", {text("\xFF")}, 1007},
      {"close-body-of-one-byte", {{.opcode = Opcode::close, .payload = {0x03}}}, 1002, not_empty},
      {"close-reason-not-utf8", {close_frame(1000, "\xFF")}, 1007, not_empty},
      {"close-code-1005", {close_frame(1005)}, 1002, not_empty},
  };
  for (const auto& row : rows) {
    auto test =
        make("6455-7.1.7-close-for-" + std::string(row.name), "RFC 6455 §7.1.7, §7.4.1", Level::should,
             "The connection is to be failed: " + std::string(row.name),
             "Before an endpoint ends a connection that it fails, it should send a Close with a fitting code (" +
                 std::to_string(row.code) + ").");
    test.script.steps = {Send{row.frames}};
    test.allowed = row.others;
    test.allowed.insert(test.allowed.begin(), {Grade::strict, Fails{code(row.code)}});
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> close_cases(Role peer) {
  std::vector<Case> cases;
  add_answers(cases);
  add_reasons(cases);
  add_cuts(cases, peer);
  add_bad_bodies(cases);
  add_more_after_close(cases);
  add_ends_of_tcp(cases);
  if (peer == Role::client) add_patience_of_a_client(cases);
  add_closes_of_failures(cases);
  return cases;
}

}  // namespace parley::conformance
