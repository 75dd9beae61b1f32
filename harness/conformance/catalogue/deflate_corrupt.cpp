// Compressed messages that are none: RFC 7692 §7.2.2, RFC 1951.
#include <array>
#include <string>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;
using Type = DeflateWriter::Type;

constexpr std::string_view corrupt_rule =
    "What cannot be decompressed is no message: input is validated (RFC 6455 §10.7), and the connection fails. Which "
    "code the Close has is told nowhere.";

Case make(Role peer, std::string id, std::string section, std::string title, std::string_view rule) {
  static const std::string_view sections[] = {"RFC 7692 §7.2.2, RFC 1951 §3.2.3", "RFC 7692 §7.2.2, RFC 1951 §3.2.4",
                                              "RFC 7692 §7.2.2, RFC 1951 §3.2.5", "RFC 7692 §7.2.2, RFC 1951 §3.2.7"};
  std::string_view found = "RFC 7692 §7.2.2";
  for (const auto each : sections) {
    if (each.ends_with("§" + section)) found = each;
  }
  auto test = deflate_case(peer, {std::move(id), found, std::move(title), rule});
  test.needs = deflates;
  test.allowed = failed_with(any_code());
  return test;
}

struct Row {
  std::string_view id;
  std::string_view section;  // of RFC 1951
  std::string_view title;
  Bytes payload;
  Level level = Level::must;
};

/// A block with dynamic codes of these lengths, and bits behind that nobody should come to.
Bytes codes(const std::vector<unsigned>& literal_lengths, const std::vector<unsigned>& distance_lengths) {
  return DeflateWriter().dynamic(literal_lengths, distance_lengths).bits(0xFFFF, 16).bits(0, 16).message();
}

std::vector<unsigned> lengths(std::size_t count, const std::vector<std::pair<std::size_t, unsigned>>& some) {
  std::vector<unsigned> all(count, 0);
  for (const auto& [symbol, length] : some) all[symbol] = length;
  return all;
}

/// HLIT, HDIST and HCLEN, and code lengths of three bits in the order in which they come.
DeflateWriter dynamic_header(unsigned literals, unsigned distances, const std::vector<unsigned>& code_lengths) {
  DeflateWriter writer;
  writer.begin(Type::dynamic).bits(literals - 257, 5).bits(distances - 1, 5);
  writer.bits(static_cast<unsigned>(code_lengths.size()) - 4, 4);
  for (const unsigned length : code_lengths) writer.bits(length, 3);
  return writer;
}

std::vector<Row> block_rows() {
  const auto begun = [] { return DeflateWriter().begin().literals("Hello"); };
  return {
      {"block-type-3", "3.2.3", "A block of the reserved type 3",
       DeflateWriter().begin(Type::reserved).bits(0, 21).message()},
      {"block-type-3-later", "3.2.3", "A good block, and one of the reserved type 3",
       begun().end().begin(Type::reserved).bits(0, 21).message()},
      // Nothing is said of a decoder that goes by LEN alone, whose meaning is plain.
      {"stored-lengths-equal", "3.2.4", "A stored block whose NLEN is its LEN",
       DeflateWriter().begin(Type::stored).align().bits(5, 16).bits(5, 16).raw(protocol::as_bytes("Hello")).message(),
       Level::disputed},
      {"stored-lengths-differ", "3.2.4", "A stored block whose NLEN is one off",
       DeflateWriter()
           .begin(Type::stored)
           .align()
           .bits(5, 16)
           .bits(0xFFFB, 16)
           .raw(protocol::as_bytes("Hello"))
           .message(),
       Level::disputed},
      {"stored-length-zero", "3.2.4", "A stored block of no bytes whose NLEN is 0",
       DeflateWriter().begin(Type::stored).align().bits(0, 32).message(), Level::disputed},
      {"reference-at-start", "3.2.3", "A reference with nothing before it",
       DeflateWriter().begin().reference(1, 3).end().message()},
      {"reference-before-start", "3.2.3", "A reference one byte before the first one",
       begun().reference(6, 3).end().message()},
      {"reference-far-before-start", "3.2.3", "A reference 32768 bytes back after five",
       begun().reference(32768, 258).end().message()},
      {"length-code-286", "3.2.5", "The length code 286, which never occurs",
       begun().symbol(286).distance_symbol(0).end().message()},
      {"length-code-287", "3.2.5", "The length code 287, which never occurs",
       begun().symbol(287).distance_symbol(0).end().message()},
      {"distance-code-30", "3.2.5", "The distance code 30, which never occurs",
       begun().symbol(257).distance_symbol(30).bits(0, 13).end().message()},
      {"distance-code-31", "3.2.5", "The distance code 31, which never occurs",
       begun().symbol(257).distance_symbol(31).bits(0, 13).end().message()},
  };
}

