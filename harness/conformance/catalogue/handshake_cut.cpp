// Where the head is cut means nothing: TCP is a stream. The same places for the request and the response.
#include <array>
#include <chrono>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

struct Place {
  std::string_view id;
  std::string_view title;
  std::string_view request;  // the text in which a head is cut, with the cut
  std::string_view response;
};

constexpr std::array places{
    Place{"after-first-byte", "after its first byte", "G{cut}ET {", "H{cut}TTP/"},
    Place{"in-first-word", "within its first word", "GE{cut}T {", "HTT{cut}P/"},
    Place{"before-first-space", "before the first space", "GET{cut} {", "HTTP/1.1{cut} 101"},
    Place{"after-first-space", "after the first space", "GET {cut}{", "HTTP/1.1 {cut}101"},
    Place{"in-number", "within a number of the first line", " HTTP/1.{cut}1\r\n", " 1{cut}01 "},
    Place{"after-first-cr", "between CR and LF of the first line", "HTTP/1.1\r{cut}\nHost",
          "Protocols\r{cut}\nUpgrade"},
    Place{"after-first-line", "after the first line", "HTTP/1.1\r\n{cut}Host", "Protocols\r\n{cut}Upgrade"},
    Place{"in-field-name", "within the name of a field", "Upg{cut}rade: web", "Upg{cut}rade: web"},
    Place{"before-colon", "before a colon", "Upgrade{cut}: web", "Upgrade{cut}: web"},
    Place{"after-colon", "after a colon", "Upgrade:{cut} web", "Upgrade:{cut} web"},
    Place{"in-field-value", "within the value of a field", "Upgrade: web{cut}socket", "Upgrade: web{cut}socket"},
    Place{"before-cr", "before the CR of a field", "Connection: Upgrade{cut}\r\n", "Connection: Upgrade{cut}\r\n"},
    Place{"after-cr", "between CR and LF of a field", "Connection: Upgrade\r{cut}\n", "Connection: Upgrade\r{cut}\n"},
    Place{"before-end", "before the empty line", "{fields}{cut}\r\n", "{fields}{cut}\r\n"},
    Place{"in-end", "between CR and LF of the empty line", "{fields}\r{cut}\n", "{fields}\r{cut}\n"},
};

std::string without_cut(std::string text) {
  constexpr std::string_view cut = "{cut}";
  return text.erase(text.find(cut), cut.size());
}

std::string cut_head(std::string head, std::string_view place) {
  const auto whole = without_cut(std::string(place));
  return head.replace(head.find(whole), whole.size(), place);
}

}  // namespace

std::vector<Case> handshake_cut_cases(Role peer) {
  const bool server = peer == Role::server;
  const std::string what = server ? "request" : "response";
  std::vector<Case> cases;
  for (const auto& place : places) {
    auto test = handshake_case("6455-4-cut-" + std::string(place.id), "RFC 6455 §4.1, §4.2.1", Level::must,
                               "Two TCP writes: the " + what + " is cut " + std::string(place.title),
                               "TCP is a stream: where a head was cut means nothing.");
    test.script.head_pause = std::chrono::milliseconds(50);  // else a busy peer reads both at once
    if (server) {
      test.script.request = cut_head(usual_request, place.request);
      test.allowed = upgraded();
    } else {
      test.script.response = cut_head(usual_response, place.response);
      ask_whether_open(test);
      test.allowed = allowed_for(Reaction::opens);
    }
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace parley::conformance
