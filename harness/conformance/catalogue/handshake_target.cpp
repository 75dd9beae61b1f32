// Towards a client: what it makes of the URL that it was given. RFC 6455 §3, §4.1 item 3, §11.1.1.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"

namespace parley::conformance {
namespace {

/// The client's URL ends in this, and its request target likewise.
constexpr std::string_view kept_rule =
    "The request target is the resource name: the path, \"?\" and the query, with all escapes as they were.";
constexpr std::array kept{
    Line{"simple", "?a=b"},
    Line{"two-parameters", "?a=b&c=d"},
    Line{"encoded-space", "?a=b%20c"},
    Line{"plus-sign", "?a=b+c"},
    Line{"encoded-plus-sign", "?a=b%2Bc"},
    Line{"encoded-utf-8", "?a=%C3%A9%E2%9C%93"},
    Line{"encoded-slash-and-question-mark", "?a=%2F%3F"},
    Line{"encoded-number-sign", "?a=%23b"},
    Line{"encoded-percent-sign", "?a=%2541"},
    Line{"encoded-line-end", "?a=%0D%0AX-Parley:%201"},
    Line{"encoded-nul", "?a=%00b"},
    Line{"question-marks", "?a?b?"},
    Line{"slashes-and-dots", "?a=/../b/./c//"},
    Line{"empty-parameters", "?&&a=&=b&"},
};

/// Two ways to write the same (RFC 3986 §6.2.2), or what the URL parser of browsers makes of it (WHATWG URL: an
/// apostrophe in a query is encoded): the one that was given is strict.
struct Normal {
  std::string_view id;
  std::string_view query;
  std::string_view normal;
};
constexpr std::array normalised{
    Normal{"lower-case-escape", "?a=%c3%a9", "?a=%C3%A9"},
    Normal{"escaped-letter", "?a=%41%7E", "?a=A~"},
    Normal{"all-characters", "?-._~!$&'()*+,;=:@/?", "?-._~!$&%27()*+,;=:@/?"},
};

Case target_case(std::string_view id, std::string_view section, Level level, std::string_view query,
                 std::string_view rule) {
  auto test = handshake_case("6455-3-url-" + std::string(id), section, level,
                             "The client's URL ends in " + shown(query), std::string(rule));
  test.script.query = query;
  return test;
}

constexpr std::string_view resource_sections = "RFC 6455 §3, §4.1 item 3";

void add_sound(std::vector<Case>& cases) {
  for (const auto& line : kept) {
    auto test = target_case(line.id, resource_sections, Level::must, line.text, kept_rule);
    test.allowed = {{Grade::strict, AsksFor{line.text}}};
    cases.push_back(std::move(test));
  }
  for (const auto& each : normalised) {
    auto test = target_case(each.id, resource_sections, Level::must, each.query, kept_rule);
    test.allowed = {{Grade::strict, AsksFor{each.query}}, {Grade::lenient, AsksFor{each.normal}}};
    cases.push_back(std::move(test));
  }
  auto empty = target_case("empty-query", resource_sections, Level::must, "?",
                           "The resource name has a \"?\" where the query is not empty; to keep it without one is "
                           "harmless.");
  empty.allowed = {{Grade::strict, AsksFor{"6455-3-url-empty-query"}}, {Grade::lenient, AsksFor{"?"}}};
  cases.push_back(std::move(empty));
}

/// No WebSocket URLs: a client may refuse them.
void add_unsound(std::vector<Case>& cases) {
  constexpr std::string_view fragment_rule =
      "Fragments must not be used with WebSocket URLs: the client refuses the URL, or leaves the fragment out.";
  struct Row {
    std::string_view id;
    std::string_view section;
    Level level;
    std::string_view query;
    std::string_view target;
    std::string_view rule;
  };
  constexpr std::string_view not_ascii_rule =
      "Characters that a URL cannot hold are encoded as UTF-8 and written with percent signs, or the URL is refused.";
  constexpr std::array rows{
      Row{"fragment", "RFC 6455 §3", Level::must, "#parley", "6455-3-url-fragment", fragment_rule},
      Row{"fragment-behind-query", "RFC 6455 §3", Level::must, "?a=b#parley", "?a=b", fragment_rule},
      Row{"empty-fragment", "RFC 6455 §3", Level::must, "?a=b#", "?a=b", fragment_rule},
      Row{"not-ascii", "RFC 6455 §11.1.1", Level::must, "?a=\xC3\xA9", "?a=%C3%A9", not_ascii_rule},
      Row{"beyond-the-basic-plane", "RFC 6455 §11.1.1", Level::must, "?a=\xF0\x9F\x98\x80", "?a=%F0%9F%98%80",
          not_ascii_rule},
      Row{"space", "RFC 6455 §11.1.1", Level::must, "?a=b c", "?a=b%20c", not_ascii_rule},
      Row{"quotation-mark", "RFC 6455 §11.1.1", Level::must, "?a=\"b\"", "?a=%22b%22", not_ascii_rule},
      Row{"angle-brackets", "RFC 6455 §11.1.1", Level::must, "?a=<b>", "?a=%3Cb%3E", not_ascii_rule},
  };
  for (const auto& row : rows) {
    auto test = target_case(row.id, row.section, row.level, row.query, row.rule);
    test.allowed = {{Grade::strict, AsksFor{row.target, true}}, {Grade::strict, StaysAway{}}};
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> handshake_target_cases() {
  std::vector<Case> cases;
  add_sound(cases);
  add_unsound(cases);
  return cases;
}

}  // namespace parley::conformance
