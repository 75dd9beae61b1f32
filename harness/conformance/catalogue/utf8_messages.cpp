// Text messages whose UTF-8 is cut by fragments and by TCP: RFC 6455 §5.6, §8.1.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/utf8_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

Bytes from_hex(std::string_view hex) {
  return *protocol::from_hex(hex);
}

void add(std::vector<Case>& cases, std::string id, Text kind, std::string title, std::vector<Step> steps,
         const Bytes& payload, std::vector<std::string> aliases = {}) {
  auto test = utf8_case(std::move(id), kind, std::move(title));
  test.aliases = std::move(aliases);
  test.script.steps = std::move(steps);
  expect_text(test, kind, payload);
  cases.push_back(std::move(test));
}

void add_texts(std::vector<Case>& cases) {
  const auto words = from_hex("48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121");
  add(cases, "6455-5.6-two-byte-characters", Text::is_utf8, "A text with characters of two bytes",
      {Send{{text(words)}}}, words, {"autobahn/6.2.1"});
  const Bytes begin(words.begin(), words.begin() + 12);
  const Bytes rest(words.begin() + 12, words.end());
  add(cases, "6455-5.6-cut-between-characters", Text::is_utf8, "The same in two fragments, cut between characters",
      {Send{{unfinished(text(begin)), continuation(rest)}}}, words, {"autobahn/6.2.2"});
  add(cases, "6455-5.6-cut-inside-characters", Text::is_utf8, "The same, each byte a fragment",
      {Send{byte_fragments(words)}}, words, {"autobahn/6.2.3"});

  auto pinged =
      utf8_case("6455-5.6-ping-inside-a-character", Text::is_utf8, "A ping between the two bytes of a character");
  pinged.script.steps = {Send{{unfinished(text(Bytes{0xC3})), ping("between"), continuation({0xA4})}}};
  pinged.allowed = answered({{true, {0xC3, 0xA4}}}, {to_bytes("between")});
  cases.push_back(std::move(pinged));

  auto two =
      utf8_case("6455-5.6-texts-one-after-another", Text::is_utf8,
                "A text that ends in a character of four bytes, and one that begins with one, each in fragments");
  const auto smile = from_hex("f09f9880");
  auto frames = byte_fragments(smile);
  for (auto& frame : byte_fragments(smile)) frames.push_back(std::move(frame));
  two.script.steps = {Send{std::move(frames)}};
  two.allowed = answered({{true, smile}, {true, smile}});
  cases.push_back(std::move(two));
}

/// What is UTF-8 comes back byte by byte: nothing is eaten, composed, or made something else.
void add_untouched(std::vector<Case>& cases) {
  add_sequence(cases, "bom", from_hex("efbbbf48"), Text::is_utf8);
  add_sequence(cases, "bom-in-the-middle", from_hex("61efbbbf62"), Text::is_utf8);
  add_sequence(cases, "nul-inside", {'a', 0, 'b'}, Text::is_utf8);
  add_sequence(cases, "decomposed", from_hex("41cc88"), Text::is_utf8);
  add_sequence(cases, "line-ends", to_bytes("a\r\nb\nc\rd"), Text::is_utf8);
  add_sequence(cases, "white-space-around", to_bytes(" \t\r\n text \n\t "), Text::is_utf8);
  add_sequence(cases, "controls", from_hex("01081b7fc285"), Text::is_utf8);
  add_sequence(cases, "both-directions", from_hex("61e280aed790e280ac62"), Text::is_utf8);
  auto test = utf8_case("6455-5.6-binary-that-is-utf8", Text::is_utf8,
                        "A binary message that would be UTF-8, and one that is not");
  test.rule = "The opcode determines how the data is interpreted: binary stays binary.";
  test.script.steps = {Send{{binary(to_bytes("text")), binary({0xFF, 0xFE})}}};
  test.allowed = answered({{false, to_bytes("text")}, {false, {0xFF, 0xFE}}});
  cases.push_back(std::move(test));

  auto pieces = utf8_case("6455-5.6-binary-in-fragments-is-not-utf8", Text::is_utf8,
                          "A binary message in fragments that is not UTF-8, then a text");
  pieces.rule = "The first frame says what the message is: binary need not be UTF-8.";
  pieces.script.steps = {Send{{unfinished(binary({0xFF})), continuation({0xC3}), text("after")}}};
  pieces.allowed = answered({{false, {0xFF, 0xC3}}, {true, to_bytes("after")}});
  cases.push_back(std::move(pieces));
}

Bytes joined(std::string_view hex) {
  Bytes bytes = from_hex("cebae1bdb9cf83cebcceb5");
  protocol::append(bytes, from_hex(hex));
  protocol::append(bytes, to_bytes("edited"));
  return bytes;
}

