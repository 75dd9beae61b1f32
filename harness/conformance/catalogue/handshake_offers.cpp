// Subprotocols and extensions in the request, in more ways than handshake_response.cpp has: RFC 6455 §4.1 item 10,
// §4.3, §9.1, §11.3.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view protocol_field = "Sec-WebSocket-Protocol";
constexpr std::string_view extension_field = "Sec-WebSocket-Extensions";

constexpr Family<Expect> subprotocols{
    "6455-4.3-subprotocols-",
    protocol_field,
    Expect::upgrade_if_served,
    Level::must,
    "RFC 6455 §4.3, §11.3.4",
    "Sec-WebSocket-Protocol is a list of tokens in one line or several; a server that takes none of them sends none."};
constexpr std::array subprotocol_lines{
    Line{"of-all-token-characters", "Sec-WebSocket-Protocol: !#$%&'*+-.^_`|~09AZaz"},
    Line{"of-one-character", "Sec-WebSocket-Protocol: x"},
    Line{"without-spaces", "Sec-WebSocket-Protocol: parley-a,parley-b,parley-c"},
    Line{"with-tabs", "Sec-WebSocket-Protocol: parley-a\t,\tparley-b"},
    Line{"with-empty-elements", "Sec-WebSocket-Protocol: , parley-a,, parley-b ,"},
    Line{"in-three-lines",
         "Sec-WebSocket-Protocol: parley-a\r\nSec-WebSocket-Protocol: parley-b, parley-c\r\n"
         "Sec-WebSocket-Protocol: parley-d"},
};

constexpr Family<Expect> alike_subprotocols{"6455-4.1-subprotocols-",
                                            protocol_field,
                                            Expect::upgrade_if_served,
                                            Level::disputed,
                                            "RFC 6455 §4.1 item 10",
                                            "Two subprotocols that differ in case are two: nothing says that they are "
                                            "compared without regard to it."};
constexpr std::array alike_subprotocol_lines{
    Line{"that-differ-in-case", "Sec-WebSocket-Protocol: parley, Parley, PARLEY"}};

constexpr Family<Expect> bad_subprotocols{"6455-4.3-subprotocol-",
                                          protocol_field,
                                          Expect::refusal,
                                          Level::disputed,
                                          "RFC 6455 §4.3, §4.2.1",
                                          "Sec-WebSocket-Protocol is a list of tokens; a handshake that is found "
                                          "outside the grammar is refused, but a server without subprotocols "
                                          "need not look."};
constexpr std::array bad_subprotocol_lines{
    Line{"space", "Sec-WebSocket-Protocol: parley a"},
    Line{"slash", "Sec-WebSocket-Protocol: parley/a"},
    Line{"quoted", "Sec-WebSocket-Protocol: \"parley\""},
    Line{"empty", "Sec-WebSocket-Protocol:"},
    Line{"parenthesis", "Sec-WebSocket-Protocol: parley("},
    Line{"closing-parenthesis", "Sec-WebSocket-Protocol: parley)"},
    Line{"less-than", "Sec-WebSocket-Protocol: parley<a"},
    Line{"greater-than", "Sec-WebSocket-Protocol: parley>a"},
    Line{"at", "Sec-WebSocket-Protocol: parley@a"},
    Line{"semicolon", "Sec-WebSocket-Protocol: parley; a=1"},
    Line{"colon", "Sec-WebSocket-Protocol: parley:a"},
    Line{"backslash", "Sec-WebSocket-Protocol: parley\\a"},
    Line{"bracket", "Sec-WebSocket-Protocol: parley[a"},
    Line{"closing-bracket", "Sec-WebSocket-Protocol: parley]a"},
    Line{"question-mark", "Sec-WebSocket-Protocol: parley?a"},
    Line{"equals", "Sec-WebSocket-Protocol: parley=a"},
    Line{"brace", "Sec-WebSocket-Protocol: parley{a"},
    Line{"closing-brace", "Sec-WebSocket-Protocol: parley}a"},
    Line{"tab-inside", "Sec-WebSocket-Protocol: parley\ta"},
    Line{"control-character", "Sec-WebSocket-Protocol: parley\x01"},
    Line{"del", "Sec-WebSocket-Protocol: parley\x7F"},
    Line{"nul-behind", "Sec-WebSocket-Protocol: parley\0x"sv},
    Line{"beyond-ascii", "Sec-WebSocket-Protocol: parl\xC3\xA9y"},
    Line{"only-commas", "Sec-WebSocket-Protocol: ,,"},
    Line{"second-malformed", "Sec-WebSocket-Protocol: parley-a, parley b"},
    Line{"second-line-malformed", "Sec-WebSocket-Protocol: parley-a\r\nSec-WebSocket-Protocol: parley/b"},
};

