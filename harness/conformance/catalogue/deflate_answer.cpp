// permessage-deflate as a server answers it, towards a client: RFC 7692 §5, §7, §7.1.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

struct Row {
  std::string_view id;      // its last part
  std::string_view answer;  // behind "permessage-deflate", or all of it when it begins with a '!'
};

Case make(std::string_view prefix, std::string_view section, std::string_view rule, const Row& row) {
  Case test;
  test.id = std::string(prefix) + std::string(row.id);
  test.group = "deflate";
  test.section = section;
  test.needs = deflates;
  const bool whole = row.answer.starts_with('!');
  test.script.extensions = whole ? std::string(row.answer.substr(1)) : agreement(Role::client, row.answer);
  test.title = "The 101 has Sec-WebSocket-Extensions: " +
               (whole ? test.script.extensions : "permessage-deflate" + std::string(row.answer));
  test.rule = rule;
  return test;
}

// Answers that are in order.

constexpr std::string_view fits_rule =
    "A server may ask for all that the client did not exclude, whether it was offered or not; client_max_window_bits "
    "only if the client offered it.";
constexpr std::array fitting{
    Row{"nothing", ""},
    Row{"server-no-context-takeover", "; server_no_context_takeover"},
    Row{"client-no-context-takeover", "; client_no_context_takeover"},
    Row{"both-no-context-takeover", "; client_no_context_takeover; server_no_context_takeover"},
    Row{"server-window-8", "; server_max_window_bits=8"},
    Row{"server-window-9", "; server_max_window_bits=9"},
    Row{"server-window-10", "; server_max_window_bits=10"},
    Row{"server-window-11", "; server_max_window_bits=11"},
    Row{"server-window-12", "; server_max_window_bits=12"},
    Row{"server-window-13", "; server_max_window_bits=13"},
    Row{"server-window-14", "; server_max_window_bits=14"},
    Row{"server-window-15", "; server_max_window_bits=15"},
    Row{"server-window-quoted", "; server_max_window_bits=\"12\""},
    Row{"client-window-8", "; client_max_window_bits=8"},
    Row{"client-window-9", "; client_max_window_bits=9"},
    Row{"client-window-10", "; client_max_window_bits=10"},
    Row{"client-window-11", "; client_max_window_bits=11"},
    Row{"client-window-12", "; client_max_window_bits=12"},
    Row{"client-window-13", "; client_max_window_bits=13"},
    Row{"client-window-14", "; client_max_window_bits=14"},
    Row{"client-window-15", "; client_max_window_bits=15"},
    Row{"client-window-quoted", "; client_max_window_bits=\"12\""},
    Row{"all",
        "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; "
        "client_max_window_bits=11"},
    Row{"all-in-other-order",
        "; client_max_window_bits=11; server_max_window_bits=12; client_no_context_takeover; "
        "server_no_context_takeover"},
    Row{"spaces", "  ;  server_no_context_takeover"},
};

void add_fitting(std::vector<Case>& cases) {
  const auto ping_body = protocol::to_bytes("agreed?");
  for (const auto& row : fitting) {
    auto test = make("7692-7.1-answer-", "RFC 7692 §7.1", fits_rule, row);
    test.terms = Terms{};
    test.script.steps = {Send{{ping("agreed?")}}};
    test.allowed = answered({}, {ping_body});
    // RFC 7692 §7: a client fails the connection when it does not support what the answer asks for.
    if (!row.answer.empty()) {
      test.allowed.push_back({Grade::lenient, Fails{any_code()}});
      test.allowed.push_back({Grade::lenient, Drops{}});
    }
    cases.push_back(std::move(test));
  }
}

// Answers that fail the connection, whatever was offered.

constexpr std::string_view parameter_rule =
    "A client fails the connection when the answer has a parameter that is unknown, comes twice, or has a wrong value.";
constexpr std::array wrong{
    Row{"unknown", "; parley"},
    Row{"unknown-with-value", "; parley=1"},
    Row{"unknown-after-known", "; server_no_context_takeover; parley"},
    Row{"unknown-longer-name", "; server_no_context_takeovers"},
    Row{"unknown-max-window-bits", "; max_window_bits=12"},
    Row{"server-takeover-twice", "; server_no_context_takeover; server_no_context_takeover"},
    Row{"client-takeover-twice", "; client_no_context_takeover; client_no_context_takeover"},
    Row{"server-window-twice", "; server_max_window_bits=10; server_max_window_bits=10"},
    Row{"client-window-twice", "; client_max_window_bits=10; client_max_window_bits=10"},
    Row{"server-takeover-with-value", "; server_no_context_takeover=1"},
    Row{"client-takeover-with-value", "; client_no_context_takeover=true"},
    Row{"server-window-missing", "; server_max_window_bits"},
    Row{"server-window-0", "; server_max_window_bits=0"},
    Row{"server-window-7", "; server_max_window_bits=7"},
    Row{"server-window-16", "; server_max_window_bits=16"},
    Row{"server-window-08", "; server_max_window_bits=08"},
    Row{"server-window-010", "; server_max_window_bits=010"},
    Row{"server-window-minus-1", "; server_max_window_bits=-1"},
    Row{"server-window-plus-9", "; server_max_window_bits=+9"},
    Row{"server-window-9a", "; server_max_window_bits=9a"},
    Row{"server-window-word", "; server_max_window_bits=ten"},
    Row{"server-window-265", "; server_max_window_bits=265"},
    Row{"server-window-2-to-the-32-and-9", "; server_max_window_bits=4294967305"},
    Row{"server-window-quoted-16", "; server_max_window_bits=\"16\""},
    Row{"client-window-missing", "; client_max_window_bits"},
    Row{"client-window-0", "; client_max_window_bits=0"},
    Row{"client-window-7", "; client_max_window_bits=7"},
    Row{"client-window-16", "; client_max_window_bits=16"},
    Row{"client-window-08", "; client_max_window_bits=08"},
    Row{"client-window-word", "; client_max_window_bits=x"},
    Row{"client-window-2-to-the-32-and-9", "; client_max_window_bits=4294967305"},
};

