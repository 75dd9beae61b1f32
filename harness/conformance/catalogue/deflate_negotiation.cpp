// permessage-deflate as a client offers it: RFC 7692 §5, §7, §7.1. What a server answers is a set; that it declines an
// offer which is in order is its right, and told only for the reader's interest.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

enum class Expect : std::uint8_t { agreement, first_agreement, either, decline, refusal };

struct Row {
  std::string_view id;     // its last part
  std::string_view offer;  // behind "permessage-deflate", or all of it when it begins with a '!'
};

struct Family {
  std::string_view prefix;
  std::string_view section;
  Level level;
  Expect expect;
  std::string_view rule;
};

std::vector<Allowed> allowed(Expect expect) {
  // A server may refuse any handshake for reasons of its own.
  const Allowed refuses{Grade::lenient, Refuses{200, 599}};
  switch (expect) {
    case Expect::agreement:
      return {{Grade::strict, Agrees{}}, {Grade::informational, Declines{}}, refuses};
    case Expect::first_agreement:
      return {{Grade::strict, Agrees{1}}, {Grade::lenient, Agrees{}}, {Grade::informational, Declines{}}, refuses};
    case Expect::either:
      return {{Grade::strict, Agrees{}}, {Grade::strict, Declines{}}, {Grade::informational, Refuses{}}};
    case Expect::decline:
      return {{Grade::strict, Declines{}}, refuses, {Grade::lenient, HangsUp{}}};
    case Expect::refusal:
      return {{Grade::strict, Refuses{}}, {Grade::lenient, Declines{}}, {Grade::lenient, HangsUp{}}};
  }
  return {};
}

template <std::size_t count>
void add(std::vector<Case>& cases, const Family& family, const std::array<Row, count>& rows) {
  for (const auto& row : rows) {
    Case test;
    test.id = std::string(family.prefix) + std::string(row.id);
    test.group = "deflate";
    test.section = family.section;
    test.level = family.level;
    test.needs = {Need::deflate};
    const bool whole = row.offer.starts_with('!');
    test.script.extensions = whole ? std::string(row.offer.substr(1)) : "permessage-deflate" + std::string(row.offer);
    test.title = "The request has Sec-WebSocket-Extensions: " + test.script.extensions;
    test.rule = family.rule;
    test.allowed = allowed(family.expect);
    cases.push_back(std::move(test));
  }
}

constexpr Family takeover{"7692-7.1.1-offer-", "RFC 7692 §7.1.1", Level::must, Expect::agreement,
                          "A server that accepts server_no_context_takeover says so in its answer; it may ask for "
                          "client_no_context_takeover also when nobody offered it."};
constexpr std::array takeover_rows{
    Row{"nothing", ""},
    Row{"server-no-context-takeover", "; server_no_context_takeover"},
    Row{"client-no-context-takeover", "; client_no_context_takeover"},
    Row{"both", "; server_no_context_takeover; client_no_context_takeover"},
    Row{"both-in-other-order", "; client_no_context_takeover; server_no_context_takeover"},
};

constexpr Family server_window{
    "7692-7.1.2.1-offer-server-window-", "RFC 7692 §7.1.2.1", Level::must, Expect::agreement,
    "A server that accepts server_max_window_bits answers with the same or a smaller value."};
constexpr std::array server_window_rows{
    Row{"8", "; server_max_window_bits=8"},
    Row{"9", "; server_max_window_bits=9"},
    Row{"10", "; server_max_window_bits=10"},
    Row{"11", "; server_max_window_bits=11"},
    Row{"12", "; server_max_window_bits=12"},
    Row{"13", "; server_max_window_bits=13"},
    Row{"14", "; server_max_window_bits=14"},
    Row{"15", "; server_max_window_bits=15"},
    Row{"and-takeover", "; server_max_window_bits=10; server_no_context_takeover"},
    Row{"after-takeover", "; server_no_context_takeover; server_max_window_bits=10"},
    Row{"between", "; client_max_window_bits; server_max_window_bits=11; client_no_context_takeover"},
};

constexpr Family client_window{
    "7692-7.1.2.2-offer-client-window-", "RFC 7692 §7.1.2.2", Level::must, Expect::agreement,
    "A server answers with client_max_window_bits only where it was offered, and then with a value."};
