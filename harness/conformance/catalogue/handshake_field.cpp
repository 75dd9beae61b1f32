// The fields of the opening handshake: RFC 6455 §4.2.1 items 3 to 6 and 10, §4.3, §4.4.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

/// A field of the usual request, written otherwise.
struct Row {
  std::string_view id;
  std::string_view field;
  std::string_view line;  // in its place; empty: left out
  Expect expect;
  Level level;
  std::string_view section;
  std::string_view rule;
};

constexpr std::string_view item3 = "RFC 6455 §4.2.1 item 3";
constexpr std::string_view item4 = "RFC 6455 §4.2.1 item 4";
constexpr std::string_view item5 = "RFC 6455 §4.2.1 item 5";
constexpr std::string_view item6 = "RFC 6455 §4.2.1 item 6";

constexpr std::string_view upgrade_rule =
    "Upgrade has the value \"websocket\", compared without regard to case; without it there is no handshake.";
constexpr std::string_view connection_rule =
    "Connection includes the token \"Upgrade\", compared without regard to case; without it there is no handshake.";
constexpr std::string_view list_rule =
    "Connection is a list: its other elements, empty ones, white space and several lines change nothing "
    "(RFC 9110 §5.3, §5.6.1).";
constexpr std::string_view key_missing_rule = "Without a Sec-WebSocket-Key the handshake is refused.";
constexpr std::string_view key_rule =
    "Sec-WebSocket-Key is base64 of 16 bytes; yet a server need not decode it (§4.2.2 item 4).";
constexpr std::string_view version_rule =
    "Sec-WebSocket-Version has the value 13, a number from 0 to 255 without leading zeros; a handshake of another "
    "form or version is refused.";

