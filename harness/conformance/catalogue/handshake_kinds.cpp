// Whole requests: as browsers write them, and as the drafts before RFC 6455 did.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

struct Kind {
  std::string_view id;
  std::string_view title;
  std::string_view request;
};

constexpr std::array browsers{
    Kind{"chromium", "A request as Chromium writes it",
         "GET {resource} HTTP/1.1\r\n"
         "Host: {authority}\r\n"
         "Connection: Upgrade\r\n"
         "Pragma: no-cache\r\n"
         "Cache-Control: no-cache\r\n"
         "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
         "Safari/537.36\r\n"
         "Upgrade: websocket\r\n"
         "Origin: {scheme}://{authority}\r\n"
         "Sec-WebSocket-Version: 13\r\n"
         "Accept-Encoding: gzip, deflate, br\r\n"
         "Accept-Language: en-US,en;q=0.9\r\n"
         "Cookie: a=1; b=\"two\"\r\n"
         "Sec-WebSocket-Key: {key}\r\n"
         "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
         "{fields}\r\n"},
    Kind{"firefox", "A request as Firefox writes it",
         "GET {resource} HTTP/1.1\r\n"
         "Host: {authority}\r\n"
         "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0\r\n"
         "Accept: */*\r\n"
         "Accept-Language: en-US,en;q=0.5\r\n"
         "Accept-Encoding: gzip, deflate\r\n"
         "Sec-WebSocket-Version: 13\r\n"
         "Origin: {scheme}://{authority}\r\n"
         "Sec-WebSocket-Extensions: permessage-deflate\r\n"
         "Sec-WebSocket-Key: {key}\r\n"
         "Connection: keep-alive, Upgrade\r\n"
         "Sec-Fetch-Dest: empty\r\n"
         "Sec-Fetch-Mode: websocket\r\n"
         "Sec-Fetch-Site: same-origin\r\n"
         "Pragma: no-cache\r\n"
         "Cache-Control: no-cache\r\n"
         "Upgrade: websocket\r\n"
         "{fields}\r\n"},
    Kind{"safari", "A request as Safari writes it",
         "GET {resource} HTTP/1.1\r\n"
         "Upgrade: websocket\r\n"
         "Connection: Upgrade\r\n"
         "Host: {authority}\r\n"
         "Origin: {scheme}://{authority}\r\n"
         "Pragma: no-cache\r\n"
         "Cache-Control: no-cache\r\n"
         "Sec-WebSocket-Key: {key}\r\n"
         "Sec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Extensions: x-webkit-deflate-frame, permessage-deflate\r\n"
         "User-Agent: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/16.1 Safari/605.1.15\r\n"
         "{fields}\r\n"},
    Kind{"reverse-proxy", "A request as a reverse proxy hands it on",
         "GET {resource} HTTP/1.1\r\n"
         "Upgrade: websocket\r\n"
         "Connection: upgrade\r\n"
         "Host: {authority}\r\n"
         "X-Real-IP: 192.0.2.7\r\n"
         "X-Forwarded-For: 192.0.2.7, 198.51.100.3\r\n"
         "X-Forwarded-Proto: https\r\n"
         "Forwarded: for=192.0.2.7;proto=https, for=\"[2001:db8::1]\"\r\n"
         "Via: 1.1 parley.example\r\n"
         "Sec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: {key}\r\n"
         "{fields}\r\n"},
};

constexpr std::array drafts{
    Kind{"hixie-75", "A request as the draft hixie-75 had it: without a key",
         "GET {resource} HTTP/1.1\r\n"
         "Upgrade: WebSocket\r\n"
         "Connection: Upgrade\r\n"
         "Host: {authority}\r\n"
         "Origin: http://parley.example\r\n"
         "WebSocket-Protocol: parley\r\n"
         "\r\n"},
    Kind{"hixie-76", "A request as the draft hixie-76 had it: two keys, and 8 bytes behind the head",
         "GET {resource} HTTP/1.1\r\n"
         "Host: {authority}\r\n"
         "Connection: Upgrade\r\n"
         "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n"
         "Upgrade: WebSocket\r\n"
         "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\n"
         "Origin: http://parley.example\r\n"
         "\r\n"
         "^n:ds[4U"},
    Kind{"hybi-02", "A request as the draft hybi-02 had it: Sec-WebSocket-Draft",
         "GET {resource} HTTP/1.1\r\n"
         "Host: {authority}\r\n"
         "Connection: Upgrade\r\n"
         "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n"
         "Upgrade: WebSocket\r\n"
         "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\n"
         "Sec-WebSocket-Draft: 2\r\n"
         "Origin: http://parley.example\r\n"
         "\r\n"
         "^n:ds[4U"},
    Kind{"hybi-04", "A request as the draft hybi-04 had it: version 4, Sec-WebSocket-Origin",
         "GET {resource} HTTP/1.1\r\n"
         "Host: {authority}\r\n"
         "Upgrade: websocket\r\n"
         "Connection: Upgrade\r\n"
         "Sec-WebSocket-Key: {key}\r\n"
         "Sec-WebSocket-Origin: http://parley.example\r\n"
         "Sec-WebSocket-Version: 4\r\n"
         "\r\n"},
};

}  // namespace

std::vector<Case> handshake_kind_cases() {
  std::vector<Case> cases;
  for (const auto& kind : browsers) {
    auto test = handshake_case("6455-4.2.1-request-of-" + std::string(kind.id), "RFC 6455 §4.2.1", Level::must,
                               std::string(kind.title),
                               "A request with all that a handshake needs succeeds, whatever else it holds; a server "
                               "may have reasons of its own to refuse it.");
    test.script.request = kind.request;
    test.allowed = allowed_for(Expect::upgrade_if_served);
    cases.push_back(std::move(test));
  }
  for (const auto& kind : drafts) {
    auto test = handshake_case("6455-4.2.1-draft-" + std::string(kind.id), "RFC 6455 §4.2.1", Level::disputed,
                               std::string(kind.title),
                               "What does not match RFC 6455 is refused; a server that serves an old draft as well "
                               "goes beyond the RFC.");
    test.script.request = kind.request;
    test.allowed = refused();
    test.of_a_draft = true;
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace parley::conformance
