// UTF-8 in text messages: RFC 6455 §5.6, §8.1; RFC 3629.
#include <algorithm>
#include <set>
#include <sstream>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;

struct Row {
  std::string_view hex;
  std::string_view autobahn;  // its numbers, with spaces between
  std::string_view name;      // for the id; empty: the hex
};

// clang-format off
constexpr Row valid_rows[] = {
    {"68656c6c6f24776f726c64", "6.5.1", ""},
    {"68656c6c6fc2a2776f726c64", "6.5.2", ""},
    {"68656c6c6fe282ac776f726c64", "6.5.3", ""},
    {"68656c6c6ff0a4ada2776f726c64", "6.5.4", ""},
    {"cebae1bdb9cf83cebcceb5", "6.5.5 6.6.11", ""},
    {"ceba", "6.6.2", ""},
    {"cebae1bdb9", "6.6.5", ""},
    {"cebae1bdb9cf83", "6.6.7", ""},
    {"cebae1bdb9cf83cebc", "6.6.9", ""},
    {"00", "6.7.1", ""},
    {"c280", "6.7.2", ""},
    {"e0a080", "6.7.3", ""},
    {"f0908080", "6.7.4", ""},
    {"7f", "6.9.1", ""},
    {"dfbf", "6.9.2", ""},
    {"efbfbf", "6.9.3 6.22.2 6.23.7", ""},
    {"f48fbfbf", "6.9.4 6.11.4 6.22.34", ""},
    {"ed9fbf", "6.11.1", ""},
    {"ee8080", "6.11.2", ""},
    {"efbfbd", "6.11.3 6.23.5", ""},
    {"efbfbe", "6.22.1 6.23.6", ""},
    {"f09fbfbe", "6.22.3", ""},
    {"f09fbfbf", "6.22.4", ""},
    {"f0afbfbe", "6.22.5", ""},
    {"f0afbfbf", "6.22.6", ""},
    {"f0bfbfbe", "6.22.7", ""},
    {"f0bfbfbf", "6.22.8", ""},
    {"f18fbfbe", "6.22.9", ""},
    {"f18fbfbf", "6.22.10", ""},
    {"f19fbfbe", "6.22.11", ""},
    {"f19fbfbf", "6.22.12", ""},
    {"f1afbfbe", "6.22.13", ""},
    {"f1afbfbf", "6.22.14", ""},
    {"f1bfbfbe", "6.22.15", ""},
    {"f1bfbfbf", "6.22.16", ""},
    {"f28fbfbe", "6.22.17", ""},
    {"f28fbfbf", "6.22.18", ""},
    {"f29fbfbe", "6.22.19", ""},
    {"f29fbfbf", "6.22.20", ""},
    {"f2afbfbe", "6.22.21", ""},
    {"f2afbfbf", "6.22.22", ""},
    {"f2bfbfbe", "6.22.23", ""},
    {"f2bfbfbf", "6.22.24", ""},
    {"f38fbfbe", "6.22.25", ""},
    {"f38fbfbf", "6.22.26", ""},
    {"f39fbfbe", "6.22.27", ""},
    {"f39fbfbf", "6.22.28", ""},
    {"f3afbfbe", "6.22.29", ""},
    {"f3afbfbf", "6.22.30", ""},
    {"f3bfbfbe", "6.22.31", ""},
    {"f3bfbfbf", "6.22.32", ""},
    {"f48fbfbe", "6.22.33", ""},
    {"efbfb9", "6.23.1", ""},
    {"efbfba", "6.23.2", ""},
    {"efbfbb", "6.23.3", ""},
    {"efbfbc", "6.23.4", ""},
};