constexpr Family<Expect> extensions{
    "6455-9.1-extensions-",
    extension_field,
    Expect::upgrade_if_served,
    Level::must,
    "RFC 6455 §9.1, §11.3.2",
    "Of the extensions offered a server accepts those that it wants: unknown ones it leaves out."};
constexpr std::array extension_lines{
    Line{"without-spaces", "Sec-WebSocket-Extensions: x-parley;a;b=1;c=\"2\",x-other"},
    Line{"with-space-everywhere", "Sec-WebSocket-Extensions: x-parley \t ; \t a \t = \t 1 \t ,\t x-other"},
    Line{"with-empty-elements", "Sec-WebSocket-Extensions: ,, x-parley,, x-other ,"},
    Line{"with-quoted-pair", "Sec-WebSocket-Extensions: x-parley; a=\"\\b\\c\""},
    Line{"with-parameter-twice", "Sec-WebSocket-Extensions: x-parley; a=1; a=2"},
    Line{"twice", "Sec-WebSocket-Extensions: x-parley; a=1, x-parley"},
    Line{"of-all-token-characters", "Sec-WebSocket-Extensions: !#$%&'*+-.^_`|~; !#$%&'*+-.^_`|~=!#$%&'*+-.^_`|~"},
    Line{"with-tab-before-semicolon", "Sec-WebSocket-Extensions: x-parley\t; a, x-other"},
    Line{"with-tab-before-offer", "Sec-WebSocket-Extensions: x-parley,\tx-other"},
    Line{"with-tab-behind-value", "Sec-WebSocket-Extensions: x-parley; a=1\t; b"},
    Line{"with-quoted-pair-before-another", "Sec-WebSocket-Extensions: x-parley; a=\"\\b\"; c"},
    Line{"named-as-in-javascript", "Sec-WebSocket-Extensions: constructor; toString=1, __proto__; constructor=1"},
    Line{"of-webkit", "Sec-WebSocket-Extensions: x-webkit-deflate-frame"},
    Line{"of-the-registry", "Sec-WebSocket-Extensions: bbf-usp-protocol; eid=\"doc\""},
    Line{"in-three-lines",
         "Sec-WebSocket-Extensions: x-a\r\nSec-WebSocket-Extensions: x-b; c=1, x-d\r\nSec-WebSocket-Extensions: x-e"},
};

constexpr Family<Expect> bad_extensions{
    "6455-9.1-extension-", extension_field,
    Expect::refusal,       Level::must,
    "RFC 6455 §9.1",       "A Sec-WebSocket-Extensions outside the grammar of §9.1 fails the handshake at once."};
