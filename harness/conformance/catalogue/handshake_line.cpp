// The request line: RFC 6455 §4.2.1 item 1, RFC 9112 §3. What has to be accepted is in handshake_request.cpp, too.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view item1 = "RFC 6455 §4.2.1 item 1";

constexpr Family<Expect> other_methods{
    "6455-4.2.1-method-",
    "GET",
    Expect::refusal,
    Level::must,
    item1,
    "The opening handshake is a GET request (methods are case-sensitive, RFC 9110 §9.1); anything else is answered "
    "with an error."};
constexpr std::array other_method_lines{
    Line{"options", "OPTIONS {resource} HTTP/1.1"},      Line{"patch", "PATCH {resource} HTTP/1.1"},
    Line{"trace", "TRACE {resource} HTTP/1.1"},          Line{"mixed-case-get", "Get {resource} HTTP/1.1"},
    Line{"longer-than-get", "GETS {resource} HTTP/1.1"}, Line{"shorter-than-get", "GE {resource} HTTP/1.1"},
};

constexpr Family<Expect> no_versions{
    "6455-4.2.1-http-version-",
    "GET",
    Expect::refusal,
    Level::must,
    item1,
    "The opening handshake is a request of HTTP/1.1 or higher; without such a version, exactly as it is written (RFC "
    "9112 §2.3), it is answered with an error."};
constexpr std::array no_version_lines{
    Line{"missing", "GET {resource}"},
    Line{"0.9", "GET {resource} HTTP/0.9"},
    Line{"other-name", "GET {resource} HTTPS/1.1"},
    Line{"no-name", "GET {resource} 1.1"},
    Line{"no-slash", "GET {resource} HTTP1.1"},
    Line{"no-number", "GET {resource} HTTP/"},
    Line{"no-minor-number", "GET {resource} HTTP/1."},
    Line{"no-dot", "GET {resource} HTTP/11"},
    Line{"letters", "GET {resource} HTTP/1.x"},
    Line{"letter-behind", "GET {resource} HTTP/1.1a"},
    Line{"three-numbers", "GET {resource} HTTP/1.1.1"},
    Line{"negative", "GET {resource} HTTP/-1.1"},
};

constexpr std::string_view other_case_rule =
    "The name of the version is written HTTP, in upper case: so says RFC 9112 §2.3; RFC 2616, to which RFC 6455 "
    "refers, does not.";
constexpr Family<Expect> other_case_versions{
    "6455-4.2.1-http-version-", "GET", Expect::refusal, Level::disputed, item1, other_case_rule};
constexpr std::array other_case_version_lines{Line{"lower-case", "GET {resource} http/1.1"}};

constexpr Family<Expect> no_targets{
    "9112-3.2-target-",
    "GET",
    Expect::bad_request_or_moved,
    Level::should,
    "RFC 9112 §3, §3.2",
    "A request line outside its grammar should be answered with 400, or with 301 to where it "
    "should have gone, and not be mended."};
constexpr std::array no_target_lines{
    Line{"without-slash", "GET parley HTTP/1.1"},       Line{"missing", "GET HTTP/1.1"},
    Line{"space", "GET {resource} parley HTTP/1.1"},    Line{"fragment", "GET {resource}#parley HTTP/1.1"},
    Line{"nul", "GET {resource}\0parley HTTP/1.1"sv},   Line{"control-character", "GET {resource}\x01 HTTP/1.1"},
    Line{"del", "GET {resource}\x7F HTTP/1.1"},         Line{"beyond-ascii", "GET {resource}\xE9 HTTP/1.1"},
    Line{"bare-cr", "GET {resource}\rparley HTTP/1.1"},
};

// Sound request lines, with a target that is no resource name.
constexpr Family<Expect> other_forms{
    "9112-3.2-target-",
    "GET",
    Expect::bad_request,
    Level::disputed,
    "RFC 9112 §3.2.3, §3.2.4, RFC 6455 §4.2.1 item 1",
    "The authority-form of a target is used for CONNECT only, the asterisk-form for OPTIONS, and an opening handshake "
    "names a resource: these sentences bind the client, and what a server does with such a target is told nowhere."};
