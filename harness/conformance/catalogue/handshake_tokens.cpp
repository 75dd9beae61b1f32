// Upgrade, Connection, Sec-WebSocket-Key and Sec-WebSocket-Version, written in more ways than handshake_field.cpp has:
// RFC 6455 §4.2.1 items 3 to 6, §4.3, RFC 9110 §5.6.1, §7.6.1, §7.8.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr Family<Expect> no_upgrades{
    "6455-4.2.1-upgrade-",
    "Upgrade",
    Expect::refusal,
    Level::must,
    "RFC 6455 §4.2.1 item 3",
    "Upgrade has the value \"websocket\", compared without regard to the case of ASCII letters; without it there is no "
    "handshake."};
constexpr std::array no_upgrade_lines{
    Line{"empty", "Upgrade:"},
    Line{"only-commas", "Upgrade: ,,"},
    Line{"quoted", "Upgrade: \"websocket\""},
    Line{"two-words", "Upgrade: web socket"},
    Line{"hyphen", "Upgrade: web-socket"},
    Line{"letter-before", "Upgrade: xwebsocket"},
    Line{"plural", "Upgrade: websockets"},
    Line{"parameter", "Upgrade: websocket;q=1"},
    Line{"in-other-field", "X-Upgrade: websocket"},
    Line{"long-s", "Upgrade: web\xC5\xBFocket"},  // U+017F folds to "s" beyond ASCII
    Line{"kelvin-sign",
         "Upgrade: websoc\xE2\x84\xAA"
         "et"},  // U+212A folds to "k"
    Line{"two-others", "Upgrade: h2c\r\nUpgrade: parley"},
    Line{"bare-cr-inside", "Upgrade: web\rsocket"},
    Line{"lf-inside", "Upgrade: web\nsocket"},
    Line{"nul-inside", "Upgrade: web\0socket"sv},
    Line{"nul-behind", "Upgrade: websocket\0x"sv},
    Line{"folded-inside", "Upgrade: web\r\n socket"},
};

constexpr Family<Expect> upgrade_lists{
    "9110-7.8-upgrade-",
    "Upgrade",
    Expect::either,
    Level::may,
    "RFC 9110 §7.8",
    "Upgrade may list several protocols; RFC 6455 asks for the value \"websocket\". Either answer is in order."};
constexpr std::array upgrade_list_lines{
    Line{"list-first", "Upgrade: websocket, h2c"},
    Line{"empty-elements", "Upgrade: , websocket,"},
    Line{"two-lines", "Upgrade: h2c\r\nUpgrade: websocket"},
    Line{"twice", "Upgrade: websocket\r\nUpgrade: websocket"},
};

constexpr Family<Expect> no_connections{
    "6455-4.2.1-connection-",
    "Connection",
    Expect::refusal,
    Level::must,
    "RFC 6455 §4.2.1 item 4",
    "Connection includes the token \"Upgrade\", compared without regard to case; without it there is no handshake."};
constexpr std::array no_connection_lines{
    Line{"empty", "Connection:"},
    Line{"only-commas", "Connection: ,,"},
    Line{"quoted", "Connection: \"Upgrade\""},
    Line{"semicolon", "Connection: keep-alive; Upgrade"},
    Line{"no-comma", "Connection: keep-alive Upgrade"},
    Line{"letter-before", "Connection: xUpgrade"},
    Line{"hyphen-behind", "Connection: Upgrade-Insecure"},
    Line{"torn", "Connection: Up, grade"},
    Line{"in-other-field", "X-Connection: Upgrade"},
    Line{"two-lines-without", "Connection: keep-alive\r\nConnection: close"},
    Line{"bare-cr-inside", "Connection: Up\rgrade"},
    Line{"nul-behind", "Connection: Upgrade\0x"sv},
};

constexpr Family<Expect> connections{
    "9110-7.6.1-connection-",
    "Connection",
    Expect::upgrade,
    Level::must,
    "RFC 9110 §7.6.1, RFC 6455 §4.2.1 item 4",
    "Connection is a list: its other elements, empty ones, white space and several lines change nothing "
    "(RFC 9110 §5.3, §5.6.1)."};