constexpr Row invalid_rows[] = {
    {"ce", "6.6.1", ""},
    {"cebae1", "6.6.3", ""},
    {"cebae1bd", "6.6.4", ""},
    {"cebae1bdb9cf", "6.6.6", ""},
    {"cebae1bdb9cf83ce", "6.6.8", ""},
    {"cebae1bdb9cf83cebcce", "6.6.10", ""},
    {"f888808080", "6.8.1", ""},
    {"fc8480808080", "6.8.2", ""},
    {"f7bfbfbf", "6.10.1", ""},
    {"fbbfbfbfbf", "6.10.2", ""},
    {"fdbfbfbfbfbf", "6.10.3", ""},
    {"f4908080", "6.11.5", ""},
    {"80", "6.12.1", ""},
    {"bf", "6.12.2", ""},
    {"80bf", "6.12.3", ""},
    {"80bf80", "6.12.4", ""},
    {"80bf80bf", "6.12.5", ""},
    {"80bf80bf80", "6.12.6", ""},
    {"80bf80bf80bf", "6.12.7", ""},
    {"808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbe", "6.12.8", "all-continuation-bytes"},
    {"c020c120c220c320c420c520c620c720c820c920ca20cb20cc20cd20ce20cf20d020d120d220d320d420d520d620d720d820d920da20db20dc20dd20de20", "6.13.1", "leads-of-two-with-spaces"},
    {"e020e120e220e320e420e520e620e720e820e920ea20eb20ec20ed20ee20", "6.13.2", "leads-of-three-with-spaces"},
    {"f020f120f220f320f420f520f620", "6.13.3", ""},
    {"f820f920fa20", "6.13.4", ""},
    {"fc20", "6.13.5", ""},
    {"c0", "6.14.1", ""},
    {"e080", "6.14.2", ""},
    {"f08080", "6.14.3", ""},
    {"f8808080", "6.14.4", ""},
    {"fc80808080", "6.14.5", ""},
    {"df", "6.14.6", ""},
    {"efbf", "6.14.7", ""},
    {"f7bfbf", "6.14.8", ""},
    {"fbbfbfbf", "6.14.9", ""},
    {"fdbfbfbfbf", "6.14.10", ""},
    {"c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf", "6.15.1", "truncated-forms-joined"},
    {"fe", "6.16.1", ""},
    {"ff", "6.16.2", ""},
    {"fefeffff", "6.16.3", ""},
    {"c0af", "6.17.1", ""},
    {"e080af", "6.17.2", ""},
    {"f08080af", "6.17.3", ""},
    {"f8808080af", "6.17.4", ""},
    {"fc80808080af", "6.17.5", ""},
    {"c1bf", "6.18.1", ""},
    {"e09fbf", "6.18.2", ""},
    {"f08fbfbf", "6.18.3", ""},
    {"f887bfbfbf", "6.18.4", ""},
    {"fc83bfbfbfbf", "6.18.5", ""},
    {"c080", "6.19.1", ""},
    {"e08080", "6.19.2", ""},
    {"f0808080", "6.19.3", ""},
    {"f880808080", "6.19.4", ""},
    {"fc8080808080", "6.19.5", ""},
    {"eda080", "6.20.1", ""},
    {"edadbf", "6.20.2", ""},
    {"edae80", "6.20.3", ""},
    {"edafbf", "6.20.4", ""},
    {"edb080", "6.20.5", ""},
    {"edbe80", "6.20.6", ""},
    {"edbfbf", "6.20.7", ""},
    {"eda080edb080", "6.21.1", ""},
    {"eda080edbfbf", "6.21.2", ""},
    {"edadbfedb080", "6.21.3", ""},
    {"edadbfedbfbf", "6.21.4", ""},
    {"edae80edb080", "6.21.5", ""},
    {"edae80edbfbf", "6.21.6", ""},
    {"edafbfedb080", "6.21.7", ""},
    {"edafbfedbfbf", "6.21.8", ""},
};
// clang-format on

enum class Kind : std::uint8_t { valid, invalid };

Case make(std::string id, Kind kind, std::string title) {
  Case test;
  test.id = std::move(id);
  test.group = "utf8";
  test.section = kind == Kind::valid ? "RFC 6455 §5.6" : "RFC 6455 §5.6, §8.1";
  test.needs = kind == Kind::valid ? echoes : opens;
  test.title = std::move(title);
  test.rule = kind == Kind::valid ? "A text message is UTF-8: every code point but the surrogates, U+0000 to U+10FFFF."
                                  : "A text message that is not UTF-8 fails the connection.";
  return test;
}