constexpr std::array client_window_rows{
    Row{"any", "; client_max_window_bits"},
    Row{"8", "; client_max_window_bits=8"},
    Row{"9", "; client_max_window_bits=9"},
    Row{"10", "; client_max_window_bits=10"},
    Row{"11", "; client_max_window_bits=11"},
    Row{"12", "; client_max_window_bits=12"},
    Row{"13", "; client_max_window_bits=13"},
    Row{"14", "; client_max_window_bits=14"},
    Row{"15", "; client_max_window_bits=15"},
    Row{"and-takeover", "; client_max_window_bits=10; client_no_context_takeover"},
    Row{"and-all-others",
        "; client_max_window_bits; server_max_window_bits=12; server_no_context_takeover; client_no_context_takeover"},
    Row{"after-all-others",
        "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; "
        "client_max_window_bits=12"},
};

constexpr Family quoted{"6455-9.1-deflate-quoted-", "RFC 6455 §9.1", Level::must, Expect::agreement,
                        "A value between quotes is the value itself."};
constexpr std::array quoted_rows{
    Row{"server-window", "; server_max_window_bits=\"10\""},
    Row{"client-window", "; client_max_window_bits=\"10\""},
    Row{"both-windows", "; server_max_window_bits=\"12\"; client_max_window_bits=\"13\""},
    Row{"escaped", "; server_max_window_bits=\"\\1\\0\""},
    Row{"escaped-before-another", "; server_max_window_bits=\"1\\0\"; server_no_context_takeover"},
};

constexpr Family lists{"6455-9.1-deflate-list-", "RFC 6455 §9.1", Level::must, Expect::agreement,
                       "Several extensions, in one line or more, are one list; of it a server takes what it wants, and "
                       "lists nothing else."};
constexpr std::array list_rows{
    Row{"unknown-first", "!x-parley, permessage-deflate"},
    Row{"unknown-last", ", x-parley"},
    Row{"unknown-around", "!x-parley; a=1, permessage-deflate; client_max_window_bits, x-other; b=\"c\""},
    Row{"without-spaces", "!x-parley,permessage-deflate;client_max_window_bits,x-other"},
    Row{"other-compression-first", "!permessage-bzip2, permessage-deflate"},
    Row{"legacy-first", "!x-webkit-deflate-frame, permessage-deflate; client_max_window_bits"},
    Row{"two-lines", "!x-parley\r\nSec-WebSocket-Extensions: permessage-deflate"},
    Row{"two-lines-deflate-first", "\r\nSec-WebSocket-Extensions: x-parley"},
    Row{"two-lines-two-offers",
        "; server_no_context_takeover\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"},
    Row{"empty-elements", "!, permessage-deflate, ,"},
};

constexpr Family spaces{
    "6455-9.1-deflate-space-", "RFC 6455 §9.1", Level::must, Expect::agreement,
    "Between the parts of an offer there may be spaces and tabs: the grammar has the implied *LWS rule."};
constexpr std::array space_rows{
    Row{"space-around-equals", "; server_max_window_bits = 10"},
    Row{"space-before-semicolon", " ; client_max_window_bits"},
    Row{"tab-after-semicolon", ";\tclient_max_window_bits"},
    Row{"tab-before-semicolon", "\t; client_max_window_bits"},
    Row{"tab-behind-value", "; server_max_window_bits=10\t; client_max_window_bits"},
    Row{"spaces-around-all", "  ;  server_max_window_bits  =  10  ;  client_no_context_takeover"},
};

constexpr Family others{"6455-9.1-deflate-other-", "RFC 6455 §4.2.2, §9.1", Level::must, Expect::decline,
                        "A server lists no extension that was not offered: none of these is permessage-deflate."};
constexpr std::array other_rows{
    Row{"webkit", "!x-webkit-deflate-frame"},
    Row{"deflate-frame", "!deflate-frame"},
    Row{"perframe", "!perframe-deflate"},
    Row{"bzip2", "!permessage-bzip2"},
    Row{"snappy", "!permessage-snappy"},
    Row{"compress-with-method", "!permessage-compress; method=deflate"},
    Row{"longer-name", "-x"},
    Row{"longer-name-before", "!x-permessage-deflate"},
    Row{"as-a-parameter", "!x-parley; permessage-deflate"},
};

constexpr Family unknown{"7692-7-offer-unknown-", "RFC 7692 §7", Level::must, Expect::decline,
                         "An offer with a parameter that is not defined is declined."};
