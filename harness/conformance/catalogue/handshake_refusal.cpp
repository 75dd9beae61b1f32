// Refusals, and other answers of HTTP: RFC 6455 §4.2.1, RFC 9110 §9.3.2, RFC 9112 §6.3, §9.6. The fields that a status
// needs are watched by monitors in all cases.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

struct Row {
  std::string_view id;
  std::string_view field;  // whose line of the usual request is replaced
  std::string_view line;
};

/// Requests that HTTP has nothing against, and that open no WebSocket.
constexpr std::array rows{
    Row{"to-no-upgrade", "Upgrade", ""},
    Row{"to-no-connection", "Connection", ""},
    Row{"to-no-key", "Sec-WebSocket-Key", ""},
    Row{"to-no-version", "Sec-WebSocket-Version", ""},
    Row{"to-another-version", "Sec-WebSocket-Version", "Sec-WebSocket-Version: 99"},
    Row{"to-a-post", "GET", "POST {resource} HTTP/1.1\r\nContent-Length: 0"},
    Row{"to-malformed-extensions", "Sec-WebSocket-Extensions", "Sec-WebSocket-Extensions: x-parley;;"},
    Row{"to-http-1.0", "GET", "GET {resource} HTTP/1.0"},
};

void add_whole_answers(std::vector<Case>& cases) {
  for (const auto& row : rows) {
    auto test = handshake_case(
        "9112-6.3-whole-answer-" + std::string(row.id), "RFC 9112 §6.3, §9.6", Level::must,
        row.line.empty() ? std::string(row.field) + " is left out" : "The request has " + shown(row.line),
        "The content of an answer is as long as the answer says, and without a length it lasts "
        "until TCP ends; after an answer that says close, TCP ends.");
    test.script.request = request_with(row.field, row.line);
    test.allowed = {{Grade::strict, RefusesWhole{}},
                    {Grade::lenient, HangsUp{}},
                    {Grade::lenient, RefusesWhole{Content::unannounced}},  // §6.3 rule 8 names no time for the end
                    {Grade::informational, RefusesWhole{Content::unfinished}},
                    {Grade::informational, Upgrades{}}};  // which another case is about
    cases.push_back(std::move(test));
  }
}

/// Without anything of a WebSocket.
std::string plain(std::string_view method) {
  return std::string(method) + " {resource} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n{fields}\r\n";
}

void add_plain_requests(std::vector<Case>& cases) {
  auto get = handshake_case("9112-6.3-whole-answer-to-a-plain-get", "RFC 9112 §6.3, §9.6", Level::must,
                            "A plain GET request, without an upgrade",
                            "Whatever the answer is, it is a whole HTTP response, and opens no WebSocket.");
  get.script.request = plain("GET");
  get.allowed = {{Grade::strict, RefusesWhole{}},
                 {Grade::lenient, HangsUp{}},  // it asked for close
                 {Grade::informational, RefusesWhole{Content::unfinished}}};
  cases.push_back(std::move(get));

  auto head = handshake_case("9110-9.3.2-head-without-content", "RFC 9110 §9.3.2", Level::must, "A plain HEAD request",
                             "The answer to HEAD has no content.");
  head.script.request = plain("HEAD");
  head.allowed = {{Grade::strict, RefusesWhole{Content::none}}, {Grade::lenient, HangsUp{}}};
  cases.push_back(std::move(head));

  auto close = handshake_case("9112-9.6-close-is-obeyed", "RFC 9112 §9.6", Level::must,
                              "A plain GET request with Connection: close",
                              "A server that receives the connection option close ends TCP after its answer.");
  close.script.request = plain("GET");
  close.allowed = {{Grade::strict, Ends{}}, {Grade::informational, RefusesWhole{Content::unfinished}}};
  cases.push_back(std::move(close));
}

}  // namespace

std::vector<Case> handshake_refusal_cases() {
  std::vector<Case> cases;
  add_whole_answers(cases);
  add_plain_requests(cases);
  return cases;
}

}  // namespace parley::conformance
