// Sec-WebSocket-Version: RFC 6455 §4.2.1 item 6, §4.2.2 /version/, §4.3, §4.4.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view version_sections = "RFC 6455 §4.2.1 item 6, §4.3";
constexpr std::string_view version_rule =
    "Sec-WebSocket-Version has the value 13, a number from 0 to 255 without leading zeros; a handshake of another "
    "form or version is refused.";

constexpr Family<Expect> no_versions{"6455-4.2.1-version-", "Sec-WebSocket-Version", Expect::refusal,
                                     Level::must,           version_sections,        version_rule};
constexpr std::array no_version_lines{
    Line{"plus-sign", "Sec-WebSocket-Version: +13"},
    Line{"minus-13", "Sec-WebSocket-Version: -13"},
    Line{"decimal", "Sec-WebSocket-Version: 13.0"},
    Line{"hexadecimal", "Sec-WebSocket-Version: 0xd"},
    Line{"exponent", "Sec-WebSocket-Version: 1.3e1"},
    Line{"quoted", "Sec-WebSocket-Version: \"13\""},
    Line{"parameter", "Sec-WebSocket-Version: 13;q=1"},
    Line{"space-inside", "Sec-WebSocket-Version: 1 3"},
    Line{"two-words", "Sec-WebSocket-Version: 13 13"},
    Line{"letters-in-front", "Sec-WebSocket-Version: v13"},
    Line{"full-width-digits", "Sec-WebSocket-Version: \xEF\xBC\x91\xEF\xBC\x93"},
    Line{"list-last", "Sec-WebSocket-Version: 25, 13"},
    Line{"comma-behind", "Sec-WebSocket-Version: 13,"},
    Line{"269", "Sec-WebSocket-Version: 269"},                // 13 in the last 8 bits
    Line{"65549", "Sec-WebSocket-Version: 65549"},            // in the last 16
    Line{"4294967309", "Sec-WebSocket-Version: 4294967309"},  // in the last 32
    Line{"bare-cr-inside", "Sec-WebSocket-Version: 1\r3"},
    Line{"nul-inside", "Sec-WebSocket-Version: 1\0003"sv},
    Line{"nul-behind", "Sec-WebSocket-Version: 13\0x"sv},
    Line{"folded-inside", "Sec-WebSocket-Version: 1\r\n 3"},
};

constexpr Family<Expect> two_versions{"6455-11.3.5-version-",
                                      "Sec-WebSocket-Version",
                                      Expect::refusal,
                                      Level::disputed,
                                      "RFC 6455 §11.3.5",
                                      "Sec-WebSocket-Version must not appear twice in a request: the sentence binds "
                                      "the client."};
constexpr std::array two_version_lines{
    Line{"twice-wrong-first", "Sec-WebSocket-Version: 25\r\nSec-WebSocket-Version: 13"},
    Line{"twice-wrong-last", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 25"},
};

constexpr std::string_view list_rule =
    "A version that is not understood is answered with an error and a Sec-WebSocket-Version that lists those that "
    "are.";

// Versions 0 to 3 had another opening handshake: a server that speaks one of them refuses this request for what it
// lacks.
constexpr int last_of_two_keys = 3;

/// A server may well speak an older one, too.
void add_drafts(std::vector<Case>& cases) {
  for (int version = 0; version <= 12; ++version) {
    const auto number = std::to_string(version);
    auto test = handshake_case("6455-4.4-version-" + number, "RFC 6455 §4.2.2, §4.4", Level::must,
                               "The request has Sec-WebSocket-Version: " + number + ", that of a draft",
                               std::string(list_rule));
    test.script.request = request_with("Sec-WebSocket-Version", "Sec-WebSocket-Version: " + number);
    test.allowed = allowed_for(Expect::version_list);
    test.allowed.push_back({Grade::informational, Upgrades{}});
    if (version <= last_of_two_keys) test.allowed.push_back({Grade::informational, Refuses{400, 599}});
    test.of_a_draft = true;
    cases.push_back(std::move(test));
  }
}

void add_answers(std::vector<Case>& cases) {
  const auto request = request_with("Sec-WebSocket-Version", "Sec-WebSocket-Version: 99");
  auto upgrade_required = handshake_case(
      "6455-4.2.2-version-status", "RFC 6455 §4.2.2, §4.4", Level::info, "The request has Sec-WebSocket-Version: 99",
      "Told for information: the status that answers a version which is not understood, such as 426; §4.4 shows 400.");
  upgrade_required.script.request = request;
  upgrade_required.allowed = {
      {Grade::informational, Refuses{}}, {Grade::informational, HangsUp{}}, {Grade::informational, Upgrades{}}};
  cases.push_back(std::move(upgrade_required));

  auto names_13 = handshake_case("6455-4.4-version-list-names-13", "RFC 6455 §4.4", Level::must,
                                 "The request has Sec-WebSocket-Version: 99, and 13 is understood",
                                 "Sec-WebSocket-Version in the answer lists all versions that the server understands.");
  names_13.needs = {};
  names_13.script.request = request;
  names_13.allowed = {{Grade::strict, Refuses{400, 599, "Sec-WebSocket-Version", "13"}}, {Grade::lenient, HangsUp{}}};
  cases.push_back(std::move(names_13));
}

}  // namespace

std::vector<Case> handshake_version_cases() {
  std::vector<Case> cases;
  add_family(cases, no_versions, no_version_lines);
  add_family(cases, two_versions, two_version_lines);
  add_drafts(cases);
  add_answers(cases);
  return cases;
}

}  // namespace parley::conformance