constexpr std::array unknown_rows{
    Row{"parameter", "; parley"},
    Row{"parameter-with-value", "; parley=1"},
    Row{"parameter-first", "; parley; client_max_window_bits"},
    Row{"parameter-last", "; client_max_window_bits; parley"},
    Row{"max-window-bits", "; max_window_bits=10"},
    Row{"no-context-takeover", "; no_context_takeover"},
    Row{"webkit-parameter", "; s2c_max_window_bits=10"},
    Row{"longer-name", "; server_no_context_takeovers"},
};

constexpr Family twice{"7692-7-offer-twice-", "RFC 7692 §7", Level::must, Expect::decline,
                       "An offer in which a parameter comes more than once is declined."};
constexpr std::array twice_rows{
    Row{"server-no-context-takeover", "; server_no_context_takeover; server_no_context_takeover"},
    Row{"client-no-context-takeover", "; client_no_context_takeover; client_no_context_takeover"},
    Row{"server-window", "; server_max_window_bits=10; server_max_window_bits=10"},
    Row{"server-window-other-value", "; server_max_window_bits=10; server_max_window_bits=12"},
    Row{"client-window", "; client_max_window_bits; client_max_window_bits"},
    Row{"client-window-other-value", "; client_max_window_bits=10; client_max_window_bits=12"},
    Row{"client-window-with-and-without-value", "; client_max_window_bits; client_max_window_bits=12"},
    Row{"apart", "; server_no_context_takeover; client_max_window_bits; server_no_context_takeover"},
};

constexpr Family server_window_value{"7692-7.1.2.1-offer-server-window-value-", "RFC 7692 §7, §7.1.2.1", Level::must,
                                     Expect::decline,
                                     "server_max_window_bits has a decimal value from 8 to 15 without leading zeros; "
                                     "an offer with another is declined."};
constexpr std::array server_window_value_rows{
    Row{"missing", "; server_max_window_bits"},
    Row{"0", "; server_max_window_bits=0"},
    Row{"1", "; server_max_window_bits=1"},
    Row{"7", "; server_max_window_bits=7"},
    Row{"16", "; server_max_window_bits=16"},
    Row{"08", "; server_max_window_bits=08"},
    Row{"010", "; server_max_window_bits=010"},
    Row{"minus-1", "; server_max_window_bits=-1"},
    Row{"plus-9", "; server_max_window_bits=+9"},
    Row{"9a", "; server_max_window_bits=9a"},
    Row{"hex", "; server_max_window_bits=0xa"},
    Row{"fraction", "; server_max_window_bits=9.5"},
    Row{"word", "; server_max_window_bits=ten"},
    Row{"255", "; server_max_window_bits=255"},
    Row{"265", "; server_max_window_bits=265"},                                 // 9 in 8 bits
    Row{"2-to-the-32-and-9", "; server_max_window_bits=4294967305"},            // 9 in 32 bits
    Row{"2-to-the-64-and-9", "; server_max_window_bits=18446744073709551625"},  // 9 in 64 bits
    Row{"quoted-16", "; server_max_window_bits=\"16\""},
    Row{"quoted-08", "; server_max_window_bits=\"08\""},
};

constexpr Family client_window_value{"7692-7.1.2.2-offer-client-window-value-", "RFC 7692 §7, §7.1.2.2", Level::must,
                                     Expect::decline,
                                     "client_max_window_bits has no value, or a decimal one from 8 to 15 without "
                                     "leading zeros; an offer with another is declined."};
constexpr std::array client_window_value_rows{
    Row{"0", "; client_max_window_bits=0"},
    Row{"7", "; client_max_window_bits=7"},
    Row{"16", "; client_max_window_bits=16"},
    Row{"08", "; client_max_window_bits=08"},
    Row{"010", "; client_max_window_bits=010"},
    Row{"minus-1", "; client_max_window_bits=-1"},
    Row{"word", "; client_max_window_bits=x"},
    Row{"9a", "; client_max_window_bits=9a"},
    Row{"2-to-the-32-and-9", "; client_max_window_bits=4294967305"},
    Row{"quoted-16", "; client_max_window_bits=\"16\""},
};

constexpr Family flag_value{"7692-7.1.1-offer-value-", "RFC 7692 §7, §7.1.1", Level::must, Expect::decline,
                            "server_no_context_takeover and client_no_context_takeover have no value; an offer that "
                            "gives them one is declined."};
constexpr std::array flag_value_rows{
    Row{"server-true", "; server_no_context_takeover=true"},
    Row{"server-1", "; server_no_context_takeover=1"},
    Row{"server-quoted", "; server_no_context_takeover=\"true\""},
    Row{"client-true", "; client_no_context_takeover=true"},
    Row{"client-0", "; client_no_context_takeover=0"},
    Row{"client-10", "; client_no_context_takeover=10"},
};

