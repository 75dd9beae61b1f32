// Frames of compressed messages: RFC 7692 §6, §7.2.3.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

constexpr std::string_view framing = "RFC 7692 §6";
constexpr std::string_view rsv1_rule =
    "RSV1 stands on the first frame of a compressed message, and on no other; a message without it is not compressed.";

/// "Hello" in one block with fixed codes (RFC 7692 §7.2.3.1).
Bytes hello() {
  return hex("f2 48 cd c9 c9 07 00");
}
const Message hello_message{true, to_bytes("Hello")};

// Where RSV1 stands.

void add_uncompressed(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view id;
    std::string_view title;
    std::vector<Frame> frames;
    std::vector<Message> messages;
  };
  const std::array rows{
      Row{"plain", "A message without RSV1", {text("plain")}, {{true, to_bytes("plain")}}},
      Row{"plain-fragments",
          "A message without RSV1, in three fragments",
          {unfinished(text("pla")), unfinished(continuation({})), continuation(to_bytes("in"))},
          {{true, to_bytes("plain")}}},
      Row{"plain-deflate-bytes",
          "A binary message without RSV1 whose bytes are those of a compressed one",
          {binary(hello())},
          {{false, hello()}}},
      Row{"plain-empty", "An empty message without RSV1", {text("")}, {{true, {}}}},
      Row{"plain-empty-between",
          "An empty message without RSV1 between two compressed ones",
          {compressed(text(hello())), text(""), compressed(text(hello()))},
          {hello_message, {true, {}}, hello_message}},
      Row{"mixed",
          "Messages with and without RSV1, by turns",
          {text("one"), compressed(text(hello())), binary(to_bytes("two")), compressed(text(hello())), text("three")},
          {{true, to_bytes("one")}, hello_message, {false, to_bytes("two")}, hello_message, {true, to_bytes("three")}}},
  };
  for (const auto& row : rows) {
    auto test = deflate_case(peer, {"7692-6-" + std::string(row.id), framing, std::string(row.title), rsv1_rule});
    test.script.steps = {Send{row.frames}};
    test.allowed = answered(row.messages);
    cases.push_back(std::move(test));
  }
}

Frame with_rsv(Frame frame, unsigned rsv) {
  frame.rsv = static_cast<std::uint8_t>(rsv);
  return frame;
}

void add_misplaced(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view id;
    std::string_view title;
    std::vector<Frame> frames;
  };
  using protocol::rsv1;
  const Bytes begin = hex("f2 48 cd");
  const Bytes rest = hex("c9 c9 07 00");
  const std::array rows{
      Row{"rsv1-on-continuation",
          "RSV1 on both fragments of a compressed message",
          {unfinished(compressed(text(begin))), compressed(continuation(rest))}},
      Row{"rsv1-on-middle",
          "RSV1 on the first and the second of three fragments",
          {unfinished(compressed(text(begin))), unfinished(compressed(continuation({}))), continuation(rest)}},
      Row{"rsv1-on-continuation-of-plain",
          "RSV1 on the second fragment of a message that is not compressed",
          {unfinished(text("pla")), compressed(continuation(to_bytes("in")))}},
      Row{"rsv1-on-continuation-only",
          "RSV1 on the second fragment only of a compressed message",
          {unfinished(binary(begin)), compressed(continuation(rest))}},
      Row{"rsv1-on-ping", "RSV1 on a ping", {compressed(ping("compressed?"))}},
      Row{"rsv1-on-empty-ping", "RSV1 on a ping without payload", {compressed(ping(""))}},
      Row{"rsv1-on-pong", "RSV1 on a pong", {compressed(pong("compressed?"))}},
      Row{"rsv1-on-close", "RSV1 on a Close", {compressed(close_frame(telltale))}},
      Row{"compressed-ping",
          "RSV1 on a ping whose payload is compressed",
          {compressed(ping(protocol::as_text(hello())))}},
      Row{"rsv1-on-ping-inside",
          "RSV1 on a ping between the fragments of a compressed message",
          {unfinished(compressed(text(begin))), compressed(ping("x")), continuation(rest)}},
      Row{"rsv2", "RSV2 on a message that is not compressed", {with_rsv(text("plain"), protocol::rsv2)}},
      Row{"rsv3", "RSV3 on a message that is not compressed", {with_rsv(text("plain"), protocol::rsv3)}},
      Row{"rsv1-and-rsv2", "RSV1 and RSV2 on a compressed message", {with_rsv(text(hello()), rsv1 | protocol::rsv2)}},
      Row{"rsv1-and-rsv3", "RSV1 and RSV3 on a compressed message", {with_rsv(text(hello()), rsv1 | protocol::rsv3)}},
      Row{"all-rsv",
          "All three reserved bits on a compressed message",
          {with_rsv(text(hello()), rsv1 | protocol::rsv2 | protocol::rsv3)}},
  };
  for (const auto& row : rows) {
    const bool rsv1_only = !row.id.ends_with("rsv2") && !row.id.ends_with("rsv3") && row.id != "all-rsv";
    auto test = deflate_case(
        peer, {"7692-6-" + std::string(row.id), rsv1_only ? framing : "RFC 6455 §5.2", std::string(row.title),
               rsv1_only ? "An endpoint that gets RSV1 on a control frame or on another frame than "
                           "the first of a message fails the connection."
                         : "A reserved bit to which nothing that was agreed on gives a meaning "
                           "fails the connection."});
    test.needs = deflates;
    test.script.steps = {Send{row.frames}};
    test.allowed = refused_frame(row.frames.front().opcode, code(1002));
    test.forbidden.messages = {to_bytes("Hello"), to_bytes("plain"), hello()};
    test.forbidden.pongs = {to_bytes("compressed?"), hello(), to_bytes("x")};
    cases.push_back(std::move(test));
  }
}

