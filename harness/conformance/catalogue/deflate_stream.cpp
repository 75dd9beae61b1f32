// What may be in a compressed message: blocks of all kinds, empty ones, the end of a stream; RFC 7692 §7.2, RFC 1951.
#include <array>
#include <string>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"
#include "harness/conformance/sample.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;
using Final = DeflateWriter::Final;
using Type = DeflateWriter::Type;

constexpr std::string_view compression = "RFC 7692 §7.2.1";
constexpr std::string_view block_rule =
    "A message may be compressed into any number of DEFLATE blocks of any type, with BFINAL set or not.";
constexpr std::string_view empty_rule = "An empty message may be compressed as well: it becomes a block without data.";

const Message hello_message{true, to_bytes("Hello")};

struct Row {
  std::string_view id;
  std::string_view title;
  Bytes payload;
};

template <std::size_t count>
void add(std::vector<Case>& cases, Role peer, std::string_view section, std::string_view rule, const Message& message,
         const std::array<Row, count>& rows) {
  for (const auto& row : rows) {
    auto test = deflate_case(peer, {std::string(row.id), section, std::string(row.title), rule});
    // What follows shows that the peer is still where it should be in the stream.
    test.script.steps = {Send{{compressed(text(row.payload)), compressed(text(hex("f2 48 cd c9 c9 07 00")))}}};
    test.allowed = answered({message, hello_message});
    cases.push_back(std::move(test));
  }
}

void add_empty(std::vector<Case>& cases, Role peer) {
  const std::array rows{
      Row{"7692-7.2.3.6-empty-message", "An empty message as the single byte 00", hex("00")},
      Row{"7692-7.2.3.6-empty-message-fixed", "An empty message as an empty block with fixed codes",
          DeflateWriter().begin().end().message()},
      Row{"7692-7.2.3.6-empty-message-final", "An empty message as an empty block with fixed codes and BFINAL set",
          DeflateWriter().begin(Type::fixed, Final::yes).end().align().message()},
      Row{"7692-7.2.3.6-empty-message-stored", "An empty message as a stored block of no bytes",
          DeflateWriter().stored({}).message()},
      Row{"7692-7.2.3.6-empty-message-blocks", "An empty message as three empty blocks",
          DeflateWriter().stored({}).begin().end().stored({}, Final::yes).message()},
  };
  add(cases, peer, "RFC 7692 §7.2.3.6", empty_rule, {true, {}}, rows);
}

Bytes many_empty_blocks() {
  DeflateWriter writer;
  for (int i = 0; i < 100; ++i) writer.stored({});
  for (int i = 0; i < 100; ++i) writer.begin().end();
  return writer.begin().literals("Hello").end().message();
}

void add_blocks(std::vector<Case>& cases, Role peer) {
  using protocol::as_bytes;
  const std::array rows{
      Row{"7692-7.2.1-blocks-stored-each-byte", "\"Hello\" in five stored blocks",
          DeflateWriter()
              .stored(as_bytes("H"))
              .stored(as_bytes("e"))
              .stored(as_bytes("l"))
              .stored(as_bytes("l"))
              .stored(as_bytes("o"))
              .message()},
      Row{"7692-7.2.1-blocks-mixed", "\"Hello\" in a stored block and one with fixed codes",
          DeflateWriter().stored(as_bytes("Hel")).begin().literals("lo").end().message()},
      Row{"7692-7.2.1-blocks-empty", "\"Hello\" after two hundred empty blocks", many_empty_blocks()},
      Row{"7692-7.2.1-blocks-after-final", "\"Hello\" in two blocks, the first with BFINAL set",
          DeflateWriter()
              .begin(Type::fixed, Final::yes)
              .literals("Hel")
              .end()
              .align()
              .begin()
              .literals("lo")
              .end()
              .message()},
      Row{"7692-7.2.1-blocks-all-final", "\"Hello\" in two blocks, both with BFINAL set",
          DeflateWriter()
              .begin(Type::fixed, Final::yes)
              .literals("Hel")
              .end()
              .align()
              .begin(Type::fixed, Final::yes)
              .literals("lo")
              .end()
              .align()
              .message()},
      Row{"7692-7.2.1-blocks-stored-final", "\"Hello\" in a stored block with BFINAL set",
          DeflateWriter().stored(as_bytes("Hello"), Final::yes).message()},
      Row{"7692-7.2.1-blocks-stored-after-final", "\"Hello\" in two stored blocks, the first with BFINAL set",
          DeflateWriter().stored(as_bytes("Hel"), Final::yes).stored(as_bytes("lo")).message()},
      Row{"7692-7.2.2-tail-and-empty-block", "\"Hello\" and an empty stored block more than needed",
          hex("f2 48 cd c9 c9 07 00 00 00 ff ff 00")},
      Row{"1951-3.2.4-stored-padding", "\"Hello\" in a stored block; the bits before its length are ones",
          DeflateWriter()
              .begin(Type::stored)
              .bits(31, 5)
              .bits(5, 16)
              .bits(0xFFFA, 16)
              .raw(as_bytes("Hello"))
              .message()},
  };
  add(cases, peer, compression, block_rule, hello_message, rows);
}

