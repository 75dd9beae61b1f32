// Reserved opcodes: RFC 6455 §5.2.
#include <fmt/format.h>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

constexpr std::string_view word = "unknown opcode";

enum class Place : std::uint8_t { empty, payload, unfinished_frame, inside_message, after_message };

std::string_view name_of(Place place) {
  switch (place) {
    case Place::empty:
      return "empty";
    case Place::payload:
      return "with-payload";
    case Place::unfinished_frame:
      return "fin-0";
    case Place::inside_message:
      return "inside-a-message";
    case Place::after_message:
      return "after-a-message";
  }
  return "";
}

Send frames_for(Place place, protocol::Opcode opcode) {
  const Frame frame{.opcode = opcode, .payload = to_bytes(word)};
  switch (place) {
    case Place::empty:
      return {{{.opcode = opcode}}};
    case Place::payload:
      return {{frame}};
    case Place::unfinished_frame:
      return {{unfinished(frame)}};
    case Place::inside_message:
      return {{unfinished(text("frag")), frame, continuation(to_bytes("ment"))}};
    case Place::after_message:
      return {{text("good"), frame, ping("too late")}};
  }
  return {};
}

/// 4.1.x are opcodes 3 to 7, 4.2.x are B to F: empty, with payload, and three times after a message.
std::string alias(Place place, unsigned opcode) {
  const unsigned number = opcode < 8 ? opcode - 2 : opcode - 10;
  const bool covers = (place == Place::empty && number == 1) || (place == Place::payload && number == 2) ||
                      (place == Place::after_message && number >= 3);
  return covers ? fmt::format("autobahn/4.{}.{}", opcode < 8 ? 1 : 2, number) : "";
}

}  // namespace

std::vector<Case> opcode_cases(Role /*peer*/) {
  std::vector<Case> cases;
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    for (const auto place :
         {Place::empty, Place::payload, Place::unfinished_frame, Place::inside_message, Place::after_message}) {
      Case test;
      test.id = fmt::format("6455-5.2-opcode-{:x}-{}", opcode, name_of(place));
      test.group = "reserved";
      test.section = "RFC 6455 §5.2";
      test.title = fmt::format("A frame with the reserved opcode 0x{:X}: {}", opcode, name_of(place));
      test.rule = "An unknown opcode fails the connection.";
      if (const auto number = alias(place, opcode); !number.empty()) test.aliases = {number};
      auto send = frames_for(place, static_cast<protocol::Opcode>(opcode));
      if (test.aliases == std::vector<std::string>{"autobahn/4.1.5"}) send.piece = 1;
      if (test.aliases == std::vector<std::string>{"autobahn/4.2.5"}) send.piece = 1;
      test.script.steps = {send};
      test.allowed = failed_with(code(1002));
      test.forbidden = {{to_bytes(word), to_bytes("fragment")}, {to_bytes("too late"), to_bytes(word)}};
      if (place == Place::empty) test.forbidden = {};
      cases.push_back(std::move(test));
    }
  }
  return cases;
}

}  // namespace parley::conformance
