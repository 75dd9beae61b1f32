// RSV1, RSV2, RSV3: RFC 6455 §5.2. The suite agrees on no extension here, so no bit has a meaning.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

constexpr std::string_view word = "reserved";

struct Row {
  std::string_view name;
  std::vector<Frame> frames;  // the last one gets the bits
  Forbidden forbidden;
};

std::vector<Row> rows() {
  return {
      {"text", {text(word)}, {{to_bytes(word)}}},
      {"binary", {binary(to_bytes(word))}, {{to_bytes(word)}}},
      {"empty-text", {text("")}, {{{}}}},
      {"continuation", {unfinished(text("re")), continuation(to_bytes("served"))}, {{to_bytes(word)}}},
      {"ping", {ping(word)}, {{}, {to_bytes(word)}}},
      {"pong", {pong(word)}, {}},
      {"close", {close_frame(1000)}, {}},
      {"text-after-a-good-one", {text("good"), text(word)}, {{to_bytes(word)}}},
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

std::string alias(std::string_view name, unsigned bits) {
  if (name == "text" && bits == 1) return "autobahn/3.1";
  if (name == "text-after-a-good-one" && bits == 2) return "autobahn/3.2";
  if (name == "text-after-a-good-one" && bits == 3) return "autobahn/3.3";
  if (name == "text-after-a-good-one" && bits == 4) return "autobahn/3.4";
  if (name == "binary" && bits == 5) return "autobahn/3.5";
  if (name == "binary" && bits == 6) return "autobahn/3.6";
  if (name == "close" && bits == 7) return "autobahn/3.7";
  return {};
}

}  // namespace

std::vector<Case> reserved_bit_cases(Role /*peer*/) {
  std::vector<Case> cases;
  for (const auto& row : rows()) {
    for (unsigned bits = 1; bits <= 7; ++bits) {
      Case test;
      test.id = "6455-5.2-rsv" + bits_name(bits) + "-" + std::string(row.name);
      test.group = "reserved";
      test.section = "RFC 6455 §5.2";
      test.title = "RSV" + bits_name(bits) + " set: " + std::string(row.name);
      test.rule = "A reserved bit that no agreed extension gives a meaning fails the connection.";
      auto frames = row.frames;
      frames.back().rsv = static_cast<std::uint8_t>(bits << 4U);
      test.forbidden = row.forbidden;
      if (const auto number = alias(row.name, bits); !number.empty()) test.aliases = {number};
      Send send{std::move(frames)};
      if (row.name == "text-after-a-good-one") {
        send.frames.push_back(ping("too late"));
        send.piece = bits == 4 ? 1 : 0;
        test.forbidden.pongs = {to_bytes("too late")};
      }
      test.script.steps = {send};
      test.allowed = failed_with(code(1002));
      cases.push_back(std::move(test));
    }
  }
  return cases;
}

}  // namespace parley::conformance