/// 'a' and the end of the block have codes, and so has the length 3 if there is a distance.
Bytes dynamic_block(bool with_distance) {
  std::vector<unsigned> lengths(with_distance ? 258 : 257, 0);
  lengths['a'] = lengths[256] = with_distance ? 2 : 1;
  if (with_distance) lengths[257] = 1;
  DeflateWriter writer;
  writer.dynamic(lengths, {with_distance ? 1U : 0U});
  if (!with_distance) return writer.huffman(0, 1).huffman(0, 1).huffman(0, 1).huffman(0, 1).huffman(1, 1).message();
  return writer.huffman(2, 2).huffman(0, 1).huffman(0, 1).huffman(3, 2).message();  // a, 3 from 1 byte before, end
}

void add_codes(std::vector<Case>& cases, Role peer) {
  const std::array rows{
      Row{"1951-3.2.7-no-distance-codes", "Four letters in a block with dynamic codes, none of them for distances",
          dynamic_block(false)},
      Row{"1951-3.2.7-one-distance-code", "Four letters in a block with dynamic codes, one of them for distances",
          dynamic_block(true)},
  };
  add(cases, peer, "RFC 7692 §7.2.1, RFC 1951 §3.2.7", block_rule, {true, to_bytes("aaaa")}, rows);
}

void add_binary(std::vector<Case>& cases, Role peer, const Words& words, const Told& told) {
  auto test = deflate_case(peer, words);
  test.terms->our_window_bits = 15;
  auto stream = told.stream;
  test.script.steps = {Send{{compressed(binary(stream.message()))}}};
  test.allowed = answered({{false, told.data}});
  cases.push_back(std::move(test));
}

void add_every_code(std::vector<Case>& cases, Role peer) {
  Told all;
  all.stream.begin();
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  all.literals(bytes);
  for (std::size_t length = 3; length <= 258; ++length) all.reference(length % 200 + 1, length);
  for (std::size_t distance = 1; distance <= all.data.size() && distance <= 32768; distance += 61) {
    all.reference(distance, 4);
  }
  all.stream.end();
  add_binary(cases, peer,
             {"1951-3.2.5-every-length", "RFC 7692 §7.2.1, RFC 1951 §3.2.5",
              "All literals, references of all lengths and of many distances", block_rule},
             all);
  Told run;
  run.stream.begin();
  run.literals("x").reference(1, 258).reference(1, 258).reference(3, 258);
  run.stream.end();
  add_binary(cases, peer,
             {"1951-3.2.3-overlap", "RFC 7692 §7.2.1, RFC 1951 §3.2.3",
              "References that overlap the place they are copied to", block_rule},
             run);
  const auto data = letters(65535);
  Told stored{DeflateWriter().stored(protocol::as_bytes(data)), to_bytes(data)};
  add_binary(
      cases, peer,
      {"1951-3.2.4-longest-stored", "RFC 7692 §7.2.1, RFC 1951 §3.2.4", "A stored block of 65535 bytes", block_rule},
      stored);
}

