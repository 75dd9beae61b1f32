// Payload lengths: RFC 6455 §5.2.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::LengthForm;

constexpr std::string_view read_rule =
    "Payload lengths are written in 7, 16 or 64 bits, and a receiver reads them all.";

Case make(std::string id, Level level, std::vector<Need> needs, std::string title, std::string_view rule) {
  Case test;
  test.id = std::move(id);
  test.group = "length";
  test.section = "RFC 6455 §5.2";
  test.level = level;
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = rule;
  return test;
}

struct Size {
  std::size_t size;
  std::size_t piece;          // bytes in one write; 0: all in one
  std::string_view autobahn;  // the last part of 1.1.x and 1.2.x
};

constexpr std::array sizes{
    Size{0, 0, "1"},     Size{1, 0, ""},     Size{2, 0, ""},        Size{124, 0, ""},      Size{125, 0, "2"},
    Size{126, 0, "3"},   Size{127, 0, "4"},  Size{128, 0, "5"},     Size{255, 0, ""},      Size{256, 0, ""},
    Size{4096, 0, ""},   Size{32767, 0, ""}, Size{32768, 0, ""},    Size{65534, 0, ""},    Size{65535, 0, "6"},
    Size{65536, 0, "7"}, Size{65537, 0, ""}, Size{131072, 0, ""},   Size{5, 1, ""},        Size{125, 1, ""},
    Size{126, 1, ""},    Size{200, 1, ""},   Size{65536, 997, "8"}, Size{65536, 1448, ""},
};

