// Lengths that are written as no sender may write them, and frames that TCP cuts off: RFC 6455 §5.2, §5.5, §7.1.4.
#include <fmt/format.h>

#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::LengthForm;
using protocol::Opcode;

Case make(std::string id, std::string_view section, Level level, std::string title, std::string_view rule) {
  Case test;
  test.id = std::move(id);
  test.group = "length";
  test.section = section;
  test.level = level;
  test.title = std::move(title);
  test.rule = rule;
  return test;
}

struct Kind {
  Opcode opcode;
  std::string_view name;
};
constexpr std::array data_kinds{Kind{Opcode::text, "text"}, Kind{Opcode::binary, "binary"},
                                Kind{Opcode::continuation, "continuation"}};
constexpr std::array control_kinds{Kind{Opcode::ping, "ping"}, Kind{Opcode::pong, "pong"},
                                   Kind{Opcode::close, "close"}};

struct Form {
  LengthForm form;
  std::string_view bits;
  std::vector<std::size_t> of_data;
  std::vector<std::size_t> of_controls;
};

const std::vector<Form>& longer_forms() {
  static const std::vector<Form> forms{
      {LengthForm::bits16, "16", {0, 1, 5, 125}, {0, 2, 5, 125}},
      {LengthForm::bits64, "64", {0, 1, 5, 125, 126, 65535}, {0, 2, 5, 125}},
  };
  return forms;
}

void add_longer_than_needed(std::vector<Case>& cases, Kind kind, const Form& form, std::size_t size) {
  auto test = make(fmt::format("6455-5.2-{}-of-{}-length-in-{}-bits", kind.name, size, form.bits), "RFC 6455 §5.2",
                   Level::disputed,
                   fmt::format("A {} frame of {} bytes, its length written in {} bits", kind.name, size, form.bits),
                   "The fewest bytes are used for the length: the sentence binds the sender, and §10.7 wants input to "
                   "be validated.");
  constexpr char filler = 'n';
  const bool has_code = kind.opcode == Opcode::close && size >= 2;
  const auto payload = has_code ? close_frame(telltale, std::string(size - 2, filler)).payload : repeated(size, filler);
  Send send;
  if (kind.opcode == Opcode::continuation) send.frames.push_back(unfinished(text("")));
  send.frames.push_back({.opcode = kind.opcode, .payload = payload, .form = form.form});
  test.script.steps = {std::move(send)};
  test.allowed = refused_frame(kind.opcode, code(1002));
  if (kind.opcode == Opcode::ping && size > 0) test.forbidden.pongs = {payload};
  if (!protocol::is_control(kind.opcode) && size > 0) test.forbidden.messages = {payload};
  cases.push_back(std::move(test));
}

void add_all_longer_than_needed(std::vector<Case>& cases) {
  for (const auto& form : longer_forms()) {
    for (const auto kind : data_kinds) {
      for (const auto size : form.of_data) add_longer_than_needed(cases, kind, form, size);
    }
    for (const auto kind : control_kinds) {
      for (const auto size : form.of_controls) add_longer_than_needed(cases, kind, form, size);
    }
  }
}

void add_top_bits(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    Opcode opcode;
    std::uint64_t announced;
  };
  // What an endpoint that overlooks the bit would take for a frame of 65,536 bytes is there in full.
  for (const auto& row :
       {Row{"", Opcode::binary, 0x8000000000010000ULL}, Row{"-of-a-text", Opcode::text, 0x8000000000010000ULL},
        Row{"-of-a-continuation", Opcode::continuation, 0x8000000000010000ULL},
        Row{"-alone", Opcode::binary, 0x8000000000000000ULL},
        Row{"-and-all-others", Opcode::binary, 0xFFFFFFFFFFFFFFFFULL}}) {
    auto test =
        make("6455-5.2-length-top-bit" + std::string(row.name), "RFC 6455 §5.2", Level::disputed,
             fmt::format("A frame whose 64-bit length is 0x{:016X}: it has its highest bit set", row.announced),
             "The highest bit of a 64-bit length is 0: the sentence binds the sender, and no such frame can be real.");
    Send send;
    if (row.opcode == Opcode::continuation) send.frames.push_back(unfinished(text("")));
    const bool alone = row.announced << 1U == 0;
    send.frames.push_back({.opcode = row.opcode,
                           .payload = repeated(alone ? 0 : 65536, 'a'),
                           .form = LengthForm::bits64,
                           .announced = row.announced});
    test.script.steps = {std::move(send)};
    test.allowed = failed_with({{1002, 1002}, {1009, 1009}});
    test.forbidden.messages = {repeated(65536, 'a')};
    cases.push_back(std::move(test));
  }
}

