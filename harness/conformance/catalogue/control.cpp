// Control frames, Ping and Pong: RFC 6455 §5.5, §5.5.2, §5.5.3.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::LengthForm;
using protocol::Opcode;
using protocol::to_bytes;

Case make(std::string id, std::string_view section, std::string title, std::string rule,
          std::vector<std::string> aliases = {}) {
  Case test;
  test.id = std::move(id);
  test.aliases = std::move(aliases);
  test.group = "control";
  test.section = section;
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

Frame ping_of(Bytes payload) {
  return {.opcode = Opcode::ping, .payload = std::move(payload)};
}

void add_pongs(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    Bytes payload;
    std::size_t piece;
    std::string_view autobahn;
  };
  std::vector<Row> rows{
      {"empty", {}, 0, "autobahn/2.1"},
      {"ascii", to_bytes("Hello, world!"), 0, "autobahn/2.2"},
      {"not-utf8", {0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF}, 0, "autobahn/2.3"},
      {"125-bytes", repeated(125, 0xFE), 0, "autobahn/2.4"},
      {"125-bytes-by-byte", repeated(125, 0xFE), 1, "autobahn/2.6"},
      {"1-byte", repeated(1, 0), 0, ""},
      {"2-bytes", repeated(2, 0x80), 0, ""},
      {"3-bytes", repeated(3, 0x80), 0, ""},
      {"124-bytes", repeated(124, 0x00), 0, ""},
  };
  for (const auto& row : rows) {
    auto test = make("6455-5.5.3-pong-" + std::string(row.name), "RFC 6455 §5.5.2, §5.5.3",
                     "A ping: " + std::string(row.name), "A ping is answered by a pong with the same payload.");
    if (!row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
    test.script.steps = {Send{{ping_of(row.payload)}, row.piece}};
    test.allowed = answered({}, {row.payload});
    cases.push_back(std::move(test));
  }
}

void add_ten_pings(std::vector<Case>& cases) {
  for (const std::size_t piece : {0U, 1U}) {
    auto test = make(piece == 0 ? "6455-5.5.3-ten-pings" : "6455-5.5.3-ten-pings-by-byte", "RFC 6455 §5.5.2, §5.5.3",
                     "Ten pings at once", "Pings are answered; a peer may answer only the newest of them.",
                     {piece == 0 ? "autobahn/2.10" : "autobahn/2.11"});
    Send send;
    std::vector<Bytes> payloads;
    for (int i = 0; i < 10; ++i) {
      payloads.push_back(to_bytes("payload-" + std::to_string(i)));
      send.frames.push_back(ping_of(payloads.back()));
    }
    send.piece = piece;
    test.script.steps = {send};
    test.allowed = answered({}, payloads);
    cases.push_back(std::move(test));
  }
}

void add_unasked_pongs(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::string_view payload;
    std::string_view autobahn;
  };
  // Autobahn closes after 2.7 and 2.8; the ping here shows that the peer goes on.
  for (const auto& row : {Row{"empty", "", "autobahn/2.7"}, Row{"with-payload", "unasked", "autobahn/2.8"},
                          Row{"same-as-the-ping", "ping", "autobahn/2.9"}}) {
    auto test = make("6455-5.5.3-unsolicited-pong-" + std::string(row.name), "RFC 6455 §5.5.3",
                     "A pong that nobody asked for, then a ping",
                     "An unsolicited pong is a heartbeat: no answer is expected, and the connection goes on.",
                     {std::string(row.autobahn)});
    test.script.steps = {Send{{pong(row.payload), ping("ping")}}};
    test.allowed = answered({}, {to_bytes("ping")});
    cases.push_back(std::move(test));
  }
}

void add_pong_for_pong(std::vector<Case>& cases) {
  auto test = make("6455-5.5.3-pong-is-not-answered", "RFC 6455 §5.5.3", "A pong, then a ping with another payload",
                   "A response to a pong is not expected: who sends one doubles every heartbeat.");
  test.level = Level::quality;
  test.script.steps = {Send{{pong("heartbeat"), ping("are you there")}}};
  test.allowed = answered({}, {to_bytes("are you there")});
  test.forbidden.pongs = {to_bytes("heartbeat")};
  cases.push_back(std::move(test));
}

void add_too_long(std::vector<Case>& cases) {
  struct Row {
    Opcode opcode;
    std::string_view name;
  };
  for (const auto& row : {Row{Opcode::ping, "ping"}, Row{Opcode::pong, "pong"}, Row{Opcode::close, "close"}}) {
    for (const std::size_t size : {126U, 127U, 65535U, 65536U}) {
      auto test = make("6455-5.5-" + std::string(row.name) + "-of-" + std::to_string(size) + "-bytes", "RFC 6455 §5.5",
                       "A " + std::string(row.name) + " of " + std::to_string(size) + " bytes",
                       "A control frame has at most 125 bytes of payload.");
      if (size == 126 && row.opcode == Opcode::ping) test.aliases = {"autobahn/2.5"};
      if (size == 126 && row.opcode == Opcode::close) test.aliases = {"autobahn/7.3.6"};
      auto payload = repeated(size, 0x2A);
      if (row.opcode == Opcode::close) {
        payload[0] = 0x03;
        payload[1] = 0xE8;
      }
      test.script.steps = {Send{{{.opcode = row.opcode, .payload = payload}}}};
      const Codes codes{{1002, 1002}, {1009, 1009}};
      test.allowed = row.opcode == Opcode::close ? refused_close(codes) : failed_with(codes);
      test.forbidden.pongs = {payload};
      cases.push_back(std::move(test));
    }
  }
}

void add_fragmented(std::vector<Case>& cases) {
  struct Row {
    Frame frame;
    std::string_view name;
    std::string_view autobahn;
  };
  const std::vector<Row> rows{{ping("frag"), "ping", "autobahn/5.1"},
                              {pong("frag"), "pong", "autobahn/5.2"},
                              {close_frame(1000, "frag"), "close", ""}};
  for (const auto& row : rows) {
    for (const bool goes_on : {true, false}) {
      auto test = make("6455-5.5-" + std::string(row.name) + "-fragmented" + (goes_on ? "" : "-first-frame-only"),
                       "RFC 6455 §5.4, §5.5", "A " + std::string(row.name) + " with FIN clear",
                       "Control frames are not fragmented.");
      if (goes_on && !row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
      Send send{{unfinished(row.frame)}};
      if (goes_on) send.frames.push_back(continuation(to_bytes("ment")));
      test.script.steps = {send};
      test.allowed = row.frame.opcode == Opcode::close ? refused_close(code(1002)) : failed_with(code(1002));
      test.forbidden.pongs = {to_bytes("fragment"), to_bytes("frag")};
      cases.push_back(std::move(test));
    }
  }
}

void add_answers_among_messages(std::vector<Case>& cases) {
  auto test = make("6455-5.5.2-pings-among-messages", "RFC 6455 §5.5.2", "Text, ping, binary, ping, text",
                   "Pings are answered whatever stands around them.");
  test.needs = echoes;
  test.script.steps = {Send{{text("one"), ping("first"), binary({0, 1, 2}), ping("second"), text("three")}}};
  test.allowed = answered({{true, to_bytes("one")}, {false, {0, 1, 2}}, {true, to_bytes("three")}},
                          {to_bytes("first"), to_bytes("second")});
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> control_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_too_long(cases);
  add_fragmented(cases);
  add_pongs(cases);
  add_ten_pings(cases);
  add_unasked_pongs(cases);
  add_pong_for_pong(cases);
  add_answers_among_messages(cases);
  return cases;
}

}  // namespace parley::conformance
