// Towards a client: Upgrade, Connection and Sec-WebSocket-Accept of the 101. RFC 6455 §4.1, where the client validates
// the response.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view section = "RFC 6455 §4.1";

constexpr std::string_view upgrade_rule =
    "Upgrade is \"websocket\", compared without regard to the case of ASCII letters; if it is missing or anything "
    "else, the client fails the connection.";
constexpr Family<Reaction> no_upgrades{
    "6455-4.1-answer-upgrade-", "Upgrade", Reaction::gives_up, Level::must, section, upgrade_rule};
constexpr std::array no_upgrade_lines{
    Line{"missing", ""},
    Line{"empty", "Upgrade:"},
    Line{"other", "Upgrade: parley"},
    Line{"longer", "Upgrade: websockets"},
    Line{"shorter", "Upgrade: websocke"},
    Line{"letter-before", "Upgrade: xwebsocket"},
    Line{"quoted", "Upgrade: \"websocket\""},
    Line{"two-words", "Upgrade: web socket"},
    Line{"version", "Upgrade: websocket/13"},
    Line{"parameter", "Upgrade: websocket;q=1"},
    Line{"list", "Upgrade: h2c, websocket"},
    Line{"list-first", "Upgrade: websocket, h2c"},
    Line{"two-lines", "Upgrade: h2c\r\nUpgrade: websocket"},
    Line{"two-lines-first", "Upgrade: websocket\r\nUpgrade: h2c"},
    Line{"in-other-field", "X-Upgrade: websocket"},
    Line{"long-s", "Upgrade: web\xC5\xBFocket"},
    Line{"kelvin-sign",
         "Upgrade: websoc\xE2\x84\xAA"
         "et"},
    Line{"nul-behind", "Upgrade: websocket\0x"sv},
    Line{"nul-inside", "Upgrade: web\0socket"sv},
    Line{"bare-cr-inside", "Upgrade: web\rsocket"},
    Line{"folded-inside", "Upgrade: web\r\n socket"},
};

constexpr Family<Reaction> upgrades{
    "6455-4.1-answer-upgrade-", "Upgrade", Reaction::opens, Level::must, section, upgrade_rule};
constexpr std::array upgrade_lines{
    Line{"mixed-case", "Upgrade: WebSocket"},
    Line{"upper-case", "Upgrade: WEBSOCKET"},
    Line{"white-space", "Upgrade: \t websocket \t"},
    Line{"no-white-space", "Upgrade:websocket"},
};

constexpr std::string_view connection_rule =
    "Connection contains the token \"Upgrade\", compared without regard to case; if it is missing or does not, the "
    "client fails the connection.";
constexpr Family<Reaction> no_connections{
    "6455-4.1-answer-connection-", "Connection", Reaction::gives_up, Level::must, section, connection_rule};
constexpr std::array no_connection_lines{
    Line{"missing", ""},
    Line{"empty", "Connection:"},
    Line{"keep-alive", "Connection: keep-alive"},
    Line{"close", "Connection: close"},
    Line{"longer", "Connection: Upgraded"},
    Line{"letter-before", "Connection: xUpgrade"},
    Line{"hyphen-behind", "Connection: Upgrade-Insecure"},
    Line{"quoted", "Connection: \"Upgrade\""},
    Line{"semicolon", "Connection: keep-alive; Upgrade"},
    Line{"no-comma", "Connection: keep-alive Upgrade"},
    Line{"torn", "Connection: Up, grade"},
    Line{"in-other-field", "X-Connection: Upgrade"},
    Line{"nul-behind", "Connection: Upgrade\0x"sv},
};

constexpr Family<Reaction> connections{
    "6455-4.1-answer-connection-", "Connection", Reaction::opens, Level::must, section, connection_rule};
constexpr std::array connection_lines{
    Line{"lower-case", "Connection: upgrade"},
    Line{"mixed-case", "Connection: uPgRaDe"},
    Line{"list", "Connection: keep-alive, Upgrade"},
    Line{"list-first", "Connection: Upgrade,keep-alive"},
    Line{"list-of-many", "Connection: a, b, c, Upgrade, d"},
    Line{"empty-elements", "Connection: ,, Upgrade ,"},
    Line{"white-space", "Connection: keep-alive \t,\t Upgrade \t"},
    Line{"two-lines", "Connection: keep-alive\r\nConnection: Upgrade"},
    Line{"two-lines-first", "Connection: Upgrade\r\nConnection: keep-alive"},
};

constexpr std::string_view accept_rule =
    "Sec-WebSocket-Accept is base64 of the SHA-1 of the key's text and the GUID, but for white space around it; if it "
    "is missing or anything else, the client fails the connection.";