void add_echoes(std::vector<Case>& cases) {
  for (const bool is_text : {true, false}) {
    for (const auto& row : sizes) {
      const std::string kind = is_text ? "text" : "binary";
      const auto pieces = row.piece == 0 ? "" : "-in-pieces-of-" + std::to_string(row.piece);
      auto test = make("6455-5.2-" + kind + "-of-" + std::to_string(row.size) + pieces, Level::must, echoes,
                       "One " + kind + " frame of " + std::to_string(row.size) + " bytes" +
                           (row.piece == 0 ? "" : ", in TCP writes of " + std::to_string(row.piece)),
                       read_rule);
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

/// Who refuses all but the shortest messages, by 1009, breaks no rule, and is of little use.
void add_usual_message(std::vector<Case>& cases) {
  auto test =
      make("6455-5.2-text-of-4096-within-limits", Level::quality, echoes, "A text of 4096 bytes is not too large",
           "How large the largest message may be is the peer's to say; most applications need more than this.");
  test.section = "RFC 6455 §10.4";
  const auto payload = repeated(4096, '*');
  test.script.steps = {Send{{text(payload)}}};
  test.allowed = {{Grade::strict, Answers{{{true, payload}}}}};
  cases.push_back(std::move(test));
}

/// The length of a continuation frame is read as any other.
void add_continuations(std::vector<Case>& cases) {
  for (const bool is_text : {true, false}) {
    for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U}) {
      const std::string kind = is_text ? "text" : "binary";
      auto test =
          make("6455-5.2-" + kind + "-with-a-continuation-of-" + std::to_string(size), Level::must, echoes,
               "A " + kind + " of one byte that goes on in a frame of " + std::to_string(size) + " bytes", read_rule);
      const auto rest = repeated(size, 'c');
      const auto begin = is_text ? text("b") : binary({'b'});
      test.script.steps = {Send{{unfinished(begin), continuation(rest)}}};
      Bytes all{'b'};
      protocol::append(all, rest);
      test.allowed = answered({{is_text, all}});
      cases.push_back(std::move(test));
    }
  }
}

/// TCP gives the header byte by byte, and then all the rest.
void add_dribbled_headers(std::vector<Case>& cases, Role peer) {
  for (const std::size_t size : {5U, 300U, 66000U}) {
    auto test = make("6455-5.2-header-by-byte-of-" + std::to_string(size), Level::must, echoes,
                     "A binary frame of " + std::to_string(size) + " bytes: its header comes byte by byte", read_rule);
    const auto payload = repeated(size, 0xB2);
    Bytes wire;
    encode(binary(payload), peer, {9, 8, 7, 6}, wire);
    const auto header = wire.begin() + static_cast<std::ptrdiff_t>(wire.size() - size);
    for (auto at = wire.begin(); at != header; ++at) test.script.steps.emplace_back(SendBytes{{*at}});
    test.script.steps.emplace_back(SendBytes{{header, wire.end()}});
    test.allowed = answered({{false, payload}});
    cases.push_back(std::move(test));
  }
}

/// The message comes whole first: only a peer that does not take it then has a limit below its size.
void show_its_limit(Case& test, Frame whole) {
  const Message message{false, whole.payload};
  test.title += ", after the same one whole";
  test.script.steps.insert(test.script.steps.begin(), {Send{{std::move(whole)}}, Await{Until::message, 1}});
  for (auto& allowed : test.allowed) {
    if (std::holds_alternative<Answers>(allowed.outcome)) allowed.outcome = Answers{{message, message}};
  }
}

/// Every way to cut a short frame of each form in two.
void add_cuts_in_two(std::vector<Case>& cases, Role peer) {
  for (const auto form : {LengthForm::bits7, LengthForm::bits16, LengthForm::bits64}) {
    const std::size_t size = form == LengthForm::bits7 ? 3 : form == LengthForm::bits16 ? 126 : 65536;
    const auto payload = repeated(size, 0xC2);
    Bytes wire;
    encode(binary(payload), peer, {1, 2, 3, 4}, wire);
    const auto header = wire.size() - size;
    for (std::size_t at = 1; at <= header + 1; ++at) {
      auto test =
          make("6455-5.2-binary-of-" + std::to_string(size) + "-cut-after-" + std::to_string(at), Level::must, echoes,
               "A binary frame of " + std::to_string(size) + " bytes in two TCP writes, the first one of " +
                   std::to_string(at),
               read_rule);
      test.script.steps = in_two_writes(wire, at);
      test.allowed = answered({{false, payload}});
      if (form == LengthForm::bits64) show_its_limit(test, binary(payload));
      cases.push_back(std::move(test));
    }
  }
}

void add_many(std::vector<Case>& cases) {
  constexpr std::size_t count = 300;
  auto test = make("6455-5.6-three-hundred-texts", Level::must, echoes,
                   "Three hundred texts, each when the one before has come back", read_rule);
  test.script.steps = {Exchange{.sample = Sample::prose, .opcode = protocol::Opcode::text, .size = 40, .count = count}};
  test.allowed = {{Grade::strict, Exchanges{count}}};
  cases.push_back(std::move(test));

  struct Row {
    std::string_view number;
    int count;
    Level level;
  };
  for (const auto& row : {Row{"two", 2000, Level::must}, Row{"twenty", 20'000, Level::quality}}) {
    auto together =
        make("6455-5.6-" + std::string(row.number) + "-thousand-texts-at-once", row.level, echoes,
             std::to_string(row.count) + " texts, numbered, without waiting for what comes back", read_rule);
    Send send;
    std::vector<Message> messages;
    for (int number = 0; number < row.count; ++number) {
      messages.push_back({true, protocol::to_bytes(std::to_string(number))});
      send.frames.push_back(text(messages.back().payload));
    }
    together.script.steps = {std::move(send)};
    together.allowed = answered(std::move(messages));
    cases.push_back(std::move(together));
  }
}

/// Each byte of which is another than its neighbours, and than those a power of two away.
void add_large(std::vector<Case>& cases) {
  for (const std::size_t size : {150'000U, 1'200'000U}) {
    auto test = make("6455-5.2-binary-of-" + std::to_string(size), Level::must, echoes,
                     "A binary frame of " + std::to_string(size) + " bytes", read_rule);
    Bytes payload(size);
    for (std::size_t i = 0; i < size; ++i) payload[i] = static_cast<std::uint8_t>((i * 167) ^ (i >> 8U) ^ (i >> 16U));
    test.script.steps = {Send{{binary(payload)}}};
    test.allowed = answered({{false, payload}});
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> length_cases(Role peer) {
  std::vector<Case> cases;
  add_echoes(cases);
  add_usual_message(cases);
  add_continuations(cases);
  add_dribbled_headers(cases, peer);
  add_cuts_in_two(cases, peer);
  add_many(cases);
  add_large(cases);
  return cases;
}

}  // namespace parley::conformance
