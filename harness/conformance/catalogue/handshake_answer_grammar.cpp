// Towards a client: the fields of the 101 as HTTP writes them, and how the response comes and ends. RFC 6455 §4.1,
// RFC 9110 §5, RFC 9112 §2.2, §5, §6.3.
#include <algorithm>
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr Family<Reaction> upgrade_names{
    "9110-5.1-answer-", "Upgrade",       Reaction::opens,
    Level::must,        "RFC 9110 §5.1", "The names of fields are compared without regard to case."};
constexpr Family<Reaction> connection_names{
    "9110-5.1-answer-", "Connection",    Reaction::opens,
    Level::must,        "RFC 9110 §5.1", "The names of fields are compared without regard to case."};
constexpr Family<Reaction> accept_names{"9110-5.1-answer-", "Sec-WebSocket-Accept",
                                        Reaction::opens,    Level::must,
                                        "RFC 9110 §5.1",    "The names of fields are compared without regard to case."};

constexpr std::array upgrade_name_lines{Line{"lower-case-upgrade", "upgrade: websocket"},
                                        Line{"upper-case-upgrade", "UPGRADE: websocket"}};
constexpr std::array connection_name_lines{Line{"lower-case-connection", "connection: Upgrade"},
                                           Line{"upper-case-connection", "CONNECTION: Upgrade"}};
constexpr std::array accept_name_lines{Line{"lower-case-accept", "sec-websocket-accept: {accept}"},
                                       Line{"upper-case-accept", "SEC-WEBSOCKET-ACCEPT: {accept}"}};

constexpr Family<Reaction> other_fields{
    "9110-5.1-answer-field-",
    "X-Parley",
    Reaction::opens,
    Level::must,
    "RFC 9110 §5.1, §5.5, RFC 6455 §4.1",
    "Fields that are not known are passed over, however they are written within HTTP's grammar."};
