// Host and Origin: RFC 6455 §4.2.1 items 2 and 7, §10.2, RFC 9112 §3.2, RFC 9110 §7.2.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr Family<Expect> sound_hosts{
    "9110-7.2-host-",
    "Host",
    Expect::upgrade_if_served,
    Level::must,
    "RFC 9110 §7.2",
    "Host is a host and perhaps a port; a server may refuse those that it does not serve with a 4xx."};
constexpr std::array sound_host_lines{
    Line{"name", "Host: parley.example"},
    Line{"name-and-port", "Host: parley.example:8081"},
    Line{"upper-case", "Host: PARLEY.EXAMPLE"},
    Line{"ipv4", "Host: 192.0.2.1"},
    Line{"ipv6", "Host: [2001:db8::1]"},
    Line{"ipv6-and-port", "Host: [2001:db8::1]:8081"},
    Line{"empty-port", "Host: parley.example:"},
    Line{"all-characters", "Host: a-b._~!$&'()*+,;=c"},
    Line{"percent-encoded", "Host: parley%2Dx.example"},
};

constexpr Family<Expect> bad_hosts{
    "9112-3.2-host-",
    "Host",
    Expect::bad_request,
    Level::must,
    "RFC 9112 §3.2, RFC 6455 §4.2.1",
    "A request without Host, with several of them or with an invalid one is answered with 400."};
constexpr std::array bad_host_lines{
    Line{"twice-and-different", "Host: {authority}\r\nHost: parley.example"},
    Line{"user-information", "Host: user@parley.example"},
    Line{"path", "Host: parley.example/chat"},
    Line{"scheme", "Host: http://parley.example"},
    Line{"query", "Host: parley.example?a"},
    Line{"fragment", "Host: parley.example#a"},
    Line{"port-with-letters", "Host: parley.example:80a"},
    Line{"negative-port", "Host: parley.example:-80"},
    Line{"ipv6-without-brackets", "Host: 2001:db8::1"},
    Line{"bracket-not-closed", "Host: [2001:db8::1"},
    Line{"name-in-brackets", "Host: [parley.example]"},
    Line{"text-behind-brackets", "Host: [2001:db8::1]parley"},
    Line{"quotes", "Host: \"parley.example\""},
    Line{"less-than", "Host: <parley.example>"},
    Line{"backslash", "Host: parley\\example"},
    Line{"percent-without-digits", "Host: parley%zz.example"},
    Line{"nul", "Host: parley\0.example"sv},
    Line{"beyond-ascii", "Host: caf\xE9.example"},
};

constexpr Family<Expect> empty_hosts{
    "9112-3.2-host-is-",
    "Host",
    Expect::either,
    Level::may,
    "RFC 9112 §3.2",
    "Host is empty where a target has no authority; whether a server takes that for a WebSocket is its own affair."};
constexpr std::array empty_host_lines{Line{"empty", "Host:"}};

constexpr std::string_view origin_rule =
    "A server may look at the origin. Not to accept it is told by an HTTP error, 403 above all; who checks none "
    "accepts connections from everywhere.";
constexpr std::array origins{
    Line{"foreign", "Origin: http://parley.example"},
    Line{"secure", "Origin: https://parley.example:8443"},
    Line{"null", "Origin: null"},
    Line{"looks-alike-in-front", "Origin: http://{authority}.parley.example"},
    Line{"looks-alike-behind", "Origin: http://parley-{authority}"},
    Line{"empty", "Origin:"},
    Line{"twice", "Origin: http://parley.example\r\nOrigin: http://other.example"},
};

void add_origins(std::vector<Case>& cases) {
  for (const auto& line : origins) {
    const Family<Expect> family{"6455-10.2-origin-",      "Origin",   Expect::either, Level::info,
                                "RFC 6455 §4.2.2, §10.2", origin_rule};
    add_family(cases, family, std::array{line});
    cases.back().allowed = {{Grade::strict, Refuses{403, 403}},
                            {Grade::informational, Upgrades{}},
                            {Grade::informational, Refuses{400, 499}}};
  }
}

}  // namespace

std::vector<Case> handshake_host_cases() {
  std::vector<Case> cases;
  add_family(cases, sound_hosts, sound_host_lines);
  add_family(cases, bad_hosts, bad_host_lines);
  add_family(cases, empty_hosts, empty_host_lines);
  add_origins(cases);
  return cases;
}

}  // namespace parley::conformance
