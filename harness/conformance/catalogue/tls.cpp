// TLS below the WebSocket: RFC 8446, and what RFC 6455 §4.2.2 says of a port that speaks it.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

Case make(std::string id, std::string_view section, Level level, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "tls";
  test.section = section;
  test.level = level;
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

void add_key_updates(std::vector<Case>& cases) {
  const auto make_one = [&](std::string_view where, std::string title, std::vector<Step> steps) {
    auto test = make("8446-4.6.3-key-update-" + std::string(where), "RFC 8446 §4.6.3", Level::must, std::move(title),
                     "Either side may change its keys at any time after the handshake, and ask the other one to change "
                     "them, too.");
    test.needs = {Need::open, Need::tls, Need::echo};
    test.script.steps = std::move(steps);
    test.allowed = answered({{true, to_bytes("before after")}});
    cases.push_back(std::move(test));
  };
  make_one("before-a-message", "The keys are changed, then a text comes", {UpdateKeys{}, Send{{text("before after")}}});
  make_one("inside-a-message", "The keys are changed between two fragments of a text",
           {Send{{unfinished(text("before "))}}, UpdateKeys{}, Send{{continuation(to_bytes("after"))}}});
}

void add_truncation(std::vector<Case>& cases) {
  auto test = make("8446-6.1-truncated-inside-a-message", "RFC 8446 §6.1, RFC 6455 §7.1.4", Level::quality,
                   "TCP ends inside a message, without the close_notify of TLS",
                   "Whoever sees the end of TCP without a close_notify knows only that something may be missing. A "
                   "peer that keeps its side open for seconds is not robust.");
  test.needs = {Need::open, Need::tls};
  test.script.steps = {Send{{unfinished(text("begin"))}}, TruncateTls{}};
  test.allowed = {{Grade::strict, Ends{}}};
  cases.push_back(std::move(test));
}

/// As long as a TLS record that begins with "GET /": then no layer waits for the rest of it.
constexpr std::size_t record_size = 16U << 10U;

void add_plain_request(std::vector<Case>& cases) {
  auto test =
      make("6455-4.2.2-plain-request-to-tls", "RFC 6455 §4.2.2 item 1, RFC 8446 §5.1", Level::quality,
           "A request without TLS comes to the port of wss",
           "On a port for TLS the opening handshake runs through TLS. What is none ends the connection, or is told so "
           "in plain HTTP; a port that is meant to take both is no fault.");
  test.needs = {Need::tls};
  test.script.transport = Transport::no_tls;
  test.script.request = request_with("X-Padding", "X-Padding: " + std::string(record_size, 'x'));
  test.allowed = {{Grade::strict, HangsUp{}}, {Grade::strict, Refuses{200, 599}}, {Grade::informational, Upgrades{}}};
  cases.push_back(std::move(test));
}

/// A ClientHello of TLS 1.2, whose random bytes happen to end an HTTP head: then no parser waits for the rest of it.
std::string client_hello() {
  const std::string random(28, '\x07');
  const std::string body =
      std::string("\x03\x03", 2) + random + "\r\n\r\n" + std::string("\x00\x00\x02\x00\x2F\x01\x00", 7);
  const auto size = static_cast<char>(body.size());
  const std::string message = std::string("\x01\x00\x00", 3) + size + body;
  return std::string("\x16\x03\x01\x00", 4) + static_cast<char>(message.size()) + message;
}

void add_client_hello(std::vector<Case>& cases) {
  auto test = make("9112-3-tls-client-hello", "RFC 9112 §3", Level::quality,
                   "In place of a request line comes the ClientHello of TLS",
                   "What is no request line is answered with 400, or ends the connection.");
  test.needs = {};
  test.script.request = client_hello();
  test.allowed = refused();
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> tls_cases(Role peer) {
  std::vector<Case> cases;
  if (peer == Role::server) {
    add_plain_request(cases);
    add_client_hello(cases);
  }
  add_key_updates(cases);
  add_truncation(cases);
  return cases;
}

}  // namespace parley::conformance
