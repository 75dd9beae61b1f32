// Payload lengths: RFC 6455 §5.2.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::LengthForm;
using protocol::Opcode;

Case make(std::string id, Level level, std::vector<Need> needs, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "length";
  test.section = "RFC 6455 §5.2";
  test.level = level;
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

void add_echoes(std::vector<Case>& cases) {
  struct Row {
    std::size_t size;
    std::size_t piece;
    std::string_view autobahn;  // the last part of 1.1.x and 1.2.x
  };
  constexpr std::array rows{Row{0, 0, "1"},     Row{1, 0, ""},      Row{124, 0, ""},      Row{125, 0, "2"},
                            Row{126, 0, "3"},   Row{127, 0, "4"},   Row{128, 0, "5"},     Row{65534, 0, ""},
                            Row{65535, 0, "6"}, Row{65536, 0, "7"}, Row{65536, 997, "8"}, Row{65537, 0, ""},
                            Row{200, 1, ""}};
  for (const bool is_text : {true, false}) {
    for (const auto& row : rows) {
      const std::string kind = is_text ? "text" : "binary";
      const auto pieces = row.piece == 0 ? "" : "-in-pieces-of-" + std::to_string(row.piece);
      auto test = make("6455-5.2-" + kind + "-of-" + std::to_string(row.size) + pieces, Level::must, echoes,
                       "One " + kind + " frame of " + std::to_string(row.size) + " bytes",
                       "Payload lengths are written in 7, 16 or 64 bits, and a receiver reads them all.");
      if (!row.autobahn.empty()) {
        test.aliases = {std::string("autobahn/1.") + (is_text ? "1." : "2.") + std::string(row.autobahn)};
      }
      if (is_text && row.size == 0) test.aliases.emplace_back("autobahn/6.1.1");
      const auto payload = repeated(row.size, is_text ? 0x2A : 0xFE);
      test.script.steps = {Send{{is_text ? text(payload) : binary(payload)}, row.piece}};
      test.allowed = answered({{is_text, payload}});
      cases.push_back(std::move(test));
    }
  }
}

std::string form_name(LengthForm form) {
  switch (form) {
    case LengthForm::bits7:
      return "7";
    case LengthForm::bits16:
      return "16";
    case LengthForm::bits64:
      return "64";
  }
  return "";
}

void add_longer_than_needed(std::vector<Case>& cases) {
  struct Row {
    Opcode opcode;
    std::string_view name;
    std::size_t size;
    LengthForm form;
  };
  constexpr std::array rows{
      Row{Opcode::text, "text", 0, LengthForm::bits16},     Row{Opcode::text, "text", 1, LengthForm::bits16},
      Row{Opcode::text, "text", 125, LengthForm::bits16},   Row{Opcode::text, "text", 0, LengthForm::bits64},
      Row{Opcode::text, "text", 125, LengthForm::bits64},   Row{Opcode::text, "text", 126, LengthForm::bits64},
      Row{Opcode::text, "text", 65535, LengthForm::bits64}, Row{Opcode::binary, "binary", 5, LengthForm::bits16},
      Row{Opcode::binary, "binary", 5, LengthForm::bits64}, Row{Opcode::ping, "ping", 5, LengthForm::bits16},
      Row{Opcode::ping, "ping", 5, LengthForm::bits64},     Row{Opcode::pong, "pong", 5, LengthForm::bits16},
  };
  for (const auto& row : rows) {
    auto test =
        make("6455-5.2-" + std::string(row.name) + "-of-" + std::to_string(row.size) + "-length-in-" +
                 form_name(row.form) + "-bits",
             Level::disputed, opens,
             "A " + std::string(row.name) + " frame of " + std::to_string(row.size) + " bytes, its length written in " +
                 form_name(row.form) + " bits",
             "The fewest bytes are used for the length: the sentence binds the sender, and §10.7 wants input to "
             "be validated.");
    const auto payload = repeated(row.size, 0x6E);
    test.script.steps = {Send{{{.opcode = row.opcode, .payload = payload, .form = row.form}}}};
    test.allowed = failed_with(code(1002));
    if (protocol::is_control(row.opcode)) {
      test.forbidden.pongs = {payload};
    } else {
      test.forbidden.messages = {payload};
    }
    cases.push_back(std::move(test));
  }
}

void add_top_bit(std::vector<Case>& cases) {
  auto test = make(
      "6455-5.2-length-top-bit", Level::disputed, opens, "A binary frame whose 64-bit length has its highest bit set",
      "The highest bit of a 64-bit length is 0: the sentence binds the sender, and no such frame can be real.");
  test.script.steps = {Send{{{.opcode = Opcode::binary,
                              .payload = repeated(65536, 1),
                              .form = LengthForm::bits64,
                              .announced = 0x8000000000010000ULL}}}};
  test.allowed = failed_with({{1002, 1002}, {1009, 1009}});
  cases.push_back(std::move(test));
}

/// TCP ends inside a frame's header or payload: nothing more can come of it.
void add_cut_frames(std::vector<Case>& cases, Role peer) {
  protocol::Bytes frame;
  encode({.opcode = Opcode::binary, .payload = repeated(8, 7), .form = LengthForm::bits64, .announced = 70000}, peer,
         {1, 2, 3, 4}, frame);
  for (std::size_t size = 1; size < frame.size(); ++size) {
    auto test = make("6455-7.1.4-cut-after-" + std::to_string(size), Level::quality, opens,
                     "TCP ends after " + std::to_string(size) + " bytes of a frame",
                     "When TCP has ended the WebSocket connection is closed: the peer ends its side as well.");
    test.section = "RFC 6455 §7.1.4";
    test.script.steps = {SendBytes{{frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size)}},
                         ShutdownWrite{}};
    test.allowed = {{Grade::strict, Ends{}}};
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> length_cases(Role peer) {
  std::vector<Case> cases;
  add_echoes(cases);
  add_longer_than_needed(cases);
  add_top_bit(cases);
  add_cut_frames(cases, peer);
  return cases;
}

}  // namespace parley::conformance