void expect(Case& test, Kind kind, const Bytes& payload) {
  if (kind == Kind::valid) {
    test.allowed = answered({{true, payload}});
  } else {
    test.allowed = failed_with(code(1007));
    test.forbidden.messages = {payload};
  }
}

std::vector<Frame> byte_fragments(const Bytes& payload) {
  std::vector<Frame> frames;
  for (const auto byte : payload) frames.push_back(unfinished(continuation({byte})));
  frames.front().opcode = protocol::Opcode::text;
  frames.back().fin = true;
  return frames;
}

/// As one frame, and with each byte in a fragment of its own.
void add_sequence(std::vector<Case>& cases, std::string_view name, const Bytes& payload, Kind kind,
                  std::string_view autobahn) {
  const std::string id = "6455-8.1-utf8-" + std::string(name);
  auto whole = make(id, kind, "A text of " + describe_payload(payload));
  std::istringstream numbers{std::string(autobahn)};
  for (std::string number; numbers >> number;) whole.aliases.push_back("autobahn/" + number);
  whole.script.steps = {Send{{text(payload)}}};
  expect(whole, kind, payload);
  cases.push_back(std::move(whole));
  if (payload.size() < 2) return;
  auto cut = make(id + "-by-fragments", kind, "A text of " + describe_payload(payload) + ", each byte a fragment");
  cut.script.steps = {Send{byte_fragments(payload)}};
  expect(cut, kind, payload);
  cases.push_back(std::move(cut));
}

void add_row(std::vector<Case>& cases, const Row& row, Kind kind) {
  add_sequence(cases, row.name.empty() ? row.hex : row.name, *protocol::from_hex(row.hex), kind, row.autobahn);
}

/// RFC 3629 §4: the first byte, what the second one may be, and how many come in all.
struct Form {
  std::uint8_t first_low, first_high, second_low, second_high;
  std::size_t size;
};
constexpr Form forms[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

Bytes sequence(int first, int second, std::size_t size, std::uint8_t last) {
  Bytes bytes{static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)};
  while (bytes.size() < size) bytes.push_back(0x80);
  if (size > 2) bytes.back() = last;
  return bytes;
}

/// Both ends of every range of the grammar, and one beyond.
void add_boundaries(std::vector<Case>& cases) {
  std::set<std::string> known;
  for (const auto& row : valid_rows) known.insert(std::string(row.hex));
  for (const auto& row : invalid_rows) known.insert(std::string(row.hex));
  const auto add = [&](const Bytes& bytes, Kind kind) {
    const auto hex = protocol::to_hex(bytes);
    if (known.insert(hex).second) add_sequence(cases, hex, bytes, kind, "");
  };
  for (const auto& form : forms) {
    for (const auto first : {form.first_low, form.first_high}) {
      add(sequence(first, form.second_low, form.size, 0x80), Kind::valid);
      add(sequence(first, form.second_high, form.size, 0xBF), Kind::valid);
      add(sequence(first, form.second_low - 1, form.size, 0x80), Kind::invalid);
      add(sequence(first, form.second_high + 1, form.size, 0x80), Kind::invalid);
      if (form.size == 2) continue;
      add(sequence(first, form.second_low, form.size, 0x7F), Kind::invalid);
      add(sequence(first, form.second_low, form.size, 0xC0), Kind::invalid);
    }
  }
  for (const int first : {0xC0, 0xC1, 0xF5, 0xF8, 0xFC}) add(sequence(first, 0x80, 2, 0x80), Kind::invalid);
}