/// What an endpoint that reads fewer bits of the length would take for a whole frame is there, and no more.
void add_lengths_of_which_the_end_is_there(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::uint64_t above;  // of 5 bytes
  };
  for (const auto& row : {Row{"2-to-the-16", 1ULL << 16U}, Row{"2-to-the-31", 1ULL << 31U},
                          Row{"2-to-the-32", 1ULL << 32U}, Row{"2-to-the-48", 1ULL << 48U}}) {
    auto test = make(fmt::format("6455-5.2-length-of-{}-and-5", row.name), "RFC 6455 §5.2", Level::must,
                     fmt::format("A text that announces {} bytes, of which 5 come, and then nothing", row.above + 5),
                     "The length has 64 bits, and all of them count: what has not come whole is no message.");
    auto frame = text("hello");
    frame.form = LengthForm::bits64;
    frame.announced = row.above + 5;
    test.script.steps = {Send{{frame}}, Pause{std::chrono::milliseconds(100)}, ShutdownWrite{}};
    test.allowed = {{Grade::strict, Fails{any_code()}}, {Grade::strict, Ends{}}};
    test.forbidden.messages = {protocol::to_bytes("hello")};
    cases.push_back(std::move(test));
  }
}

/// A header says enough: no control frame has so many bytes. A peer may wait for them all the same.
void add_headers_of_long_controls(std::vector<Case>& cases) {
  for (const auto kind : control_kinds) {
    for (const std::uint64_t length : {126ULL, 65536ULL, (1ULL << 63U) - 1}) {
      auto test =
          make(fmt::format("6455-5.5-header-of-a-{}-of-{}-bytes", kind.name, length), "RFC 6455 §5.5", Level::info,
               fmt::format("The header of a {} that announces {} bytes, of which none come", kind.name, length),
               "Told for information: whether a control frame that is too long fails the connection at its "
               "header, or only when it is there.");
      test.script.steps = {Send{{{.opcode = kind.opcode, .announced = length}}}, Pause{std::chrono::milliseconds(100)},
                           ShutdownWrite{}};
      test.allowed = {{Grade::informational, Fails{any_code()}}, {Grade::informational, Ends{}}};
      cases.push_back(std::move(test));
    }
  }
}

/// TCP ends inside a frame's header or payload: nothing more can come of it.
void add_cut_frames(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view name;
    Frame frame;
  };
  auto long_form = binary(repeated(8, 7));
  long_form.form = LengthForm::bits64;
  long_form.announced = 70000;
  auto middle_form = text(repeated(4, 'm'));
  middle_form.form = LengthForm::bits16;
  middle_form.announced = 300;
  for (const auto& row : {Row{"", long_form}, Row{"-of-a-text-of-300", middle_form}, Row{"-of-a-ping", ping("cut off")},
                          Row{"-of-a-close", close_frame(telltale, "cut off")}}) {
    Bytes wire;
    encode(row.frame, peer, {1, 2, 3, 4}, wire);
    for (std::size_t size = 1; size < wire.size(); ++size) {
      auto test = make(fmt::format("6455-7.1.4-cut-after-{}{}", size, row.name), "RFC 6455 §7.1.4", Level::quality,
                       fmt::format("TCP ends after {} bytes of a frame", size),
                       "When TCP has ended the WebSocket connection is closed: the peer ends its side as well.");
      test.script.steps = {SendBytes{{wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(size)}},
                           ShutdownWrite{}};
      test.allowed = {{Grade::strict, Ends{}}};
      test.forbidden.pongs = {protocol::to_bytes("cut off")};
      cases.push_back(std::move(test));
    }
  }
}

}  // namespace

std::vector<Case> length_form_cases(Role peer) {
  std::vector<Case> cases;
  add_all_longer_than_needed(cases);
  add_top_bits(cases);
  add_lengths_of_which_the_end_is_there(cases);
  add_headers_of_long_controls(cases);
  add_cut_frames(cases, peer);
  return cases;
}

}  // namespace parley::conformance