constexpr std::array other_form_lines{
    Line{"asterisk", "GET * HTTP/1.1"},
    Line{"authority", "GET {authority} HTTP/1.1"},
};

constexpr Family<Expect> odd_spaces{
    "9112-3-line-",
    "GET",
    Expect::either,
    Level::may,
    "RFC 9112 §3",
    "One space stands between the parts of a request line; a server may be lenient about white space, or answer 400."};
constexpr std::array odd_space_lines{
    Line{"two-spaces", "GET {resource}  HTTP/1.1"},
    Line{"tab", "GET\t{resource} HTTP/1.1"},
    Line{"space-behind", "GET {resource} HTTP/1.1 "},
    Line{"space-before", " GET {resource} HTTP/1.1"},
};

constexpr Family<Expect> absolute_forms{
    "9112-3.2.2-absolute-form-",
    "GET",
    Expect::upgrade_if_served,
    Level::must,
    "RFC 9112 §3.2.2, RFC 6455 §4.2.1",
    "A server accepts the absolute form of the target; its authority counts, not that of Host."};
constexpr std::array absolute_form_lines{
    Line{"without-path", "GET {scheme}://{authority} HTTP/1.1"},
    Line{"query-without-path", "GET {scheme}://{authority}?parley=1 HTTP/1.1"},
    Line{"mixed-case-scheme", "GET hTTp://{authority}{resource} HTTP/1.1"},
    Line{"other-host", "GET {scheme}://parley.invalid{resource} HTTP/1.1"},
};

constexpr Family<Expect> queries{"6455-3-query-",
                                 "GET",
                                 Expect::upgrade_if_served,
                                 Level::must,
                                 "RFC 6455 §3, §4.2.1 item 1",
                                 "A resource name may have a query; which one a service takes is its own affair."};
constexpr std::array query_lines{
    Line{"simple", "GET {resource}?parley=1&b=2 HTTP/1.1"},
    Line{"empty", "GET {resource}? HTTP/1.1"},
    Line{"percent-encoded", "GET {resource}?a=%20%C3%A9%2F HTTP/1.1"},
    Line{"question-marks", "GET {resource}?a?b?/ HTTP/1.1"},
    Line{"all-characters", "GET {resource}?-._~!$&'()*+,;=:@/? HTTP/1.1"},
    Line{"encoded-line-ends", "GET {resource}?%0D%0AX-Parley-Injected:%20yes HTTP/1.1"},
};

void add_empty_lines(std::vector<Case>& cases) {
  auto one = handshake_case("9112-2.2-empty-line-before", "RFC 9112 §2.2", Level::should,
                            "An empty line comes before the request line",
                            "A server should ignore at least one empty line before the request line.");
  one.script.request = "\r\n" + usual_request;
  one.allowed = upgraded();
  cases.push_back(std::move(one));
}

/// A request of which all that makes it one is there, but Host.
void add_absolute_form_without_host(std::vector<Case>& cases) {
  auto test = handshake_case("9112-3.2-host-missing-beside-absolute-form", "RFC 9112 §3.2", Level::must,
                             "The target is an absolute URI, and there is no Host field",
                             "A request of HTTP/1.1 without Host is answered with 400, whatever its target is.");
  test.script.request = request_with("Host", "");
  const std::string_view target = "{resource}";
  test.script.request.replace(test.script.request.find(target), target.size(), "{scheme}://{authority}{resource}");
  test.allowed = allowed_for(Expect::bad_request);
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> handshake_line_cases() {
  std::vector<Case> cases;
  add_family(cases, other_methods, other_method_lines);
  add_family(cases, no_versions, no_version_lines);
  add_family(cases, other_case_versions, other_case_version_lines);
  add_family(cases, no_targets, no_target_lines);
  add_family(cases, other_forms, other_form_lines);
  add_family(cases, odd_spaces, odd_space_lines);
  add_family(cases, absolute_forms, absolute_form_lines);
  add_family(cases, queries, query_lines);
  add_empty_lines(cases);
  add_absolute_form_without_host(cases);
  return cases;
}

}  // namespace parley::conformance
