// Towards a client: extensions and subprotocols that the 101 chooses. RFC 6455 §4.1, §4.2.2, §9.1, §11.3. What is
// chosen of permessage-deflate is in deflate_answer.cpp.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view extension_field = "Sec-WebSocket-Extensions";
constexpr std::string_view protocol_field = "Sec-WebSocket-Protocol";

constexpr Family<Reaction> unasked_extensions{
    "6455-4.1-extension-", extension_field,
    Reaction::gives_up,    Level::must,
    "RFC 6455 §4.1, §9.1", "An extension in the response that the client did not ask for fails the connection."};
constexpr std::array unasked_extension_lines{
    Line{"unasked", "Sec-WebSocket-Extensions: x-parley"},
    Line{"unasked-with-parameters", "Sec-WebSocket-Extensions: x-parley; a=1; b=\"two\""},
    Line{"unasked-in-second-line", "Sec-WebSocket-Extensions: x-parley\r\nSec-WebSocket-Extensions: x-other"},
    Line{"unasked-behind-deflate",
         "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions: x-parley"},
    Line{"unasked-before-deflate",
         "Sec-WebSocket-Extensions: x-parley\r\nSec-WebSocket-Extensions: permessage-deflate"},
    Line{"name-longer-than-known", "Sec-WebSocket-Extensions: permessage-deflate2"},
    Line{"name-shorter-than-known", "Sec-WebSocket-Extensions: permessage-deflat"},
};

constexpr Family<Reaction> bad_extensions{
    "6455-9.1-answer-extension-",
    extension_field,
    Reaction::gives_up,
    Level::must,
    "RFC 6455 §9.1",
    "A Sec-WebSocket-Extensions outside the grammar of §9.1 fails the connection at once."};
constexpr std::array bad_extension_lines{
    Line{"empty", "Sec-WebSocket-Extensions:"},
    Line{"only-commas", "Sec-WebSocket-Extensions: ,,"},
    Line{"only-semicolon", "Sec-WebSocket-Extensions: ;"},
    Line{"only-equals", "Sec-WebSocket-Extensions: ="},
    Line{"semicolon-in-front", "Sec-WebSocket-Extensions: ; permessage-deflate"},
    Line{"semicolon-behind", "Sec-WebSocket-Extensions: permessage-deflate;"},
    Line{"two-semicolons", "Sec-WebSocket-Extensions: permessage-deflate;; server_no_context_takeover"},
    Line{"quoted-name", "Sec-WebSocket-Extensions: \"permessage-deflate\""},
    Line{"value-of-extension", "Sec-WebSocket-Extensions: permessage-deflate=1"},
    Line{"parameter-without-value", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits="},
    Line{"unterminated-quote", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=\"15"},
    Line{"empty-quotes", "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=\"\""},
    Line{"parameters-without-semicolon", "Sec-WebSocket-Extensions: permessage-deflate server_no_context_takeover"},
    Line{"separator", "Sec-WebSocket-Extensions: permessage/deflate"},
    Line{"beyond-ascii",
         "Sec-WebSocket-Extensions: permessage-d\xC3\xA9"
         "flate"},
    Line{"nul-behind", "Sec-WebSocket-Extensions: permessage-deflate\0x"sv},
};

constexpr Family<Reaction> bad_protocols{
    "6455-4.1-subprotocol-",
    protocol_field,
    Reaction::gives_up,
    Level::must,
    "RFC 6455 §4.1, §4.2.2",
    "A subprotocol in the response that the client did not ask for, or that is none, fails the connection."};
constexpr std::array bad_protocol_lines{
    Line{"unasked", "Sec-WebSocket-Protocol: x-parley-unasked"},
    Line{"empty", "Sec-WebSocket-Protocol:"},
    Line{"two-unasked", "Sec-WebSocket-Protocol: x-parley-a, x-parley-b"},
    Line{"malformed", "Sec-WebSocket-Protocol: x-parley/unasked"},
    Line{"beyond-ascii", "Sec-WebSocket-Protocol: x-parl\xC3\xA9y"},
};

/// These need to know what was asked for.
constexpr std::array wrong_choice_lines{
    Line{"longer", "Sec-WebSocket-Protocol: {subprotocol}x"},
    Line{"letter-before", "Sec-WebSocket-Protocol: x{subprotocol}"},
    Line{"quoted", "Sec-WebSocket-Protocol: \"{subprotocol}\""},
    Line{"chosen-and-unasked", "Sec-WebSocket-Protocol: {subprotocol}, x-parley-unasked"},
    Line{"list-of-two", "Sec-WebSocket-Protocol: {subprotocol}, {other_subprotocol}"},
    Line{"with-nul-behind", "Sec-WebSocket-Protocol: {subprotocol}\0x"sv},
};

constexpr Family<Reaction> twice{"6455-11.3.4-subprotocol-",
                                 protocol_field,
                                 Reaction::gives_up,
                                 Level::disputed,
                                 "RFC 6455 §11.3.4",
                                 "Sec-WebSocket-Protocol must not appear twice in a response: the sentence binds the "
                                 "server."};
constexpr std::array twice_lines{
    Line{"twice", "Sec-WebSocket-Protocol: {subprotocol}\r\nSec-WebSocket-Protocol: {subprotocol}"}};

constexpr Family<Reaction> sound_choices{
    "6455-4.1-subprotocol-", protocol_field,
    Reaction::opens,         Level::must,
    "RFC 6455 §4.1, §4.2.2", "The response chooses one of the subprotocols that were asked for."};
constexpr std::array sound_choice_lines{
    Line{"first", "Sec-WebSocket-Protocol: {subprotocol}"},
    Line{"last", "Sec-WebSocket-Protocol: {other_subprotocol}"},
    Line{"with-white-space", "Sec-WebSocket-Protocol: \t {subprotocol} \t"},
};

constexpr Family<Reaction> no_choice{"6455-4.1-subprotocol-",
                                     protocol_field,
                                     Reaction::either,
                                     Level::may,
                                     "RFC 6455 §4.1, §4.2.2",
                                     "A server may choose none of the subprotocols; whether the client then wants the "
                                     "connection is its own affair."};
constexpr std::array no_choice_lines{Line{"none-chosen", ""}};

/// The usual response chooses a subprotocol by itself.
template <std::size_t count>
void add_choices(std::vector<Case>& cases, const Family<Reaction>& family, const std::array<Line, count>& lines,
                 const std::vector<Need>& needs) {
  constexpr std::string_view usual_choice = "{fields}";
  const auto first = cases.size();
  add_family(cases, family, lines);
  for (auto i = first; i < cases.size(); ++i) {
    auto& response = cases[i].script.response;
    response.erase(response.find(usual_choice), usual_choice.size());
    cases[i].needs = needs;
  }
}

}  // namespace

std::vector<Case> handshake_answer_list_cases() {
  std::vector<Case> cases;
  add_family(cases, unasked_extensions, unasked_extension_lines);
  add_family(cases, bad_extensions, bad_extension_lines);
  add_choices(cases, bad_protocols, bad_protocol_lines, {});
  add_choices(cases, bad_protocols, wrong_choice_lines, {Need::subprotocol});
  add_choices(cases, twice, twice_lines, {Need::subprotocol});
  add_choices(cases, sound_choices, sound_choice_lines, {Need::subprotocol});
  add_choices(cases, no_choice, no_choice_lines, {Need::subprotocol});
  return cases;
}

}  // namespace parley::conformance
