// The request line, and how the request comes: RFC 6455 §4.2.1, RFC 9110, RFC 9112.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view group = "handshake";

Case make(std::string id, std::string_view section, Level level, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = group;
  test.section = section;
  test.level = level;
  test.needs = {};
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

Case sample_key() {
  auto test =
      make("6455-4.2.2-sample-key", "RFC 6455 §4.2.2", Level::must, "A minimal request with the RFC's sample key",
           "A valid opening handshake is answered with 101, Upgrade: websocket, Connection: Upgrade and the "
           "Sec-WebSocket-Accept of the key.");
  test.script.key = "dGhlIHNhbXBsZSBub25jZQ==";
  test.allowed = upgraded();
  return test;
}

void add_methods(std::vector<Case>& cases) {
  for (const std::string_view method : {"POST", "HEAD", "PUT", "DELETE", "get", "PARLEY"}) {
    auto test =
        make("6455-4.2.1-method-" + (method == "get" ? "lower-case-get" : slug(method)), "RFC 6455 §4.2.1", Level::must,
             "The method is " + std::string(method),
             "The opening handshake is a GET request (methods are case-sensitive, RFC 9110 §9.1); anything else "
             "is answered with an error.");
    test.script.request = request_with("GET", std::string(method) + " {resource} HTTP/1.1");
    test.allowed = refused();
    cases.push_back(std::move(test));
  }
}

void add_versions(std::vector<Case>& cases) {
  auto old = make("6455-4.2.1-http-1.0", "RFC 6455 §4.2.1", Level::must, "The request is HTTP/1.0",
                  "The opening handshake is an HTTP/1.1 or higher request; HTTP/1.0 knows no Upgrade (RFC 9110 §7.8).");
  old.script.request = request_with("GET", "GET {resource} HTTP/1.0");
  old.allowed = refused();
  cases.push_back(std::move(old));

  auto minor = make("9110-2.5-http-1.2", "RFC 9110 §2.5, RFC 6455 §4.2.1", Level::should, "The request is HTTP/1.2",
                    "A higher minor version should be taken as the highest one known: the handshake succeeds.");
  minor.script.request = request_with("GET", "GET {resource} HTTP/1.2");
  minor.allowed = upgraded();
  cases.push_back(std::move(minor));

  for (const std::string_view version : {"HTTP/2.0", "HTTP/9.9"}) {
    auto test =
        make("9110-2.5-" + slug(version), "RFC 9110 §2.5, §15.6.6", Level::disputed,
             "The request line says " + std::string(version),
             "A major version that is not spoken is refused (505); RFC 6455 §4.2.1 only says \"1.1 or higher\".");
    test.script.request = request_with("GET", "GET {resource} " + std::string(version));
    test.allowed = refused();
    cases.push_back(std::move(test));
  }
}

void add_targets(std::vector<Case>& cases) {
  auto absolute =
      make("9112-3.2.2-absolute-form", "RFC 9112 §3.2.2, RFC 6455 §4.2.1", Level::must,
           "The request target is an absolute URI", "A server accepts the absolute form of the request target.");
  absolute.script.request = request_with("GET", "GET {scheme}://{authority}{resource} HTTP/1.1");
  absolute.allowed = upgraded();
  cases.push_back(std::move(absolute));

  auto unknown = make("6455-4.2.2-unknown-resource", "RFC 6455 §4.2.2", Level::info, "A path that hardly exists",
                      "A service that is not available is answered with an error such as 404; a server may well serve "
                      "all paths.");
  unknown.script.request = request_with("GET", "GET /parley-8f14e45f/no-such-path HTTP/1.1");
  unknown.allowed = {
      {Grade::strict, Refuses{}}, {Grade::informational, Upgrades{}}, {Grade::informational, Refuses{300, 399}}};
  cases.push_back(std::move(unknown));
}

void add_pieces(std::vector<Case>& cases) {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) {
    auto test = make("6455-4.2.1-request-in-pieces-of-" + std::to_string(piece), "RFC 6455 §4.2.1", Level::must,
                     "The request comes in TCP writes of " + std::to_string(piece) + " bytes",
                     "TCP is a stream: where a request was cut means nothing.");
    test.script.head_piece = piece;
    test.allowed = upgraded();
    cases.push_back(std::move(test));
  }
}

void add_host(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::string_view lines;
    std::string_view title;
  };
  constexpr std::array rows{
      Row{"missing", "", "There is no Host field"},
      Row{"twice", "Host: {authority}\r\nHost: {authority}", "There are two Host fields"},
      Row{"invalid", "Host: bad host", "The Host field holds a space"},
  };
  for (const auto& row : rows) {
    auto test = make("9112-3.2-host-" + std::string(row.name), "RFC 9112 §3.2, RFC 6455 §4.2.1", Level::must,
                     std::string(row.title),
                     "A request without Host, with several of them or with an invalid one is answered with 400.");
    test.script.request = request_with("Host", row.lines);
    test.allowed = allowed_for(Expect::bad_request);
    cases.push_back(std::move(test));
  }
}

/// Every refusal may be a closed door (RFC 6455 §10.7: "MAY drop the TCP connection"); of a sound request it is less.
Case refusal_is_a_response() {
  auto test = make("6455-4.2.1-refusal-is-a-response", "RFC 6455 §4.2.1, §10.7", Level::should,
                   "A sound HTTP request whose Sec-WebSocket-Version is 99",
                   "A handshake that does not match is answered with an HTTP response that has an error code.");
  test.script.request = request_with("Sec-WebSocket-Version", "Sec-WebSocket-Version: 99");
  test.allowed = {{Grade::strict, Refuses{400, 599}}, {Grade::lenient, Refuses{200, 399}}};
  return test;
}

/// The client must wait (§4.1), but what a server makes of one that does not is not said.
Case frames_with_the_request() {
  auto test = make("6455-4.1-ping-with-the-request", "RFC 6455 §4.1", Level::disputed,
                   "A ping in the same TCP write as the request",
                   "A client waits for the answer before it sends more; what it sends all the same is read, or the "
                   "connection is failed, but it is not lost.");
  test.script.with_head = {ping("early")};
  test.allowed = {{Grade::strict, Survives{protocol::to_bytes("early")}},
                  {Grade::strict, Fails{any_code()}},
                  {Grade::strict, Drops{}},
                  {Grade::strict, Refuses{}},
                  {Grade::strict, HangsUp{}}};
  return test;
}

}  // namespace

std::vector<Case> handshake_request_cases() {
  std::vector<Case> cases{sample_key()};
  add_methods(cases);
  add_versions(cases);
  add_targets(cases);
  add_pieces(cases);
  add_host(cases);
  cases.push_back(refusal_is_a_response());
  cases.push_back(frames_with_the_request());
  return cases;
}

}  // namespace parley::conformance