// The examples of RFC 7692 §7.2.3, byte by byte.

void add_examples(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view id;
    std::string_view section;
    std::string_view title;
    std::vector<Frame> frames;
    std::size_t hellos;
    bool takeover = false;
  };
  const Frame one = compressed(text(hello()));
  const std::array rows{
      Row{"7.2.3.1-example-one-block", "RFC 7692 §7.2.3.1", "One block with fixed codes", {one}, 1},
      Row{"7.2.3.1-example-two-fragments", "RFC 7692 §7.2.3.1", "The same in two fragments", cut_at(hello(), 3), 1},
      Row{"7.2.3.2-example-same-window",
          "RFC 7692 §7.2.3.2",
          "A message, and a second one that refers to it",
          {one, compressed(text(hex("f2 00 11 00 00")))},
          2,
          true},
      Row{"7.2.3.2-example-each-anew", "RFC 7692 §7.2.3.2", "The same message twice, each on its own", {one, one}, 2},
      Row{"7.2.3.3-example-stored",
          "RFC 7692 §7.2.3.3",
          "A block without compression",
          {compressed(text(hex("00 05 00 fa ff 48 65 6c 6c 6f 00")))},
          1},
      Row{"7.2.3.4-example-final",
          "RFC 7692 §7.2.3.4",
          "A block with BFINAL set",
          {compressed(text(hex("f3 48 cd c9 c9 07 00 00")))},
          1},
      Row{"7.2.3.4-example-final-and-another",
          "RFC 7692 §7.2.3.4",
          "A block with BFINAL set, and then another message",
          {compressed(text(hex("f3 48 cd c9 c9 07 00 00"))), one},
          2},
      Row{"7.2.3.4-example-final-twice",
          "RFC 7692 §7.2.3.4",
          "Three messages, each with BFINAL set",
          {compressed(text(hex("f3 48 cd c9 c9 07 00 00"))), compressed(text(hex("f3 48 cd c9 c9 07 00 00"))),
           compressed(text(hex("f3 48 cd c9 c9 07 00 00")))},
          3},
      Row{"7.2.3.5-example-two-blocks",
          "RFC 7692 §7.2.3.5",
          "Two blocks in one message",
          {compressed(text(hex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00")))},
          1},
      Row{"7.2.3.6-example-empty-fragment",
          "RFC 7692 §7.2.3.6",
          "A message whose last fragment holds an empty block",
          {unfinished(compressed(text(hex("f2 48 cd c9 c9 07 00 00 00 ff ff")))), continuation(hex("00"))},
          1},
  };
  for (const auto& row : rows) {
    auto test = deflate_case(peer, {"7692-" + std::string(row.id), row.section, std::string(row.title) + ": \"Hello\"",
                                    "What the examples of the RFC show is what an endpoint may send, and must take."});
    test.terms->our_takeover = row.takeover;
    test.script.steps = {Send{row.frames}};
    test.allowed = answered(std::vector<Message>(row.hellos, hello_message));
    cases.push_back(std::move(test));
  }
}

// Fragments.

/// The message shows that nothing is left over of the one before.
std::vector<Frame> and_another(std::vector<Frame> frames) {
  frames.push_back(compressed(text(hello())));
  return frames;
}

constexpr std::string_view cut_rule =
    "The compressed bytes of a message may be cut into fragments anywhere: they mean something only together.";

void add_cuts(std::vector<Case>& cases, Role peer) {
  const Bytes payload = hex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00");  // two blocks
  for (std::size_t at = 0; at <= payload.size(); ++at) {
    auto test = deflate_case(peer, {"7692-6.1-cut-after-" + std::to_string(at), "RFC 7692 §6.1",
                                    "A compressed message of 13 bytes, cut after " + std::to_string(at), cut_rule});
    test.script.steps = {Send{and_another(cut_at(payload, at))}};
    test.allowed = answered({hello_message, hello_message});
    cases.push_back(std::move(test));
  }
  for (const std::size_t size : {1U, 2U, 3U, 5U}) {
    auto test =
        deflate_case(peer, {"7692-6.1-fragments-of-" + std::to_string(size), "RFC 7692 §6.1",
                            "A compressed message of 13 bytes in fragments of " + std::to_string(size), cut_rule});
    test.script.steps = {Send{and_another(fragments(payload, size))}};
    test.allowed = answered({hello_message, hello_message});
    cases.push_back(std::move(test));
  }
}

void add_empty_fragments(std::vector<Case>& cases, Role peer) {
  const Bytes begin = hex("f2 48 cd");
  const Bytes rest = hex("c9 c9 07 00");
  struct Row {
    std::string_view id;
    std::vector<Frame> frames;
  };
  const std::array rows{
      Row{"first", {unfinished(compressed(text(""))), continuation(hello())}},
      Row{"middle", {unfinished(compressed(text(begin))), unfinished(continuation({})), continuation(rest)}},
      Row{"last", {unfinished(compressed(text(hello()))), continuation({})}},
      Row{"everywhere",
          {unfinished(compressed(text(""))), unfinished(continuation({})), unfinished(continuation(begin)),
           unfinished(continuation({})), unfinished(continuation({})), unfinished(continuation(rest)),
           continuation({})}},
  };
  for (const auto& row : rows) {
    auto test = deflate_case(peer, {"7692-6.1-empty-fragment-" + std::string(row.id), "RFC 7692 §6.1",
                                    "A compressed message with empty fragments: " + std::string(row.id), cut_rule});
    test.script.steps = {Send{and_another(row.frames)}};
    test.allowed = answered({hello_message, hello_message});
    cases.push_back(std::move(test));
  }
}

void add_controls_between(std::vector<Case>& cases, Role peer) {
  const auto pieces = fragments(hello(), 1);
  auto test = deflate_case(peer, {"7692-6-controls-between", "RFC 7692 §6, RFC 6455 §5.4",
                                  "A compressed message in fragments of a byte, with pings and pongs between them",
                                  "Control frames may come between the fragments of a compressed message, and are not "
                                  "compressed."});
  std::vector<Frame> frames;
  for (const auto& piece : pieces) {
    frames.push_back(piece);
    if (!piece.fin) frames.push_back(frames.size() % 4 == 1 ? ping("between") : pong("unasked"));
  }
  test.script.steps = {Send{frames}};
  test.allowed = answered({hello_message}, {to_bytes("between")});
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> deflate_framing_cases(Role peer) {
  std::vector<Case> cases;
  add_uncompressed(cases, peer);
  add_misplaced(cases, peer);
  add_examples(cases, peer);
  add_cuts(cases, peer);
  add_empty_fragments(cases, peer);
  add_controls_between(cases, peer);
  return cases;
}

}  // namespace parley::conformance
