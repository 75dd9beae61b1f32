// Header fields as HTTP writes them: RFC 6455 §4.2.1, RFC 9110 §5, RFC 9112 §2.2, §5.
#include <algorithm>
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

struct Field {
  std::string_view name;
  std::string_view value;
};

constexpr std::array fields{
    Field{"Host", "{authority}"},        Field{"Upgrade", "websocket"},        Field{"Connection", "Upgrade"},
    Field{"Sec-WebSocket-Key", "{key}"}, Field{"Sec-WebSocket-Version", "13"},
};

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

void add_written(std::vector<Case>& cases, std::string id, std::string_view section, std::string_view rule,
                 const Field& field, const std::string& line) {
  auto test = handshake_case(std::move(id) + slug(field.name), section, Level::must, "The request has " + shown(line),
                             std::string(rule));
  test.script.request = request_with(field.name, line);
  test.allowed = upgraded();
  cases.push_back(std::move(test));
}

/// A few of them are in handshake_field.cpp.
void add_ways_to_write(std::vector<Case>& cases) {
  constexpr std::string_view names = "The names of fields are compared without regard to case.";
  constexpr std::string_view space = "White space around a field's value is optional, and no part of it.";
  for (const auto& field : fields) {
    const std::string name(field.name);
    const std::string value(field.value);
    const bool key = name == "Sec-WebSocket-Key";
    const bool upgrade = name == "Upgrade";
    const bool version = name == "Sec-WebSocket-Version";
    if (!key)
      add_written(cases, "9110-5.1-lower-case-", "RFC 9110 §5.1", names, field,
                  protocol::to_lower(name) + ": " + value);
    if (!upgrade) add_written(cases, "9110-5.1-upper-case-", "RFC 9110 §5.1", names, field, upper(name) + ": " + value);
    if (!upgrade)
      add_written(cases, "9112-5-no-space-before-value-of-", "RFC 9112 §5", space, field, name + ":" + value);
    if (!key && !version) {
      add_written(cases, "9110-5.5-space-around-value-of-", "RFC 9110 §5.5", space, field,
                  name + ": \t " + value + "\t  \t");
    }
  }
}

void add_order(std::vector<Case>& cases) {
  auto reversed = handshake_case("6455-4.2.1-fields-in-reverse-order", "RFC 6455 §4.2.1", Level::must,
                                 "The fields of the usual request come in reverse order",
                                 "The order of the header fields is not important.");
  reversed.script.request = "GET {resource} HTTP/1.1\r\n{fields}";
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    reversed.script.request.append(field->name).append(": ").append(field->value).append("\r\n");
  }
  reversed.script.request += "\r\n";
  reversed.allowed = upgraded();
  cases.push_back(std::move(reversed));
}

constexpr Family<Expect> unknown_fields{
    "6455-4.2.1-field-",
    "X-Parley",
    Expect::upgrade,
    Level::must,
    "RFC 6455 §4.2.1 item 10",
    "Fields that are not known are ignored, however they are written within HTTP's grammar."};