void add_texts(std::vector<Case>& cases) {
  const auto words = *protocol::from_hex("48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121");
  auto whole = make("6455-5.6-two-byte-characters", Kind::valid, "A text with characters of two bytes");
  whole.aliases = {"autobahn/6.2.1"};
  whole.script.steps = {Send{{text(words)}}};
  expect(whole, Kind::valid, words);
  cases.push_back(std::move(whole));

  const Bytes begin(words.begin(), words.begin() + 12);
  const Bytes rest(words.begin() + 12, words.end());
  auto two = make("6455-5.6-cut-between-characters", Kind::valid, "The same in two fragments, cut between characters");
  two.aliases = {"autobahn/6.2.2"};
  two.script.steps = {Send{{unfinished(text(begin)), continuation(rest)}}};
  expect(two, Kind::valid, words);
  cases.push_back(std::move(two));

  auto bytes = make("6455-5.6-cut-inside-characters", Kind::valid, "The same, each byte a fragment");
  bytes.aliases = {"autobahn/6.2.3"};
  bytes.script.steps = {Send{byte_fragments(words)}};
  expect(bytes, Kind::valid, words);
  cases.push_back(std::move(bytes));

  auto pinged = make("6455-5.6-ping-inside-a-character", Kind::valid, "A ping between the two bytes of a character");
  pinged.script.steps = {Send{{unfinished(text(Bytes{0xC3})), ping("between"), continuation({0xA4})}}};
  pinged.allowed = answered({{true, {0xC3, 0xA4}}}, {to_bytes("between")});
  cases.push_back(std::move(pinged));
}

void add_untouched(std::vector<Case>& cases) {
  add_sequence(cases, "bom", *protocol::from_hex("efbbbf48"), Kind::valid, "");
  add_sequence(cases, "nul-inside", {'a', 0, 'b'}, Kind::valid, "");
  add_sequence(cases, "decomposed", *protocol::from_hex("41cc88"), Kind::valid, "");
  auto test =
      make("6455-5.6-binary-that-is-utf8", Kind::valid, "A binary message that would be UTF-8, and one that is not");
  test.rule = "The opcode determines how the data is interpreted: binary stays binary.";
  test.script.steps = {Send{{binary(to_bytes("text")), binary({0xFF, 0xFE})}}};
  test.allowed = answered({{false, to_bytes("text")}, {false, {0xFF, 0xFE}}});
  cases.push_back(std::move(test));
}

void add_late_faults(std::vector<Case>& cases) {
  const auto greek = *protocol::from_hex("cebae1bdb9cf83cebcceb5");
  const auto joined = [&](std::string_view hex) {
    Bytes bytes = greek;
    protocol::append(bytes, *protocol::from_hex(hex));
    protocol::append(bytes, to_bytes("edited"));
    return bytes;
  };
  add_sequence(cases, "surrogate-after-greek", joined("eda080"), Kind::invalid, "6.3.1");
  cases.back().aliases = {"autobahn/6.3.2"};

  // The RFC does not say when a fault is to be noticed: a peer may wait for the end of the message.
  struct Late {
    std::string_view name, first, second, autobahn;
  };
  for (const auto& row :
       {Late{"beyond-unicode", "", "f4908080", "1"}, Late{"impossible-second-byte", "f4", "90", "2"}}) {
    Bytes first = greek;
    protocol::append(first, *protocol::from_hex(row.first));
    const auto second = *protocol::from_hex(row.second);
    auto test = make("6455-8.1-" + std::string(row.name) + "-in-the-middle", Kind::invalid,
                     "Three fragments; the second one makes the text impossible");
    test.aliases = {"autobahn/6.4." + std::string(row.autobahn)};
    test.script.steps = {Send{{unfinished(text(first)), unfinished(continuation(second))}},
                         Pause{std::chrono::milliseconds(30)}, Send{{continuation(to_bytes("edited"))}}};
    expect(test, Kind::invalid, joined(std::string(row.first) + std::string(row.second)));
    cases.push_back(std::move(test));
  }
  auto empty_end = make("6455-8.1-cut-character-and-an-empty-end", Kind::invalid,
                        "A text that ends inside a character, by an empty last fragment");
  empty_end.script.steps = {Send{{unfinished(text(Bytes{'a', 0xE2, 0x82})), continuation({})}}};
  expect(empty_end, Kind::invalid, {'a', 0xE2, 0x82});
  cases.push_back(std::move(empty_end));
}

}  // namespace

std::vector<Case> utf8_cases(Role /*peer*/) {
  std::vector<Case> cases;
  add_texts(cases);
  add_untouched(cases);
  for (const auto& row : valid_rows) add_row(cases, row, Kind::valid);
  for (const auto& row : invalid_rows) add_row(cases, row, Kind::invalid);
  add_boundaries(cases);
  add_late_faults(cases);
  return cases;
}

}  // namespace parley::conformance