constexpr std::array rows{
    Row{"6455-4.2.1-upgrade-missing", "Upgrade", "", Expect::refusal, Level::must, item3, upgrade_rule},
    Row{"6455-4.2.1-upgrade-mixed-case", "Upgrade", "Upgrade: WebSocket", Expect::upgrade, Level::must, item3,
        upgrade_rule},
    Row{"6455-4.2.1-upgrade-upper-case", "Upgrade", "Upgrade: WEBSOCKET", Expect::upgrade, Level::must, item3,
        upgrade_rule},
    Row{"6455-4.2.1-upgrade-other", "Upgrade", "Upgrade: parley", Expect::refusal, Level::must, item3, upgrade_rule},
    Row{"6455-4.2.1-upgrade-longer", "Upgrade", "Upgrade: websocketx", Expect::refusal, Level::must, item3,
        upgrade_rule},
    Row{"6455-4.2.1-upgrade-shorter", "Upgrade", "Upgrade: websocke", Expect::refusal, Level::must, item3,
        upgrade_rule},
    Row{"9110-7.8-upgrade-list", "Upgrade", "Upgrade: h2c, websocket", Expect::either, Level::may, "RFC 9110 §7.8",
        "Upgrade may list several protocols; RFC 6455 asks for the value \"websocket\". Either answer is in order."},
    Row{"9110-7.8-upgrade-version", "Upgrade", "Upgrade: websocket/13", Expect::either, Level::may, "RFC 9110 §7.8",
        "A protocol in Upgrade may have a version; RFC 6455 uses none. Either answer is in order."},

    Row{"6455-4.2.1-connection-missing", "Connection", "", Expect::refusal, Level::must, item4, connection_rule},
    Row{"6455-4.2.1-connection-close", "Connection", "Connection: close", Expect::refusal, Level::must, item4,
        connection_rule},
    Row{"6455-4.2.1-connection-keep-alive", "Connection", "Connection: keep-alive", Expect::refusal, Level::must, item4,
        connection_rule},
    Row{"6455-4.2.1-connection-upgraded", "Connection", "Connection: Upgraded", Expect::refusal, Level::must, item4,
        connection_rule},
    Row{"6455-4.2.1-connection-lower-case", "Connection", "Connection: upgrade", Expect::upgrade, Level::must, item4,
        connection_rule},
    Row{"6455-4.2.1-connection-upper-case", "Connection", "Connection: UPGRADE", Expect::upgrade, Level::must, item4,
        connection_rule},
    Row{"6455-4.2.1-connection-list", "Connection", "Connection: keep-alive, Upgrade", Expect::upgrade, Level::must,
        item4, list_rule},
    Row{"6455-4.2.1-connection-list-first", "Connection", "Connection: Upgrade,keep-alive", Expect::upgrade,
        Level::must, item4, list_rule},
    Row{"9110-5.6.1-connection-empty-elements", "Connection", "Connection: , Upgrade ,", Expect::upgrade, Level::must,
        "RFC 9110 §5.6.1.2", list_rule},
    Row{"9110-5.6.3-connection-white-space", "Connection", "Connection: keep-alive \t,\t Upgrade \t", Expect::upgrade,
        Level::must, "RFC 9110 §5.6.3", list_rule},
    Row{"9110-5.3-connection-two-lines", "Connection", "Connection: keep-alive\r\nConnection: Upgrade", Expect::upgrade,
        Level::must, "RFC 9110 §5.3", list_rule},

    Row{"6455-4.2.1-key-missing", "Sec-WebSocket-Key", "", Expect::refusal, Level::must, item5, key_missing_rule},
    Row{"6455-4.2.1-key-empty", "Sec-WebSocket-Key", "Sec-WebSocket-Key:", Expect::refusal, Level::must, item5,
        "An empty value is outside the grammar of Sec-WebSocket-Key (§4.3): the handshake is refused."},
    Row{"6455-4.2.1-key-15-bytes", "Sec-WebSocket-Key", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4P", Expect::refusal,
        Level::disputed, item5, key_rule},
    Row{"6455-4.2.1-key-17-bytes", "Sec-WebSocket-Key", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEBE=", Expect::refusal,
        Level::disputed, item5, key_rule},
    Row{"6455-4.2.1-key-not-base64", "Sec-WebSocket-Key",
        "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PE*==", Expect::refusal, Level::disputed, item5, key_rule},
    Row{"6455-4.2.1-key-no-padding", "Sec-WebSocket-Key", "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA", Expect::refusal,
        Level::disputed, item5, key_rule},
    Row{"6455-11.3.1-key-twice", "Sec-WebSocket-Key", "Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Key: {key}",
        Expect::refusal, Level::disputed, "RFC 6455 §11.3.1",
        "Sec-WebSocket-Key must not appear twice: the sentence binds the client, and two of them are outside the "
        "grammar."},
    Row{"9110-5.5-key-white-space", "Sec-WebSocket-Key", "Sec-WebSocket-Key: \t {key} \t", Expect::upgrade, Level::must,
        "RFC 9110 §5.5", "White space around a field's value is no part of it."},

    Row{"6455-4.2.1-version-missing", "Sec-WebSocket-Version", "", Expect::refusal, Level::must, item6, version_rule},
    Row{"6455-4.2.1-version-empty", "Sec-WebSocket-Version", "Sec-WebSocket-Version:", Expect::refusal, Level::must,
        item6, version_rule},
    Row{"6455-4.2.1-version-leading-zero", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 013", Expect::refusal,
        Level::must, "RFC 6455 §4.2.1 item 6, §4.3", version_rule},
    Row{"6455-4.2.1-version-256", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 256", Expect::refusal, Level::must,
        "RFC 6455 §4.2.1 item 6, §4.3", version_rule},
    Row{"6455-4.2.1-version-negative", "Sec-WebSocket-Version", "Sec-WebSocket-Version: -1", Expect::refusal,
        Level::must, "RFC 6455 §4.2.1 item 6, §4.3", version_rule},
    Row{"6455-4.2.1-version-letters", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 13a", Expect::refusal,
        Level::must, "RFC 6455 §4.2.1 item 6, §4.3", version_rule},
    Row{"6455-4.2.1-version-list", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 13, 25", Expect::refusal,
        Level::must, "RFC 6455 §4.2.1 item 6, §4.3", version_rule},
    Row{"6455-11.3.5-version-twice", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 13",
        Expect::refusal, Level::disputed, "RFC 6455 §11.3.5",
        "Sec-WebSocket-Version must not appear twice in a request: the sentence binds the client."},
    Row{"9110-5.5-version-white-space", "Sec-WebSocket-Version", "Sec-WebSocket-Version: \t 13 \t", Expect::upgrade,
        Level::must, "RFC 9110 §5.5", "White space around a field's value is no part of it."},
    Row{"6455-4.4-version-14", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 14", Expect::version_list, Level::must,
        "RFC 6455 §4.2.2, §4.4",
        "A version that is not understood is answered with an error and a "
        "Sec-WebSocket-Version that lists those that are."},
    Row{"6455-4.4-version-25", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 25", Expect::version_list, Level::must,
        "RFC 6455 §4.2.2, §4.4",
        "A version that is not understood is answered with an error and a "
        "Sec-WebSocket-Version that lists those that are."},
    Row{"6455-4.4-version-255", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 255", Expect::version_list,
        Level::must, "RFC 6455 §4.2.2, §4.4",
        "A version that is not understood is answered with an error and a "
        "Sec-WebSocket-Version that lists those that are."},

    Row{"6455-4.2.1-unknown-field", "X-Parley", "X-Parley: 1", Expect::upgrade, Level::must, "RFC 6455 §4.2.1 item 10",
        "Fields that are not known are ignored."},
    Row{"6455-4.2.1-unknown-sec-field", "Sec-WebSocket-Parley", "Sec-WebSocket-Parley: 1", Expect::upgrade, Level::must,
        "RFC 6455 §4.2.1 item 10", "Fields that are not known are ignored."},
    Row{"9110-5.1-field-names-lower-case", "Sec-WebSocket-Key", "sec-websocket-key: {key}", Expect::upgrade,
        Level::must, "RFC 9110 §5.1", "The names of fields are compared without regard to case."},
    Row{"9110-5.1-field-names-upper-case", "Upgrade", "UPGRADE: websocket", Expect::upgrade, Level::must,
        "RFC 9110 §5.1", "The names of fields are compared without regard to case."},
    Row{"9110-5.5-obs-text", "X-Parley", "X-Parley: caf\xE9", Expect::upgrade, Level::should, "RFC 9110 §5.5",
        "Bytes beyond ASCII in a field's value should be taken as opaque data."},
    Row{"9112-5-no-white-space", "Upgrade", "Upgrade:websocket", Expect::upgrade, Level::must, "RFC 9112 §5",
        "White space between the colon and the value is optional."},
    Row{"9112-5.1-space-before-colon", "X-Parley", "X-Parley : 1", Expect::refusal, Level::must, "RFC 9112 §5.1",
        "White space between a field's name and the colon is refused with 400."},
    Row{"9112-5.1-space-before-colon-of-upgrade", "Upgrade", "Upgrade : websocket", Expect::refusal, Level::must,
        "RFC 9112 §5.1", "White space between a field's name and the colon is refused with 400."},
    Row{"9112-5.2-folded-line", "X-Parley", "X-Parley: a\r\n b", Expect::either, Level::must, "RFC 9112 §5.2",
        "A folded line is refused with 400 or read as a space."},
};

}  // namespace

std::vector<Case> handshake_field_cases() {
  std::vector<Case> cases;
  for (const auto& row : rows) {
    Case test;
    test.id = row.id;
    test.group = "handshake";
    test.section = row.section;
    test.level = row.level;
    test.needs = {};
    test.title =
        row.line.empty() ? std::string(row.field) + " is left out" : "The request has " + std::string(row.line);
    test.rule = row.rule;
    test.script.request = request_with(row.field, row.line);
    test.allowed = allowed_for(row.expect);
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace parley::conformance