constexpr std::array unknown_field_lines{
    Line{"name-of-all-token-characters", "X-!#$%&'*+.^_`|~09az: 1"},
    Line{"name-of-one-character", "x: 1"},
    Line{"without-value", "X-Parley:"},
    Line{"with-white-space-only", "X-Parley: \t "},
    Line{"with-tab-inside", "X-Parley: a\tb"},
    Line{"with-colons", "X-Parley: :a:b:"},
    Line{"with-all-characters", "X-Parley: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
    Line{"with-open-quote", "X-Parley: \"a"},
    Line{"twice", "X-Parley: 1\r\nX-Parley: 2"},
    Line{"of-the-response", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
    Line{"of-a-draft", "Sec-WebSocket-Origin: http://parley.example"},
    Line{"like-an-essential-one", "X-Sec-WebSocket-Version: 8"},
    Line{"like-the-key", "Sec-WebSocket-Key1: 18x 6]8vM;54 *(5:  {   U1]8  z [  8"},
    Line{"like-upgrade", "Upgrade-Insecure-Requests: 1"},
};

constexpr Family<Expect> bad_names{
    "9112-5-field-name-", "X-Parley",
    Expect::bad_request,  Level::should,
    "RFC 9112 §2.2, §5",  "A header line outside its grammar (a token, a colon, a value) should be answered with 400."};
constexpr std::array bad_name_lines{
    Line{"empty", ": 1"},
    Line{"without-colon", "X-Parley"},
    Line{"with-space", "X Parley: 1"},
    Line{"with-parenthesis", "X(Parley: 1"},
    Line{"with-slash", "X/Parley: 1"},
    Line{"with-at", "X@Parley: 1"},
    Line{"with-bracket", "X[Parley]: 1"},
    Line{"with-equals", "X=Parley: 1"},
    Line{"with-comma", "X,Parley: 1"},
    Line{"with-semicolon", "X;Parley: 1"},
    Line{"with-brace", "X{Parley: 1"},
    Line{"quoted", "\"X-Parley\": 1"},
    Line{"with-nul", "X\0Parley: 1"sv},
    Line{"with-control-character", "X\x01Parley: 1"},
    Line{"with-del", "X\x7FParley: 1"},
    Line{"beyond-ascii", "X-Parl\xE9y: 1"},
};

constexpr Family<Expect> spaces_before_colon{
    "9112-5.1-", "X-Parley",      Expect::bad_request,
    Level::must, "RFC 9112 §5.1", "White space between a field's name and the colon is refused with 400."};
constexpr std::array space_before_colon_lines{Line{"tab-before-colon", "X-Parley\t: 1"},
                                              Line{"spaces-before-colon", "X-Parley   : 1"}};

constexpr Family<Expect> folds{"9112-5.2-", "Connection",    Expect::either,
                               Level::must, "RFC 9112 §5.2", "A folded line is refused with 400 or read as a space."};
constexpr std::array fold_lines{
    Line{"folded-list", "Connection: keep-alive,\r\n Upgrade"},
    Line{"folded-by-tab", "Connection: keep-alive,\r\n\tUpgrade"},
    Line{"folded-at-once", "Connection:\r\n Upgrade"},
};

constexpr Family<Expect> control_characters{
    "9110-5.5-",
    "X-Parley",
    Expect::either,
    Level::must,
    "RFC 9110 §5.5, RFC 9112 §2.2",
    "NUL, a lone CR or LF in a field's value: the request is refused, or they are read as a space or a line's end."};
constexpr std::array control_character_lines{
    Line{"nul-in-value", "X-Parley: a\0b"sv},
    Line{"bare-cr-in-value", "X-Parley: a\rb"},
    Line{"bare-lf-in-value", "X-Parley: a\nX-Other: b"},
    Line{"control-character-in-value",
         "X-Parley: a\x01"
         "b"},
    Line{"del-in-value",
         "X-Parley: a\x7F"
         "b"},
};

void add_line_ends(std::vector<Case>& cases) {
  auto lf = handshake_case("9112-2.2-lf-alone", "RFC 9112 §2.2", Level::may, "All lines end with LF alone",
                           "A recipient may take a single LF for the end of a line.");
  lf.script.request.erase(std::remove(lf.script.request.begin(), lf.script.request.end(), '\r'),
                          lf.script.request.end());
  lf.allowed = allowed_for(Expect::either);
  cases.push_back(std::move(lf));

  struct Row {
    std::string_view id;
    std::string_view line;     // behind the request line
    std::string_view without;  // the field that is left out elsewhere
    Expect expect;
    std::string_view title;
  };
  constexpr std::array rows{
      Row{"white-space-before-first-field", " X-Parley: 1", "X-Parley", Expect::either,
          "A line that begins with a space follows the request line"},
      Row{"white-space-before-upgrade", " Upgrade: websocket", "Upgrade", Expect::refusal,
          "Upgrade stands in a line that begins with a space and follows the request line"},
  };
  for (const auto& row : rows) {
    auto test = handshake_case("9112-2.2-" + std::string(row.id), "RFC 9112 §2.2", Level::must, std::string(row.title),
                               "Lines that begin with white space behind the request line make the request invalid, "
                               "or are passed over: none of them is a field.");
    test.script.request = request_with(row.without, "");
    test.script.request.insert(test.script.request.find("\r\n") + 2, std::string(row.line) + "\r\n");
    test.allowed = allowed_for(row.expect);
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> handshake_grammar_cases() {
  std::vector<Case> cases;
  add_ways_to_write(cases);
  add_order(cases);
  add_family(cases, unknown_fields, unknown_field_lines);
  add_family(cases, bad_names, bad_name_lines);
  add_family(cases, spaces_before_colon, space_before_colon_lines);
  add_family(cases, folds, fold_lines);
  add_family(cases, control_characters, control_character_lines);
  add_line_ends(cases);
  return cases;
}

}  // namespace parley::conformance