void add_sizes(std::vector<Case>& cases, Role peer) {
  for (const std::size_t size : {1U, 125U, 126U, 127U, 65535U, 65536U, 65537U, 131072U}) {
    const Message message{true, repeated(size, 'x')};
    auto test =
        deflate_case(peer, {"7692-7.2.1-message-of-" + std::to_string(size), compression,
                            "A compressed message of " + std::to_string(size) + " equal letters",
                            "The length in a frame is that of the compressed bytes, whatever they inflate to."});
    test.script.steps = {Send{{compressed(text(deflated(message.payload)))}}};
    test.allowed = answered({message});
    cases.push_back(std::move(test));
  }
}

// What the sender should not do, and what then may come of it is told nowhere.

void add_unclear(std::vector<Case>& cases, Role peer) {
  struct Unclear {
    std::string_view id;
    std::string_view title;
    std::string_view rule;
    Bytes payload;
    Message message;
  };
  const std::array rows{
      Unclear{"7692-7.2.1-no-bytes",
              "A compressed message of no bytes at all",
              "What is left of a compressed message has one byte at least; with 00 00 ff ff behind, no bytes are no "
              "whole block. The sentences bind the sender.",
              {},
              {true, {}}},
      Unclear{"7692-7.2.1-tail-left-on", "\"Hello\" with the four bytes 00 00 ff ff at its end",
              "The sender takes the four bytes off: twice they are no whole block. The sentence binds the sender.",
              hex("f2 48 cd c9 c9 07 00 00 00 ff ff"), hello_message},
  };
  for (const auto& row : rows) {
    auto test = deflate_case(peer, {std::string(row.id), compression, std::string(row.title), row.rule});
    test.level = Level::disputed;
    test.script.steps = {Send{{compressed(text(row.payload))}}};
    test.allowed = failed_with(any_code());
    test.allowed.push_back({Grade::lenient, Answers{{row.message}, {}}});
    cases.push_back(std::move(test));
  }
}

/// Not judged: whether what was agreed is used.
void add_used(std::vector<Case>& cases, Role peer) {
  const Message message{true, sample_bytes(Sample::html)};
  auto test = deflate_case(peer, {"7692-6.1-compresses", "RFC 7692 §6.1", "A long text that compresses well",
                                  "An endpoint may send any message without compression, also one that would gain."});
  test.level = Level::info;
  test.script.steps = {Send{{compressed(text(deflated(message.payload)))}}};
  test.allowed = {{Grade::strict, Answers{{message}, {}, 1}}, {Grade::informational, Answers{{message}, {}}}};
  cases.push_back(std::move(test));
}

/// Of any peer: what it says of the offer, or makes of the answer, must be what it then does. RSV1 without an agreement
/// is found by the monitor of the reserved bits.
void add_as_agreed(std::vector<Case>& cases, Role peer) {
  if (peer == Role::client) return;  // which compresses nothing that it has not offered: the cases on answers see to it
  Case test;
  test.id = "7692-6-compressed-only-if-agreed";
  test.group = "deflate";
  test.section = "RFC 7692 §6, RFC 6455 §9.1";
  test.title = "permessage-deflate is offered, then a long text comes";
  test.rule = "A server that does not answer the offer has declined it, and compresses nothing.";
  test.needs = echoes;
  const Message message{true, repeated(4096, 'c')};
  test.script.extensions = "permessage-deflate; client_max_window_bits";
  test.script.steps = {Send{{text(message.payload)}}};
  test.allowed = answered({message});
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> deflate_stream_cases(Role peer) {
  std::vector<Case> cases;
  add_empty(cases, peer);
  add_blocks(cases, peer);
  add_codes(cases, peer);
  add_every_code(cases, peer);
  add_sizes(cases, peer);
  add_unclear(cases, peer);
  add_used(cases, peer);
  add_as_agreed(cases, peer);
  return cases;
}

}  // namespace parley::conformance