constexpr Family grammar{"6455-9.1-deflate-grammar-", "RFC 6455 §9.1", Level::must, Expect::refusal,
                         "A Sec-WebSocket-Extensions outside its grammar fails the handshake at once; nothing of it is "
                         "agreed on."};
constexpr std::array grammar_rows{
    Row{"empty-value", "; server_max_window_bits="},
    Row{"empty-quoted-value", "; server_max_window_bits=\"\""},
    Row{"no-name", "; =10"},
    Row{"semicolon-at-end", ";"},
    Row{"two-semicolons", ";; client_max_window_bits"},
    Row{"open-quote", "; server_max_window_bits=\"10"},
    Row{"space-in-quotes", "; server_max_window_bits=\"1 0\""},
    Row{"no-semicolon", " client_max_window_bits"},
    Row{"two-values", "; server_max_window_bits=10=10"},
};

constexpr Family next{"7692-7-offer-next-", "RFC 7692 §5, §7", Level::must, Expect::agreement,
                      "An offer that must be declined does not stand in the way of the next one, and nothing of it is "
                      "agreed on."};
constexpr std::array next_rows{
    Row{"after-unknown-parameter", "; parley, permessage-deflate"},
    Row{"after-twice", "; server_no_context_takeover; server_no_context_takeover, permessage-deflate"},
    Row{"after-window-7", "; server_max_window_bits=7, permessage-deflate; server_max_window_bits=10"},
    Row{"after-window-16", "; server_max_window_bits=16, permessage-deflate"},
    Row{"after-window-missing", "; server_max_window_bits, permessage-deflate"},
    Row{"after-client-window-16", "; client_max_window_bits=16, permessage-deflate; client_max_window_bits"},
    Row{"after-client-window-without-it", "; client_max_window_bits=16, permessage-deflate"},
    Row{"after-flag-with-value", "; server_no_context_takeover=1, permessage-deflate; server_no_context_takeover"},
    Row{"after-two", "; parley, permessage-deflate; server_max_window_bits=99, permessage-deflate"},
    Row{"on-the-next-line", "; parley\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"},
    Row{"before-a-wrong-one", "; client_max_window_bits, permessage-deflate; parley"},
};

constexpr Family preference{"7692-5-offer-preference-", "RFC 7692 §5", Level::should, Expect::first_agreement,
                            "Offers stand in the order of the client's preference, and a server had better take the "
                            "first that it can."};
constexpr std::array preference_rows{
    Row{"takeover", "; server_no_context_takeover, permessage-deflate"},
    Row{"window", "; server_max_window_bits=10, permessage-deflate"},
    Row{"smaller-window", "; server_max_window_bits=10, permessage-deflate; server_max_window_bits=12"},
    Row{"takeover-and-window",
        "; server_no_context_takeover; server_max_window_bits=9, permessage-deflate; server_no_context_takeover, "
        "permessage-deflate"},
    Row{"without-client-window", ", permessage-deflate; client_max_window_bits"},
};

constexpr Family spelling{
    "6455-9.1-deflate-spelling-", "RFC 6455 §9.1", Level::info, Expect::either,
    "Whether letters of either case mean the same is told nowhere: a server may agree or decline."};
constexpr std::array spelling_rows{
    Row{"name-in-capitals", "!PERMESSAGE-DEFLATE"},
    Row{"name-with-capitals", "!PerMessage-Deflate; client_max_window_bits"},
    Row{"parameter-in-capitals", "; SERVER_NO_CONTEXT_TAKEOVER"},
};

}  // namespace

std::vector<Case> deflate_negotiation_cases() {
  std::vector<Case> cases;
  add(cases, takeover, takeover_rows);
  add(cases, server_window, server_window_rows);
  add(cases, client_window, client_window_rows);
  add(cases, quoted, quoted_rows);
  add(cases, lists, list_rows);
  add(cases, spaces, space_rows);
  add(cases, others, other_rows);
  add(cases, unknown, unknown_rows);
  add(cases, twice, twice_rows);
  add(cases, server_window_value, server_window_value_rows);
  add(cases, client_window_value, client_window_value_rows);
  add(cases, flag_value, flag_value_rows);
  add(cases, grammar, grammar_rows);
  add(cases, next, next_rows);
  add(cases, preference, preference_rows);
  add(cases, spelling, spelling_rows);
  return cases;
}

}  // namespace parley::conformance