constexpr Family<Reaction> no_accepts{
    "6455-4.1-accept-", "Sec-WebSocket-Accept", Reaction::gives_up, Level::must, section, accept_rule};
constexpr std::array no_accept_lines{
    Line{"missing", ""},
    Line{"empty", "Sec-WebSocket-Accept:"},
    Line{"of-the-sample-key", "Sec-WebSocket-Accept: {accept_of_sample_key}"},
    Line{"is-the-key", "Sec-WebSocket-Accept: {key}"},
    Line{"without-guid", "Sec-WebSocket-Accept: {accept_without_guid}"},
    Line{"with-guid-first", "Sec-WebSocket-Accept: {accept_guid_first}"},
    Line{"with-guid-in-lower-case", "Sec-WebSocket-Accept: {accept_guid_lower_case}"},
    Line{"of-decoded-key", "Sec-WebSocket-Accept: {accept_of_decoded_key}"},
    Line{"in-hexadecimal", "Sec-WebSocket-Accept: {accept_in_hex}"},
    Line{"with-cases-swapped", "Sec-WebSocket-Accept: {accept_cases_swapped}"},
    Line{"with-first-character-changed", "Sec-WebSocket-Accept: {accept_other_first}"},
    Line{"with-last-bits-changed", "Sec-WebSocket-Accept: {accept_loose_bits}"},
    Line{"half", "Sec-WebSocket-Accept: {accept_half}"},
    Line{"without-padding", "Sec-WebSocket-Accept: {accept_without_padding}"},
    Line{"with-more-padding", "Sec-WebSocket-Accept: {accept}="},
    Line{"with-character-behind", "Sec-WebSocket-Accept: {accept}x"},
    Line{"with-character-in-front", "Sec-WebSocket-Accept: x{accept}"},
    Line{"doubled", "Sec-WebSocket-Accept: {accept}{accept}"},
    Line{"with-word-behind", "Sec-WebSocket-Accept: {accept} x"},
    Line{"with-parameter", "Sec-WebSocket-Accept: {accept};q=1"},
    Line{"quoted", "Sec-WebSocket-Accept: \"{accept}\""},
    Line{"with-nul-behind", "Sec-WebSocket-Accept: {accept}\0x"sv},
    Line{"beyond-ascii", "Sec-WebSocket-Accept: {accept}\xE9"},
    Line{"in-other-field", "X-WebSocket-Accept: {accept}"},
    Line{"wrong-and-folded", "Sec-WebSocket-Accept: {accept_half}\r\n {accept_half}"},
    Line{"list-of-wrong-and-right", "Sec-WebSocket-Accept: {accept_guid_first}, {accept}"},
    Line{"two-lines-that-differ", "Sec-WebSocket-Accept: {accept_guid_first}\r\nSec-WebSocket-Accept: {accept_half}"},
};

constexpr Family<Reaction> accepts{"6455-4.1-accept-", "Sec-WebSocket-Accept", Reaction::opens, Level::must, section,
                                   accept_rule};
constexpr std::array accept_lines{
    Line{"with-white-space", "Sec-WebSocket-Accept: \t {accept} \t"},
    Line{"with-much-white-space", "Sec-WebSocket-Accept:\t\t\t     {accept}\t\t     \t"},
    Line{"without-space-before", "Sec-WebSocket-Accept:{accept}"},
};

constexpr Family<Reaction> two_accepts{
    "6455-11.3.3-accept-",
    "Sec-WebSocket-Accept",
    Reaction::gives_up,
    Level::disputed,
    "RFC 6455 §11.3.3",
    "Sec-WebSocket-Accept must not appear twice: the sentence binds the server, and two of them are no single value."};
constexpr std::array two_accept_lines{
    Line{"twice", "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Accept: {accept}"},
    Line{"twice-wrong-first", "Sec-WebSocket-Accept: {accept_guid_first}\r\nSec-WebSocket-Accept: {accept}"},
    Line{"twice-wrong-last", "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Accept: {accept_guid_first}"},
};

}  // namespace

std::vector<Case> handshake_answer_cases() {
  std::vector<Case> cases;
  add_family(cases, no_upgrades, no_upgrade_lines);
  add_family(cases, upgrades, upgrade_lines);
  add_family(cases, no_connections, no_connection_lines);
  add_family(cases, connections, connection_lines);
  add_family(cases, no_accepts, no_accept_lines);
  add_family(cases, accepts, accept_lines);
  add_family(cases, two_accepts, two_accept_lines);
  return cases;
}

}  // namespace parley::conformance