constexpr std::array connection_lines{
    Line{"mixed-case", "Connection: uPgRaDe"},
    Line{"many", "Connection: a, b, c, d, Upgrade, e, f"},
    Line{"twice", "Connection: Upgrade, upgrade"},
    Line{"three-lines", "Connection: a\r\nConnection: Upgrade\r\nConnection: b"},
    Line{"empty-elements-in-front", "Connection: ,,,Upgrade"},
    Line{"two-lines-with-list", "Connection: a, b\r\nConnection: c, Upgrade, d"},
};

constexpr Family<Expect> closing_connections{
    "9112-9.6-connection-",
    "Connection",
    Expect::either,
    Level::may,
    "RFC 9112 §9.6, RFC 6455 §4.2.1 item 4",
    "Connection names close beside Upgrade: to upgrade all the same and to refuse are both in order."};
constexpr std::array closing_connection_lines{Line{"close-and-upgrade", "Connection: close, Upgrade"}};

constexpr Family<Expect> keys{
    "6455-4.2.2-key-",
    "Sec-WebSocket-Key",
    Expect::upgrade,
    Level::must,
    "RFC 6455 §4.2.2",
    "The accept is made of the key's text as it stands: nothing is decoded, and no letter changes its case."};
constexpr std::array key_lines{
    Line{"zeros", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="},
    Line{"ones", "Sec-WebSocket-Key: /////////////////////w=="},
    Line{"plus-signs", "Sec-WebSocket-Key: +++++++++++++++++++++A=="},
    Line{"lower-case", "Sec-WebSocket-Key: abcdefghijklmnopqrstug=="},
    Line{"upper-case", "Sec-WebSocket-Key: ABCDEFGHIJKLMNOPQRSTUQ=="},
    Line{"digits", "Sec-WebSocket-Key: 012345678901234567890Q=="},
};

constexpr Family<Expect> example_keys{
    "6455-4.1-key-",
    "Sec-WebSocket-Key",
    Expect::upgrade,
    Level::disputed,
    "RFC 6455 §4.1 item 7",
    "This is the RFC's own example, though bits stand behind its 16 bytes that RFC 4648 §3.5 lets a decoder refuse."};
constexpr std::array example_key_lines{Line{"example", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC=="}};

constexpr Family<Expect> bad_keys{
    "6455-4.2.1-key-",
    "Sec-WebSocket-Key",
    Expect::refusal,
    Level::disputed,
    "RFC 6455 §4.2.1 item 5",
    "Sec-WebSocket-Key is base64 of 16 bytes; yet a server need not decode it (§4.2.2 item 4)."};
constexpr std::array bad_key_lines{
    Line{"1-byte", "Sec-WebSocket-Key: AQ=="},
    Line{"18-bytes", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEBES"},
    Line{"space-inside", "Sec-WebSocket-Key: AQIDBAUGBwgJ CgsMDQ4PEA=="},
    Line{"23-characters-and-padding", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEAA=="},
    Line{"bracket-inside", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4P[A=="},
    Line{"backquote-inside", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4P`A=="},
    Line{"url-alphabet", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4P-A=="},
    Line{"padding-inside", "Sec-WebSocket-Key: AQIDBAUGBwgJ==CgsMDQ4PEA"},
    Line{"too-much-padding", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA===="},
    Line{"quoted", "Sec-WebSocket-Key: \"AQIDBAUGBwgJCgsMDQ4PEA==\""},
    Line{"list", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==, AQIDBAUGBwgJCgsMDQ4PEA=="},
    Line{"beyond-ascii",
         "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4P\xE9"
         "A=="},
    Line{"nul-behind", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\0x"sv},
};

}  // namespace

std::vector<Case> handshake_token_cases() {
  std::vector<Case> cases;
  add_family(cases, no_upgrades, no_upgrade_lines);
  add_family(cases, upgrade_lists, upgrade_list_lines);
  add_family(cases, no_connections, no_connection_lines);
  add_family(cases, connections, connection_lines);
  add_family(cases, closing_connections, closing_connection_lines);
  add_family(cases, keys, key_lines);
  add_family(cases, example_keys, example_key_lines);
  add_family(cases, bad_keys, bad_key_lines);
  return cases;
}

}  // namespace parley::conformance