constexpr std::string_view unoffered_rule =
    "A client fails the connection when the answer has an extension that it did not offer.";
constexpr std::array unoffered{
    Row{"beside-deflate", ", x-parley"},           Row{"before-deflate", "!x-parley, permessage-deflate{required}"},
    Row{"other-compression", "!permessage-bzip2"}, Row{"legacy", "!x-webkit-deflate-frame"},
    Row{"longer-name", "!permessage-deflate-x"},
};

constexpr std::string_view grammar_rule =
    "A client fails the connection when Sec-WebSocket-Extensions is outside its grammar.";
constexpr std::array grammar{
    Row{"empty-value", "; server_max_window_bits="},
    Row{"empty-quoted-value", "; server_max_window_bits=\"\""},
    Row{"semicolon-at-end", ";"},
    Row{"two-semicolons", ";; server_no_context_takeover"},
    Row{"no-parameter-name", "; =10"},
    Row{"open-quote", "; server_max_window_bits=\"10"},
    Row{"no-semicolon", " server_no_context_takeover"},
    Row{"two-values", "; server_max_window_bits=10=10"},
};

template <std::size_t count>
void add_failing(std::vector<Case>& cases, std::string_view prefix, std::string_view section, std::string_view rule,
                 const std::array<Row, count>& rows) {
  for (const auto& row : rows) {
    auto test = make(prefix, section, rule, row);
    test.allowed = failed_with(any_code());
    cases.push_back(std::move(test));
  }
}

void add_twice(std::vector<Case>& cases) {
  for (const Row row :
       {Row{"the-same", ", permessage-deflate"}, Row{"another", ", permessage-deflate; server_no_context_takeover"}}) {
    auto test =
        make("7692-5-answer-twice-", "RFC 7692 §5, RFC 6455 §9.1",
             "An answer with permessage-deflate and another extension that uses RSV1 fails the connection; whether "
             "permessage-deflate a second time is another one is told nowhere.",
             row);
    test.level = Level::disputed;
    test.allowed = failed_with(any_code());
    cases.push_back(std::move(test));
  }
}

// Answers that fail the connection because of what was offered.

void add_against_the_offer(std::vector<Case>& cases) {
  struct Against {
    Row row;
    Offered offered;
    std::string_view section;
    std::string_view rule;
  };
  constexpr std::string_view all = "!permessage-deflate";
  const std::array rows{
      Against{{"client-window-not-offered", "; client_max_window_bits=15"},
              Offered::no_client_max_window_bits,
              "RFC 7692 §7.1.2.2",
              "An answer has client_max_window_bits only if it was offered."},
      Against{{"small-client-window-not-offered", "; client_max_window_bits=10"},
              Offered::no_client_max_window_bits,
              "RFC 7692 §7.1.2.2",
              "An answer has client_max_window_bits only if it was offered."},
      Against{{"server-window-too-large", "; server_max_window_bits=15"},
              Offered::server_window,
              "RFC 7692 §7.1.2.1",
              "An answer's server_max_window_bits is the one that was offered, or smaller."},
      Against{{"server-window-left-out", all},
              Offered::server_window,
              "RFC 7692 §7.1.2.1",
              "A server accepts server_max_window_bits by answering with it."},
      Against{{"server-takeover-left-out", all},
              Offered::server_no_context_takeover,
              "RFC 7692 §7.1.1.1",
              "A server accepts server_no_context_takeover by answering with it."},
      Against{{"nothing-offered", all},
              Offered::nothing,
              "RFC 6455 §4.1",
              "A client fails the connection when the answer has an extension that it did not offer."},
  };
  for (const auto& against : rows) {
    auto test = make("7692-7.1-answer-against-offer-", against.section, against.rule, against.row);
    if (against.offered == Offered::nothing) test.needs = opens;
    // What the server is asked for binds the server; that a client could do with less or more, only the client knows.
    const bool binds_the_server =
        against.offered == Offered::server_window || against.offered == Offered::server_no_context_takeover;
    if (binds_the_server) test.level = Level::disputed;
    test.terms = Terms{.offered = against.offered};
    test.allowed = failed_with(any_code());
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> deflate_answer_cases() {
  std::vector<Case> cases;
  add_fitting(cases);
  add_failing(cases, "7692-7-answer-", "RFC 7692 §7, §7.1", parameter_rule, wrong);
  add_failing(cases, "6455-4.1-answer-extension-", "RFC 6455 §4.1", unoffered_rule, unoffered);
  add_failing(cases, "6455-9.1-answer-grammar-", "RFC 6455 §9.1", grammar_rule, grammar);
  add_twice(cases);
  add_against_the_offer(cases);
  return cases;
}

}  // namespace parley::conformance
