// Ping and Pong: RFC 6455 §5.5.2, §5.5.3.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
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

struct PingRow {
  std::string name;
  Bytes payload;
  std::size_t piece;
  std::string_view autobahn;
};

void add_ping(std::vector<Case>& cases, const PingRow& row) {
  auto test = make("6455-5.5.3-pong-" + row.name, "RFC 6455 §5.5.2, §5.5.3", "A ping: " + row.name,
                   "A ping is answered by a pong with the same payload.");
  if (!row.autobahn.empty()) test.aliases = {std::string(row.autobahn)};
  test.script.steps = {Send{{ping_of(row.payload)}, row.piece}};
  test.allowed = answered({}, {row.payload});
  cases.push_back(std::move(test));
}

void add_pongs(std::vector<Case>& cases) {
  for (const auto& row :
       {PingRow{"empty", {}, 0, "autobahn/2.1"}, PingRow{"ascii", to_bytes("Hello, world!"), 0, "autobahn/2.2"},
        PingRow{"not-utf8", {0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF}, 0, "autobahn/2.3"},
        PingRow{"125-bytes", repeated(125, 0xFE), 0, "autobahn/2.4"},
        PingRow{"125-bytes-by-byte", repeated(125, 0xFE), 1, "autobahn/2.6"}, PingRow{"1-byte", repeated(1, 0), 0, ""},
        PingRow{"empty-by-byte", {}, 1, ""}, PingRow{"of-zeros", repeated(64, 0), 0, ""},
        PingRow{"like-a-close", {0x03, 0xE8}, 0, ""}, PingRow{"like-a-frame", {0x89, 0x00, 0x88, 0x00}, 0, ""}}) {
    add_ping(cases, row);
  }
  for (const std::size_t size : {2U, 3U, 4U, 5U, 7U, 8U, 9U, 15U, 16U, 17U, 31U, 32U, 33U, 63U, 64U, 65U, 123U, 124U}) {
    Bytes payload;
    for (std::size_t i = 0; i < size; ++i) payload.push_back(static_cast<std::uint8_t>(0x80 + 7 * i));
    add_ping(cases, {std::to_string(size) + "-bytes", payload, 0, ""});
  }
}

/// Every way to cut a ping in two.
void add_cut_pings(std::vector<Case>& cases, Role peer) {
  const auto payload = to_bytes("cut in two");
  Bytes wire;
  encode(ping_of(payload), peer, {1, 2, 3, 4}, wire);
  for (std::size_t at = 1; at < wire.size(); ++at) {
    const auto before = std::to_string(at);
    auto test = make("6455-5.5.3-pong-cut-after-" + before, "RFC 6455 §5.5.2, §5.5.3",
                     "A ping in two TCP writes, the first one of " + before + " bytes",
                     "A ping is answered by a pong with the same payload.");
    test.script.steps = in_two_writes(wire, at);
    test.allowed = answered({}, {payload});
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

/// A pong has the payload of its own ping, also where that is empty or shorter than the one before.
void add_pings_one_after_another(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::string_view second;
  };
  for (const auto& row : {Row{"empty", ""}, Row{"shorter", "short"}}) {
    auto test = make("6455-5.5.3-" + std::string(row.name) + "-ping-after-another", "RFC 6455 §5.5.3",
                     "A ping, its pong, then a ping with a payload that is " + std::string(row.name),
                     "A pong has the payload of the ping that it answers.");
    test.script.steps = {Send{{ping("the first one")}}, Await{Until::pong, 1}, Send{{ping(row.second)}}};
    test.allowed = answered({}, {to_bytes("the first one"), to_bytes(row.second)});
    cases.push_back(std::move(test));
  }
}

/// Each when the one before has been answered.
void add_many_pings(std::vector<Case>& cases) {
  constexpr int count = 250;
  auto test = make("6455-5.5.3-many-pings", "RFC 6455 §5.5.2, §5.5.3",
                   std::to_string(count) + " pings, each when the one before has been answered",
                   "Pings are answered, however many have been before.");
  std::vector<Bytes> payloads;
  for (int number = 0; number < count; ++number) {
    payloads.push_back(to_bytes(std::to_string(number)));
    test.script.steps.emplace_back(Send{{ping_of(payloads.back())}});
    test.script.steps.emplace_back(Await{Until::pong, static_cast<std::size_t>(number) + 1});
  }
  test.allowed = answered({}, payloads);
  cases.push_back(std::move(test));
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
  struct Row {
    std::string_view name;
    std::string_view title;
    std::vector<Frame> frames;
    std::string_view payload;
  };
  const auto asked = ping("are you there");
  for (const auto& row : {Row{"", "A pong, then a ping with another payload", {pong("heartbeat"), asked}, "heartbeat"},
                          Row{"-inside-a-message",
                              "A pong between two fragments, then a ping with another payload",
                              {unfinished(text("he")), pong("heartbeat"), continuation({'y'}), asked},
                              "heartbeat"}}) {
    auto test =
        make("6455-5.5.3-pong-is-not-answered" + std::string(row.name), "RFC 6455 §5.5.3", std::string(row.title),
             "A response to a pong is not expected: who sends one doubles every heartbeat.");
    test.level = Level::quality;
    test.script.steps = {Send{row.frames}};
    test.allowed = answered({}, {to_bytes("are you there")});
    test.forbidden.pongs = {to_bytes(row.payload)};
    cases.push_back(std::move(test));
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

std::vector<Case> control_cases(Role peer) {
  std::vector<Case> cases;
  add_pongs(cases);
  add_cut_pings(cases, peer);
  add_ten_pings(cases);
  add_pings_one_after_another(cases);
  add_many_pings(cases);
  add_unasked_pongs(cases);
  add_pong_for_pong(cases);
  add_answers_among_messages(cases);
  return cases;
}

}  // namespace parley::conformance