/// One frame whose bytes come in three writes, cut after so many bytes of the payload.
std::vector<Step> in_three_writes(const Bytes& payload, std::size_t first, std::size_t second, Role peer) {
  Bytes wire;
  encode(text(payload), peer, {1, 2, 3, 4}, wire);
  const auto header = static_cast<std::ptrdiff_t>(wire.size() - payload.size());
  const auto begin = wire.begin() + header + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(second);
  const Pause pause{std::chrono::milliseconds(30)};
  return {SendBytes{{wire.begin(), begin}}, pause, SendBytes{{begin, end}}, pause, SendBytes{{end, wire.end()}}};
}

/// The RFC does not say when a fault is to be noticed: a peer may wait for the end of the message.
void add_late_faults(std::vector<Case>& cases, Role peer) {
  add_sequence(cases, "surrogate-after-greek", joined("eda080"), Text::is_not_utf8, "6.3.1");
  for (auto& test : cases) {
    if (test.id == "6455-8.1-utf8-surrogate-after-greek-by-fragments") test.aliases = {"autobahn/6.3.2"};
  }
  struct Late {
    std::string_view name, first, second, fragments, pieces;
  };
  for (const auto& row : {Late{"beyond-unicode", "", "f4908080", "autobahn/6.4.1", "autobahn/6.4.3"},
                          Late{"impossible-second-byte", "f4", "90", "autobahn/6.4.2", "autobahn/6.4.4"}}) {
    const auto all = joined(std::string(row.first) + std::string(row.second));
    const auto first = from_hex("cebae1bdb9cf83cebcceb5").size() + row.first.size() / 2;
    const auto second = from_hex(row.second);
    const auto id = "6455-8.1-" + std::string(row.name) + "-in-the-middle";
    add(cases, id, Text::is_not_utf8, "Three fragments; the second one makes the text impossible",
        {Send{{unfinished(text(Bytes(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first)))),
               unfinished(continuation(second))}},
         Pause{std::chrono::milliseconds(30)}, Send{{continuation(to_bytes("edited"))}}},
        all, {std::string(row.fragments)});
    add(cases, id + "-by-writes", Text::is_not_utf8,
        "One frame in three TCP writes; the second one makes the text impossible",
        in_three_writes(all, first, second.size(), peer), all, {std::string(row.pieces)});
  }
}

void add_cut_ends(std::vector<Case>& cases) {
  add(cases, "6455-8.1-cut-character-and-an-empty-end", Text::is_not_utf8,
      "A text that ends inside a character, by an empty last fragment",
      {Send{{unfinished(text(Bytes{'a', 0xE2, 0x82})), continuation({})}}}, {'a', 0xE2, 0x82});
  add(cases, "6455-8.1-cut-character-then-the-rest-as-a-text", Text::is_not_utf8,
      "A text that ends inside a character; the next text has the byte that is missing",
      {Send{{text(Bytes{'a', 0xE2, 0x82}), text(Bytes{0xAC})}}}, {'a', 0xE2, 0x82});
  cases.back().forbidden.messages.push_back({0xAC});
  add(cases, "6455-8.1-fault-in-the-second-message", Text::is_not_utf8, "A text that is UTF-8, then one that is not",
      {Send{{text("good"), text(Bytes{'b', 0xFF})}}}, {'b', 0xFF});
  add(cases, "6455-8.1-fault-after-a-ping-in-the-message", Text::is_not_utf8,
      "A text in fragments with a ping between; its last byte is no UTF-8",
      {Send{{unfinished(text("good")), ping("between"), continuation({0xFF})}}}, {'g', 'o', 'o', 'd', 0xFF});
  for (const bool is_huge : {false, true}) {
    auto large = repeated(is_huge ? 1U << 20U : 1U << 16U, 'a');
    large.push_back(0x80);
    add(cases, is_huge ? "6455-8.1-fault-at-the-end-of-1-mib" : "6455-8.1-fault-at-the-end-of-64-kib",
        Text::is_not_utf8,
        is_huge ? "A text of 1,048,577 bytes, of which the last one is no UTF-8"
                : "A text of 65,537 bytes, of which the last one is no UTF-8",
        {}, {});
    cases.back().script.steps = {Send{{text(large)}}};
    expect_text(cases.back(), Text::is_not_utf8, large);
  }
}

/// Where a peer notices is its own business; told for the reader's interest.
void add_noticing(std::vector<Case>& cases) {
  auto test = utf8_case("6455-8.1-noticed-inside-the-message", Text::is_not_utf8,
                        "The first fragment of a text is no UTF-8, and no other one comes");
  test.section = "RFC 6455 §8.1";
  test.level = Level::info;
  test.rule = "Told for information: whether a peer fails the connection before the message has come to its end.";
  test.script.steps = {Send{{unfinished(text(Bytes{0xFF})), ping("noticed?")}}};
  test.allowed = {{Grade::informational, Fails{any_code()}},
                  {Grade::informational, Drops{}},
                  {Grade::informational, Survives{to_bytes("noticed?")}}};
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> utf8_message_cases(Role peer) {
  std::vector<Case> cases;
  add_texts(cases);
  add_untouched(cases);
  add_late_faults(cases, peer);
  add_cut_ends(cases);
  add_noticing(cases);
  return cases;
}

}  // namespace parley::conformance