constexpr std::array bad_extension_lines{
    Line{"empty-parameter", "Sec-WebSocket-Extensions: x-parley;;a"},
    Line{"no-parameter-name", "Sec-WebSocket-Extensions: x-parley; =1"},
    Line{"no-parameter-value", "Sec-WebSocket-Extensions: x-parley; a="},
    Line{"no-parameter-value-before-another", "Sec-WebSocket-Extensions: x-parley; a=; b"},
    Line{"no-parameter-value-before-an-offer", "Sec-WebSocket-Extensions: x-parley; a=, x-other"},
    Line{"unterminated-quote", "Sec-WebSocket-Extensions: x-parley; a=\"b"},
    Line{"quoted-no-token", "Sec-WebSocket-Extensions: x-parley; a=\"b c\""},
    Line{"two-tokens", "Sec-WebSocket-Extensions: x-parley y"},
    Line{"separator", "Sec-WebSocket-Extensions: x/parley"},
    Line{"empty", "Sec-WebSocket-Extensions:"},
    Line{"only-commas", "Sec-WebSocket-Extensions: ,,"},
    Line{"only-semicolon", "Sec-WebSocket-Extensions: ;"},
    Line{"semicolon-behind", "Sec-WebSocket-Extensions: x-parley;"},
    Line{"semicolon-in-front", "Sec-WebSocket-Extensions: ; x-parley"},
    Line{"value-of-extension", "Sec-WebSocket-Extensions: x-parley=1"},
    Line{"quoted-name", "Sec-WebSocket-Extensions: \"x-parley\""},
    Line{"quoted-parameter-name", "Sec-WebSocket-Extensions: x-parley; \"a\"=1"},
    Line{"empty-quotes", "Sec-WebSocket-Extensions: x-parley; a=\"\""},
    Line{"quoted-comma", "Sec-WebSocket-Extensions: x-parley; a=\"b,c\""},
    Line{"quoted-quote", "Sec-WebSocket-Extensions: x-parley; a=\"b\\\"c\""},
    Line{"backslash-at-end", "Sec-WebSocket-Extensions: x-parley; a=\"b\\"},
    Line{"text-behind-quotes", "Sec-WebSocket-Extensions: x-parley; a=\"b\"c"},
    Line{"two-values", "Sec-WebSocket-Extensions: x-parley; a=b=c"},
    Line{"value-of-two-words", "Sec-WebSocket-Extensions: x-parley; a=b c"},
    Line{"parameters-without-semicolon", "Sec-WebSocket-Extensions: x-parley; a b"},
    Line{"comment", "Sec-WebSocket-Extensions: x-parley (a comment)"},
    Line{"colon", "Sec-WebSocket-Extensions: x:parley"},
    Line{"at", "Sec-WebSocket-Extensions: x-parley; a@b"},
    Line{"single-quotes-with-space", "Sec-WebSocket-Extensions: x-parley; a='b c'"},
    Line{"control-character", "Sec-WebSocket-Extensions: x-parley\x01"},
    Line{"nul-behind", "Sec-WebSocket-Extensions: x-parley\0x"sv},
    Line{"beyond-ascii", "Sec-WebSocket-Extensions: x-parl\xC3\xA9y"},
    Line{"second-malformed", "Sec-WebSocket-Extensions: x-parley, x other"},
    Line{"second-line-malformed", "Sec-WebSocket-Extensions: x-parley\r\nSec-WebSocket-Extensions: x-other; ="},
};

/// As many as no sound client offers, yet within the grammar.
void add_many(std::vector<Case>& cases) {
  std::string protocols = std::string(protocol_field) + ": parley-0";
  std::string offers = std::string(extension_field) + ": x-parley-0";
  for (int i = 1; i < 50; ++i) protocols += ", parley-" + std::to_string(i);
  for (int i = 1; i < 50; ++i) offers += ", x-parley-" + std::to_string(i) + "; a=1; b";
  const std::string rule = "A long list is a list like any other; a server may have a limit.";
  auto many = handshake_case("6455-4.3-subprotocols-fifty", "RFC 6455 §4.3", Level::quality,
                             "The request offers 50 subprotocols", rule);
  many.script.request = request_with(protocol_field, protocols);
  many.allowed = allowed_for(Expect::upgrade_if_served);
  cases.push_back(std::move(many));
  auto more = handshake_case("6455-9.1-extensions-fifty", "RFC 6455 §9.1", Level::quality,
                             "The request offers 50 extensions", rule);
  more.script.request = request_with(extension_field, offers);
  more.allowed = allowed_for(Expect::upgrade_if_served);
  cases.push_back(std::move(more));
}

}  // namespace

std::vector<Case> handshake_offer_cases() {
  std::vector<Case> cases;
  add_family(cases, subprotocols, subprotocol_lines);
  add_family(cases, alike_subprotocols, alike_subprotocol_lines);
  add_family(cases, bad_subprotocols, bad_subprotocol_lines);
  add_family(cases, extensions, extension_lines);
  add_family(cases, bad_extensions, bad_extension_lines);
  add_many(cases);
  return cases;
}

}  // namespace parley::conformance
