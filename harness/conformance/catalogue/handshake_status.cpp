// Towards a client: answers other than 101, and interim ones before it. RFC 6455 §4.1, RFC 9110 §15.2.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view taken_for_open = "taken for open?";

struct Status {
  int number;
  std::string_view fields = {};  // that it needs, with their CRLF
  std::string_view reason = "Parley";
};

constexpr std::string_view location = "Location: /parley-elsewhere\r\n";

constexpr std::array statuses{
    Status{100},
    Status{102},
    Status{200},
    Status{201},
    Status{202, "", "101 Switching Protocols"},
    Status{204},
    Status{205},
    Status{206, "Content-Range: bytes 0-16/17\r\n"},
    Status{299},
    Status{300},
    Status{301, location},
    Status{302, location},
    Status{303, location},
    Status{304},
    Status{307, location},
    Status{308, location},
    Status{357},  // 101 in the last 8 bits
    Status{400},
    Status{401, "WWW-Authenticate: Basic realm=\"parley\"\r\n"},
    Status{403},
    Status{404},
    Status{407, "Proxy-Authenticate: Basic realm=\"parley\"\r\n"},
    Status{410},
    Status{426},
    Status{429, "Retry-After: 3600\r\n"},
    Status{500},
    Status{501},
    Status{503, "Retry-After: 3600\r\n"},
    Status{599},
    Status{999},
};

bool has_content(int status) {
  return status >= 200 && status != 204 && status != 205 && status != 304;
}

/// All that a 101 has, but another status; and content that is a ping, if anybody reads it as a frame.
Case other_status(const Status& status) {
  const auto number = std::to_string(status.number);
  auto test = handshake_case("6455-4.1-status-" + number, "RFC 6455 §4.1", Level::must,
                             "The response is a sound 101, but for its status " + number,
                             "Only a 101 opens a WebSocket; any other status is handled as HTTP does.");
  test.script.response = "HTTP/1.1 " + number + " " + std::string(status.reason) + "\r\n";
  test.script.response += "Upgrade: websocket\r\nConnection: Upgrade, close\r\nSec-WebSocket-Accept: {accept}\r\n";
  test.script.response += status.fields;
  test.script.with_head = {ping(taken_for_open)};
  const auto size = 2 + taken_for_open.size();
  if (has_content(status.number)) test.script.response += "Content-Length: " + std::to_string(size) + "\r\n";
  test.script.response += "\r\n";
  test.script.steps = {Pause{std::chrono::milliseconds(150)}, ShutdownWrite{}};
  // A client may leave TCP as it is, for HTTP to end.
  test.allowed = {{Grade::strict, GivesUp{}}, {Grade::lenient, Answers{}}};
  test.forbidden.pongs = {protocol::to_bytes(taken_for_open)};
  return test;
}

struct Interim {
  std::string_view id;
  std::string_view title;
  std::string_view responses;
};

constexpr std::array interim_responses{
    Interim{"100", "A 100 comes before the 101", "HTTP/1.1 100 Continue\r\n\r\n"},
    Interim{"102", "A 102 comes before the 101", "HTTP/1.1 102 Processing\r\n\r\n"},
    Interim{"103", "A 103 with fields comes before the 101",
            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nConnection: keep-alive\r\n\r\n"},
    Interim{"199", "An interim response that nobody knows comes before the 101", "HTTP/1.1 199 Parley\r\n\r\n"},
    Interim{"several", "Three interim responses come before the 101",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nA: b\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"},
};

void add_interim(std::vector<Case>& cases) {
  for (const auto& interim : interim_responses) {
    auto test = handshake_case("9110-15.2-interim-" + std::string(interim.id), "RFC 9110 §15.2, RFC 6455 §4.1",
                               Level::disputed, std::string(interim.title),
                               "A client is able to read interim responses before the final one, expected or not; RFC "
                               "6455 speaks of one response only.");
    test.script.response = std::string(interim.responses) + usual_response;
    ask_whether_open(test);
    test.allowed = allowed_for(Reaction::opens);
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> handshake_status_cases() {
  std::vector<Case> cases;
  for (const auto& status : statuses) cases.push_back(other_status(status));
  add_interim(cases);
  return cases;
}

}  // namespace parley::conformance