std::vector<Row> code_rows() {
  std::vector<unsigned> four_of_four(19, 4);
  four_of_four[0] = four_of_four[1] = four_of_four[2] = 0;
  return {
      {"codes-over-subscribed", "3.2.7", "Three literals with codes of one bit",
       codes(lengths(257, {{'a', 1}, {'b', 1}, {256, 1}}), {0})},
      {"distances-over-subscribed", "3.2.7", "Three distances with codes of one bit",
       codes(lengths(258, {{'a', 2}, {256, 2}, {257, 1}}), {1, 1, 1})},
      // Who never looks for that code finds a block without an end, as in the cases "truncated".
      {"codes-without-end", "3.2.7", "No code for the end of the block", codes(lengths(257, {{'a', 1}, {'b', 1}}), {0}),
       Level::disputed},
      {"code-lengths-over-subscribed", "3.2.7", "Code lengths whose own codes are over-subscribed",
       dynamic_header(257, 1, std::vector<unsigned>(19, 1)).bits(0, 32).bits(0, 32).message()},
      {"repeats-nothing", "3.2.7", "A first code length that repeats the one before",
       // Symbols 16 and 0 have codes of one bit: 0 is "0", 16 is "1".
       dynamic_header(257, 1, {1, 0, 0, 1}).huffman(1, 1).bits(0, 2).bits(0, 32).message()},
      {"repeats-beyond", "3.2.7", "More code lengths than there are codes",
       // Symbols 18 and 0: 138 zeros twice are more than 257 + 1.
       dynamic_header(257, 1, {0, 0, 1, 1})
           .huffman(1, 1)
           .bits(127, 7)
           .huffman(1, 1)
           .bits(127, 7)
           .bits(0, 32)
           .message()},
  };
}

void add_corrupt(std::vector<Case>& cases, Role peer) {
  auto rows = block_rows();
  for (auto& row : code_rows()) rows.push_back(std::move(row));
  for (const auto& row : rows) {
    auto test = make(peer, "7692-7.2.2-corrupt-" + std::string(row.id), std::string(row.section),
                     std::string(row.title), corrupt_rule);
    test.level = row.level;
    test.script.steps = {Send{{compressed(binary(row.payload))}}};
    cases.push_back(std::move(test));
  }
  auto late = make(peer, "7692-7.2.2-corrupt-second-message", "3.2.3", "A good message, and then one of block type 3",
                   corrupt_rule);
  late.script.steps = {Send{{compressed(text(hex("f2 48 cd c9 c9 07 00"))),
                             compressed(text(DeflateWriter().begin(Type::reserved).message()))}}};
  cases.push_back(std::move(late));
  auto fragment = make(peer, "7692-7.2.2-corrupt-last-fragment", "3.2.3",
                       "A message whose last fragment begins a block of type 3", corrupt_rule);
  fragment.script.steps = {Send{{unfinished(compressed(text(hex("f2 48 cd c9 c9 07 00 00 00 ff ff")))),
                                 continuation(DeflateWriter().begin(Type::reserved).message())}}};
  cases.push_back(std::move(fragment));
  auto plain =
      make(peer, "7692-7.2.2-corrupt-plain-text", "3.2.3", "Text that was never compressed, with RSV1", corrupt_rule);
  plain.script.steps = {Send{{compressed(text("not compressed"))}}};
  plain.forbidden.messages = {to_bytes("not compressed")};
  cases.push_back(std::move(plain));
}

