// What a server makes of subprotocols and extensions that it does not know: RFC 6455 §4.2.2, §9.1. That it chooses none
// that was not offered is watched by the monitors; those outside the grammar are in handshake_offers.cpp.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

struct Row {
  std::string_view id;
  std::string_view line;
  Expect expect;
  Level level;
  std::string_view section;
  std::string_view rule;
};

constexpr std::string_view none_rule =
    "A server that takes none of the subprotocols sends no Sec-WebSocket-Protocol, also no empty one.";
constexpr std::string_view ignore_rule =
    "Of the extensions offered a server accepts those that it wants: unknown ones it leaves out.";

constexpr std::array rows{
    Row{"6455-4.2.2-subprotocol-unknown", "Sec-WebSocket-Protocol: parley-unknown", Expect::upgrade_if_served,
        Level::must, "RFC 6455 §4.2.2", none_rule},
    Row{"6455-4.2.2-subprotocol-unknown-list", "Sec-WebSocket-Protocol: parley-a, parley-b", Expect::upgrade_if_served,
        Level::must, "RFC 6455 §4.2.2", none_rule},
    Row{"6455-11.3.4-subprotocol-two-lines", "Sec-WebSocket-Protocol: parley-a\r\nSec-WebSocket-Protocol: parley-b",
        Expect::upgrade_if_served, Level::must, "RFC 6455 §11.3.4",
        "Several lines of Sec-WebSocket-Protocol are one list."},
    Row{"6455-4.1-subprotocol-twice", "Sec-WebSocket-Protocol: parley-a, parley-a", Expect::refusal, Level::disputed,
        "RFC 6455 §4.1 item 10", "The subprotocols offered are all different: the sentence binds the client."},

    Row{"6455-9.1-extension-unknown", "Sec-WebSocket-Extensions: x-parley", Expect::upgrade_if_served, Level::must,
        "RFC 6455 §4.2.2, §9.1", ignore_rule},
    Row{"6455-9.1-extension-unknown-parameters", "Sec-WebSocket-Extensions: x-parley; a=1; b=\"two\", x-other",
        Expect::upgrade_if_served, Level::must, "RFC 6455 §4.2.2, §9.1", ignore_rule},
    Row{"6455-9.1-extension-two-lines", "Sec-WebSocket-Extensions: x-parley\r\nSec-WebSocket-Extensions: x-other",
        Expect::upgrade_if_served, Level::must, "RFC 6455 §9.1", ignore_rule},
};

}  // namespace

std::vector<Case> handshake_response_cases() {
  std::vector<Case> cases;
  for (const auto& row : rows) {
    Case test;
    test.id = row.id;
    test.group = "handshake";
    test.section = row.section;
    test.level = row.level;
    test.needs = {};
    test.title = "The request has " + std::string(row.line);
    test.rule = row.rule;
    test.script.request = request_with(row.line.substr(0, row.line.find(':')), row.line);
    test.allowed = allowed_for(row.expect);
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace parley::conformance
