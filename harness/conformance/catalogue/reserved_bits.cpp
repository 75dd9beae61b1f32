// RSV1, RSV2, RSV3: RFC 6455 §5.2. The suite agrees on no extension here, so no bit has a meaning.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Opcode;
using protocol::to_bytes;

constexpr std::string_view word = "reserved";

struct Row {
  std::string_view name;
  std::vector<Frame> before;
  Frame marked;  // gets the bits
  std::vector<Frame> after;
  Forbidden forbidden;
};

std::vector<Row> rows() {
  const auto whole = to_bytes(word);
  const auto begin = unfinished(text("re"));
  const auto rest = continuation(to_bytes("served"));
  const Forbidden message{{whole}};
  const Forbidden answer{{}, {whole}};
  return {
      {"text", {}, text(word), {}, message},
      {"binary", {}, binary(whole), {}, message},
      {"empty-text", {}, text(""), {}, {}},
      {"empty-binary", {}, binary({}), {}, {}},
      {"first-fragment", {}, begin, {rest}, message},
      {"middle-fragment", {begin}, unfinished(continuation(to_bytes("serv"))), {continuation(to_bytes("ed"))}, message},
      {"continuation", {begin}, rest, {}, message},
      {"empty-continuation", {unfinished(text(word))}, continuation({}), {}, message},
      {"orphan-continuation", {}, rest, {}, {}},
      {"ping", {}, ping(word), {}, answer},
      {"empty-ping", {}, ping(""), {}, {}},
      {"ping-inside-a-message", {begin}, ping(word), {rest}, {{whole}, {whole}}},
      {"pong", {}, pong(word), {}, {}},
      {"empty-pong", {}, pong(""), {}, {}},
      {"pong-inside-a-message", {begin}, pong(word), {rest}, message},
      {"close", {}, close_frame(telltale), {}, {}},
      {"empty-close", {}, {.opcode = Opcode::close}, {}, {}},
      {"unknown-data-opcode", {}, {.opcode = static_cast<Opcode>(3), .payload = whole}, {}, message},
      {"unknown-control-opcode", {}, {.opcode = static_cast<Opcode>(11), .payload = whole}, {}, message},
      {"text-after-a-good-one", {text("good")}, text(word), {ping(word)}, {{whole}, {whole}}},
  };
}

/// 4 is RSV1, 2 RSV2, 1 RSV3: Autobahn's numbers.
std::string bits_name(unsigned bits) {
  std::string name;
  for (const auto& [bit, digit] : {std::pair{4U, '1'}, std::pair{2U, '2'}, std::pair{1U, '3'}}) {
    if ((bits & bit) != 0) name += digit;
  }
  return name;
}

struct Autobahn {
  std::string_view name;
  unsigned bits;
  std::string_view number;
  Writes writes;
};
constexpr Autobahn autobahn[] = {
    {"text", 1, "autobahn/3.1", Writes::together},
    {"text-after-a-good-one", 2, "autobahn/3.2", Writes::together},
    {"text-after-a-good-one", 3, "autobahn/3.3", Writes::by_frame},
    {"text-after-a-good-one", 4, "autobahn/3.4", Writes::by_byte},
    {"binary", 5, "autobahn/3.5", Writes::together},
    {"binary", 6, "autobahn/3.6", Writes::together},
    {"close", 7, "autobahn/3.7", Writes::together},
};

Case make(const Row& row, unsigned bits) {
  Case test;
  test.id = "6455-5.2-rsv" + bits_name(bits) + "-" + std::string(row.name);
  test.group = "reserved";
  test.section = "RFC 6455 §5.2";
  test.title = "RSV" + bits_name(bits) + " set: " + std::string(row.name);
  test.rule = "A reserved bit that no agreed extension gives a meaning fails the connection.";
  test.forbidden = row.forbidden;
  test.allowed = refused_frame(row.marked.opcode, code(1002));
  auto frames = row.before;
  frames.push_back(row.marked);
  frames.back().rsv = static_cast<std::uint8_t>(bits << 4U);
  frames.insert(frames.end(), row.after.begin(), row.after.end());
  auto writes = Writes::together;
  for (const auto& known : autobahn) {
    if (known.name != row.name || known.bits != bits) continue;
    test.aliases = {std::string(known.number)};
    writes = known.writes;
  }
  test.script.steps = steps_for(frames, writes);
  return test;
}

}  // namespace

std::vector<Case> reserved_bit_cases(Role /*peer*/) {
  std::vector<Case> cases;
  for (const auto& row : rows()) {
    for (unsigned bits = 1; bits <= 7; ++bits) cases.push_back(make(row, bits));
  }
  return cases;
}

}  // namespace parley::conformance