/// With 00 00 ff ff behind, what there is of the message still ends within a block.
void add_truncated(std::vector<Case>& cases, Role peer) {
  struct Cut {
    std::string_view id;
    Bytes payload;
  };
  const std::array rows{
      Cut{"after-1", hex("f2")},
      Cut{"after-3", hex("f2 48 cd")},
      Cut{"after-6", hex("f2 48 cd c9 c9 07")},
      Cut{"stored-length", hex("00 05 00")},
      Cut{"stored-data", hex("00 20 00 df ff 48 65 6c 6c 6f")},
      Cut{"final-without-more", hex("f3 48 cd c9 c9 07 00")},
  };
  for (const auto& row : rows) {
    auto test = make(peer, "7692-7.2.2-truncated-" + std::string(row.id), "",
                     "A compressed message that ends too early: " + protocol::to_hex(row.payload),
                     "What is decompressed, with 00 00 ff ff behind, is a whole number of blocks. What becomes of "
                     "anything else is told nowhere.");
    test.level = Level::disputed;
    test.script.steps = {Send{{compressed(binary(row.payload))}}};
    // A stream that has come to its end can be taken for whole.
    if (row.id == "final-without-more") {
      test.allowed.push_back({Grade::lenient, Answers{{{false, to_bytes("Hello")}}, {}}});
    }
    cases.push_back(std::move(test));
  }
}

/// UTF-8 counts in what the message decompresses to.
void add_text(std::vector<Case>& cases, Role peer) {
  struct Text {
    std::string_view id;
    std::string_view title;
    Bytes data;
  };
  const std::array rows{
      Text{"byte-ff", "the byte FF", hex("48 65 6c 6c 6f ff")},
      Text{"cut-character", "a character that is cut off at the end", hex("48 65 6c 6c 6f e2 82")},
      Text{"surrogate", "a surrogate", hex("ed a0 80")},
      Text{"overlong", "an overlong form", hex("c0 af")},
  };
  for (const auto& row : rows) {
    auto test = make(peer, "6455-8.1-deflate-" + std::string(row.id), "",
                     "A compressed text message with " + std::string(row.title),
                     "A text message is UTF-8 once it is decompressed; if it is not, the "
                     "connection fails.");
    test.section = "RFC 6455 §8.1";
    test.script.steps = {Send{{compressed(text(deflated(row.data)))}}};
    test.allowed = failed_with(code(1007));
    test.forbidden.messages = {row.data};
    cases.push_back(std::move(test));
  }
  auto in_fragments = make(peer, "6455-8.1-deflate-fragments", "",
                           "A compressed text in two fragments, of which the first inflates to \"ab\" and the byte FF",
                           "A text message is UTF-8 once it is decompressed; if it is not, the connection fails.");
  in_fragments.section = "RFC 6455 §8.1";
  in_fragments.script.steps = {
      Send{{unfinished(compressed(text(hex("4a 4c fa 0f 00 00 00 ff ff")))), continuation(hex("4a 4e 01 00"))}}};
  in_fragments.allowed = failed_with(code(1007));
  in_fragments.forbidden.messages = {hex("61 62 ff 63 64")};
  cases.push_back(std::move(in_fragments));
  const auto data = to_bytes("κόσμε €uro 🙂");
  const auto payload = deflated(data);
  auto good =
      deflate_case(peer, {"6455-8.1-deflate-good", "RFC 6455 §8.1",
                          "A compressed text message with characters of two to four bytes, in fragments of one",
                          "Compressed bytes, and what a fragment of them gives, need not be UTF-8 by themselves."});
  good.script.steps = {Send{fragments(payload, 1)}};
  good.allowed = answered({{true, data}});
  cases.push_back(std::move(good));
  const auto bytes = hex("ff fe 00 80 c0");
  auto as_binary =
      deflate_case(peer, {"6455-5.6-deflate-binary", "RFC 6455 §5.6", "A compressed binary message that is no UTF-8",
                          "A binary message has any bytes."});
  as_binary.script.steps = {Send{{compressed(binary(deflated(bytes)))}}};
  as_binary.allowed = answered({{false, bytes}});
  cases.push_back(std::move(as_binary));
}

}  // namespace

std::vector<Case> deflate_corrupt_cases(Role peer) {
  std::vector<Case> cases;
  add_corrupt(cases, peer);
  add_truncated(cases, peer);
  add_text(cases, peer);
  return cases;
}

}  // namespace parley::conformance
