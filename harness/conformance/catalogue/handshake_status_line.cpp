// Towards a client: the first line of the 101. RFC 6455 §4.1, §4.2.2, RFC 9112 §4.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr Family<Reaction> malformed{
    "9112-4-status-line-",
    "HTTP",
    Reaction::gives_up,
    Level::must,
    "RFC 6455 §4.1, §4.2.2, RFC 9112 §4",
    "A response that does not begin with a status line and 101 is none that opens: the client fails the connection."};
constexpr std::array malformed_lines{
    Line{"missing", ""},
    Line{"empty", "\r\n"},
    Line{"of-a-request", "GET / HTTP/1.1"},
    Line{"of-other-protocol", "ICY 101 Switching Protocols"},
    Line{"of-https", "HTTPS/1.1 101 Switching Protocols"},
    Line{"without-name", "1.1 101 Switching Protocols"},
    Line{"without-version", "HTTP 101 Switching Protocols"},
    Line{"without-minor-version", "HTTP/1. 101 Switching Protocols"},
    Line{"with-letters-in-version", "HTTP/1.x 101 Switching Protocols"},
    Line{"with-three-versions", "HTTP/1.1.1 101 Switching Protocols"},
    Line{"without-status", "HTTP/1.1"},
    Line{"with-reason-only", "HTTP/1.1 Switching Protocols"},
    Line{"with-status-of-two-digits", "HTTP/1.1 10 Switching Protocols"},
    Line{"with-status-of-four-digits", "HTTP/1.1 1010 Switching Protocols"},
    Line{"with-leading-zero", "HTTP/1.1 0101 Switching Protocols"},
    Line{"with-negative-status", "HTTP/1.1 -101 Switching Protocols"},
    Line{"with-plus-sign", "HTTP/1.1 +101 Switching Protocols"},
    Line{"with-decimal-status", "HTTP/1.1 101.0 Switching Protocols"},
    Line{"with-hexadecimal-status", "HTTP/1.1 0x65 Switching Protocols"},
    Line{"with-letter-behind-status", "HTTP/1.1 101x Switching Protocols"},
    Line{"with-space-in-status", "HTTP/1.1 1 01 Switching Protocols"},
    Line{"with-status-65637", "HTTP/1.1 65637 Switching Protocols"},  // 101 in the last 16 bits
    Line{"with-nul-in-front", "\0HTTP/1.1 101 Switching Protocols"sv},
    Line{"with-nul-behind-status", "HTTP/1.1 101\0 Switching Protocols"sv},
    Line{"with-text-in-front", "x HTTP/1.1 101 Switching Protocols"},
    Line{"with-full-width-digits", "HTTP/1.1 \xEF\xBC\x91\xEF\xBC\x90\xEF\xBC\x91 Switching Protocols"},
};

constexpr Family<Reaction> other_case{
    "9112-4-status-line-",
    "HTTP",
    Reaction::gives_up,
    Level::disputed,
    "RFC 9112 §2.3, §4, RFC 6455 §4.2.2",
    "The name of the protocol is case-sensitive: so says RFC 9112; RFC 2616, to which RFC 6455 refers, does not."};
constexpr std::array other_case_lines{
    Line{"in-lower-case", "http/1.1 101 Switching Protocols"},
};

constexpr Family<Reaction> reasons{
    "9112-4-reason-", "HTTP",        Reaction::opens,
    Level::should,    "RFC 9112 §4", "The reason phrase may be anything, also nothing: a client pays no heed to it."};
constexpr std::array reason_lines{
    Line{"empty", "HTTP/1.1 101 "},
    Line{"other", "HTTP/1.1 101 Web Socket Protocol Handshake"},
    Line{"number", "HTTP/1.1 101 404"},
    Line{"spaces-and-tabs", "HTTP/1.1 101 a  b\tc "},
    Line{"beyond-ascii", "HTTP/1.1 101 Protocole chang\xE9"},
    Line{"utf-8", "HTTP/1.1 101 Protokoll gewechselt \xE2\x9C\x93"},
    Line{"long",
         "HTTP/1.1 101 "
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
         "bbb"
         "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
         "ccc"},
};

constexpr Family<Reaction> spaces{
    "9112-4-space-",
    "HTTP",
    Reaction::either,
    Level::may,
    "RFC 9112 §4",
    "One space stands between the parts of a status line, also where the reason is empty; a recipient may be lenient "
    "about white space."};
constexpr std::array space_lines{
    Line{"missing-behind-status", "HTTP/1.1 101"},
    Line{"twice-before-status", "HTTP/1.1  101 Switching Protocols"},
    Line{"is-a-tab", "HTTP/1.1\t101\tSwitching Protocols"},
    Line{"in-front", " HTTP/1.1 101 Switching Protocols"},
};

constexpr Family<Reaction> higher_versions{
    "9110-2.5-response-", "HTTP",
    Reaction::opens,      Level::should,
    "RFC 9110 §2.5",      "A higher minor version should be taken as the highest one known: the handshake succeeds."};
constexpr std::array higher_version_lines{Line{"http-1.2", "HTTP/1.2 101 Switching Protocols"}};

constexpr Family<Reaction> other_versions{
    "9110-2.5-response-",
    "HTTP",
    Reaction::gives_up,
    Level::disputed,
    "RFC 9110 §2.5, §7.8",
    "HTTP/1.0 has no 101 (RFC 9110 §15.2), and other major versions are other protocols; RFC 6455 does not say which "
    "version the response has."};
constexpr std::array other_version_lines{
    Line{"http-0.9", "HTTP/0.9 101 Switching Protocols"},
    Line{"http-1.0", "HTTP/1.0 101 Switching Protocols"},
    Line{"http-2.0", "HTTP/2.0 101 Switching Protocols"},
    Line{"http-9.9", "HTTP/9.9 101 Switching Protocols"},
};

}  // namespace

std::vector<Case> handshake_status_line_cases() {
  std::vector<Case> cases;
  add_family(cases, malformed, malformed_lines);
  add_family(cases, other_case, other_case_lines);
  add_family(cases, reasons, reason_lines);
  add_family(cases, spaces, space_lines);
  add_family(cases, higher_versions, higher_version_lines);
  add_family(cases, other_versions, other_version_lines);
  return cases;
}

}  // namespace parley::conformance