constexpr std::array other_field_lines{
    Line{"unknown", "X-Parley: 1"},
    Line{"of-all-token-characters", "X-!#$%&'*+.^_`|~09az: 1"},
    Line{"without-value", "X-Parley:"},
    Line{"with-white-space-only", "X-Parley: \t "},
    Line{"with-all-characters", "X-Parley: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
    Line{"with-open-quote", "X-Parley: \"a"},
    Line{"twice", "X-Parley: 1\r\nX-Parley: 2"},
    Line{"usual-ones",
         "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: parley\r\nSet-Cookie: a=\"b\"; Path=/; HttpOnly\r\n"
         "Cache-Control: no-store"},
    Line{"versions", "Sec-WebSocket-Version: 13, 8"},
    Line{"unknown-sec-field", "Sec-WebSocket-Parley: 1"},
    Line{"of-the-request", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="},
};

constexpr Family<Reaction> opaque_fields{
    "9110-5.1-answer-field-", "X-Parley",
    Reaction::opens,          Level::should,
    "RFC 9110 §5.5",          "Bytes beyond ASCII in a field's value should be taken as opaque data."};
constexpr std::array opaque_field_lines{Line{"beyond-ascii", "X-Parley: caf\xE9"}};

constexpr Family<Reaction> folds{
    "9112-5.2-answer-",
    "Connection",
    Reaction::opens,
    Level::disputed,
    "RFC 9112 §5.2",
    "A user agent that receives a folded line in a response reads the fold as spaces; yet no server may "
    "send one, and a client fails over a response that is not valid (RFC 6455 §4.1)."};
constexpr std::array fold_lines{
    Line{"folded-list", "Connection: keep-alive,\r\n Upgrade"},
    Line{"folded-by-tab", "Connection: keep-alive,\r\n\tUpgrade"},
    Line{"folded-at-once", "Connection:\r\n Upgrade"},
    Line{"folded-other-field", "Connection: Upgrade\r\nX-Parley: a\r\n b\r\n   c"},
};

constexpr Family<Reaction> odd_lines{
    "9112-5-answer-",
    "X-Parley",
    Reaction::either,
    Level::may,
    "RFC 9112 §2.2, §5",
    "What a client makes of a field outside the grammar is not said: it fails the connection, or passes the field "
    "over."};
constexpr std::array odd_line_lines{
    Line{"name-empty", ": 1"},
    Line{"line-without-colon", "X-Parley"},
    Line{"name-with-space", "X Parley: 1"},
    Line{"name-with-separator", "X/Parley: 1"},
    Line{"space-before-colon", "X-Parley : 1"},
    Line{"nul-in-value", "X-Parley: a\0b"sv},
    Line{"bare-cr-in-value", "X-Parley: a\rb"},
    Line{"bare-lf-in-value", "X-Parley: a\nX-Other: b"},
};

void add_order(std::vector<Case>& cases) {
  auto reversed = handshake_case("6455-4.1-answer-in-reverse-order", "RFC 6455 §4.1", Level::must,
                                 "The fields of the response come in reverse order",
                                 "The order of the header fields is not important (§4.2.1).");
  reversed.script.response =
      "HTTP/1.1 101 Switching Protocols\r\n{fields}Sec-WebSocket-Accept: {accept}\r\nConnection: Upgrade\r\n"
      "Upgrade: websocket\r\n\r\n";
  reversed.allowed = allowed_for(Reaction::opens);
  ask_whether_open(reversed);
  cases.push_back(std::move(reversed));

  auto lf = handshake_case("9112-2.2-answer-lf-alone", "RFC 9112 §2.2", Level::may, "All lines end with LF alone",
                           "A recipient may take a single LF for the end of a line.");
  auto& response = lf.script.response;
  response.erase(std::remove(response.begin(), response.end(), '\r'), response.end());
  lf.allowed = allowed_for(Reaction::either);
  ask_whether_open(lf);
  cases.push_back(std::move(lf));
}

void add_many_fields(std::vector<Case>& cases) {
  std::string lines = "X-Parley-0: value";
  for (int i = 1; i < 60; ++i) lines += "\r\nX-Parley-" + std::to_string(i) + ": value";
  auto many = handshake_case("9110-5.4-answer-sixty-fields", "RFC 9110 §5.4", Level::quality,
                             "The response has 60 more fields", "A client has room for the head of a usual response.");
  many.script.response = response_with("X-Parley-0", lines);
  many.allowed = allowed_for(Reaction::opens);
  ask_whether_open(many);
  cases.push_back(std::move(many));

  auto large =
      handshake_case("9110-5.4-answer-field-of-4-kib", "RFC 9110 §5.4", Level::quality,
                     "A field of the response has 4096 bytes", "A client has room for the head of a usual response.");
  large.script.response = response_with("X-Parley", "X-Parley: " + std::string(4096, 'p'));
  large.allowed = allowed_for(Reaction::opens);
  ask_whether_open(large);
  cases.push_back(std::move(large));
}

void add_pieces(std::vector<Case>& cases) {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) {
    const auto size = std::to_string(piece);
    auto test = handshake_case("6455-4.1-response-in-pieces-of-" + size, "RFC 6455 §4.1", Level::must,
                               "The response comes in TCP writes of " + size + " bytes",
                               "TCP is a stream: where a response was cut means nothing.");
    test.script.head_piece = piece;
    test.allowed = allowed_for(Reaction::opens);
    ask_whether_open(test);
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> handshake_answer_grammar_cases() {
  std::vector<Case> cases;
  add_family(cases, upgrade_names, upgrade_name_lines);
  add_family(cases, connection_names, connection_name_lines);
  add_family(cases, accept_names, accept_name_lines);
  add_family(cases, other_fields, other_field_lines);
  add_family(cases, opaque_fields, opaque_field_lines);
  add_family(cases, folds, fold_lines);
  add_family(cases, odd_lines, odd_line_lines);
  add_order(cases);
  add_many_fields(cases);
  add_pieces(cases);
  return cases;
}

}  // namespace parley::conformance
