// Reserved opcodes: RFC 6455 §5.2.
#include <fmt/format.h>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

constexpr std::string_view word = "unknown opcode";

struct Place {
  std::string_view name;
  std::vector<Frame> frames;
  Forbidden forbidden;
};

std::vector<Place> places(protocol::Opcode opcode) {
  const Frame frame{.opcode = opcode, .payload = to_bytes(word)};
  const Frame empty{.opcode = opcode};
  const Frame large{.opcode = opcode, .payload = repeated(126, 'u')};
  const auto begin = unfinished(text("frag"));
  const auto rest = continuation(to_bytes("ment"));
  const auto whole = to_bytes(word);
  const auto fragment = to_bytes("fragment");
  // What comes back where the frame was taken for a continuation, before the next one is found out of place.
  const auto joined = to_bytes("fragunknown opcode");
  const auto joined_with_nothing = to_bytes("frag");
  return {
      {"empty", {empty}, {}},
      {"with-payload", {frame}, {{whole}, {whole}}},
      {"of-126-bytes", {large}, {{large.payload}, {large.payload}}},
      {"fin-0", {unfinished(frame)}, {{whole}, {whole}}},
      {"continued", {unfinished(frame), rest}, {{to_bytes("unknown opcodement")}}},
      {"inside-a-message", {begin, frame, rest}, {{whole, fragment, joined}, {whole}}},
      {"empty-inside-a-message", {begin, empty, rest}, {{fragment, joined_with_nothing}}},
      {"after-a-message", {text("good"), frame, ping("too late")}, {{whole}, {to_bytes("too late"), whole}}},
      {"empty-after-a-message", {text("good"), empty, ping("too late")}, {{}, {to_bytes("too late")}}},
  };
}

struct Autobahn {
  unsigned opcode;
  std::string_view place;
  std::string_view number;
  std::size_t piece;
};
constexpr Autobahn autobahn[] = {
    {3, "empty", "4.1.1", 0},
    {4, "with-payload", "4.1.2", 0},
    {5, "empty-after-a-message", "4.1.3", 0},
    {6, "after-a-message", "4.1.4", 0},
    {7, "after-a-message", "4.1.5", 1},
    {11, "empty", "4.2.1", 0},
    {12, "with-payload", "4.2.2", 0},
    {13, "empty-after-a-message", "4.2.3", 0},
    {14, "after-a-message", "4.2.4", 0},
    {15, "after-a-message", "4.2.5", 1},
};

}  // namespace

std::vector<Case> opcode_cases(Role /*peer*/) {
  std::vector<Case> cases;
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    for (auto& place : places(static_cast<protocol::Opcode>(opcode))) {
      Case test;
      test.id = fmt::format("6455-5.2-opcode-{:x}-{}", opcode, place.name);
      test.group = "reserved";
      test.section = "RFC 6455 §5.2";
      test.title = fmt::format("A frame with the reserved opcode 0x{:X}: {}", opcode, place.name);
      test.rule = "An unknown opcode fails the connection.";
      Send send{std::move(place.frames)};
      for (const auto& known : autobahn) {
        if (known.opcode != opcode || known.place != place.name) continue;
        test.aliases = {fmt::format("autobahn/{}", known.number)};
        send.piece = known.piece;
      }
      test.script.steps = {std::move(send)};
      test.allowed = failed_with(code(1002));
      test.forbidden = std::move(place.forbidden);
      cases.push_back(std::move(test));
    }
  }
  return cases;
}

}  // namespace parley::conformance
