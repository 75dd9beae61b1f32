// The words in which the cases on opening handshakes are written: rows of one line each, in families.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

/// What is in order as an answer to a request.
enum class Expect : std::uint8_t {
  upgrade,               // a correct 101
  upgrade_if_served,     // the same; yet a server may have reasons of its own to refuse this one
  refusal,               // an error status (refused())
  bad_request,           // 400; another error status is lenient
  bad_request_or_moved,  // 400, or a 301 to where it should have gone; another refusal is lenient
  either,                // a 101 or a refusal, but an answer
  version_list,          // an error status with Sec-WebSocket-Version
};

/// What is in order as a client's reaction to a 101.
enum class Reaction : std::uint8_t {
  opens,
  gives_up,
  either,
};

/// Cases that differ in one line of the head only.
template <class Expected>
struct Family {
  std::string_view prefix;  // of their ids
  std::string_view field;   // whose line is replaced, or which is added (see request_with() and response_with())
  Expected expected = {};
  Level level = Level::must;
  std::string_view section;
  std::string_view rule;
};

struct Line {
  std::string_view id;    // its last part
  std::string_view text;  // in place of the field's line, without the last CRLF; empty: the field is left out
};

[[nodiscard]] std::vector<Allowed> allowed_for(Expect expect);
[[nodiscard]] std::vector<Allowed> allowed_for(Reaction reaction);

/// A client gives up: TCP ends, and nothing shows that it took the connection for open. A Close that says that the
/// handshake was wrong is lenient: none was due yet (RFC 6455 §7.1.7).
[[nodiscard]] std::vector<Allowed> given_up();

/// A case of the group "handshake" that needs nothing of the peer.
[[nodiscard]] Case handshake_case(std::string id, std::string_view section, Level level, std::string title,
                                  std::string rule);

/// A client is asked whether it is there once the handshake is over: see allowed_for(Reaction).
void ask_whether_open(Case& test);

void add_family(std::vector<Case>& cases, const Family<Expect>& family, std::span<const Line> lines);
void add_family(std::vector<Case>& cases, const Family<Reaction>& family, std::span<const Line> lines);

/// The usual response with one line changed, as request_with() does; "HTTP" is the name of the first line.
[[nodiscard]] std::string response_with(std::string_view name, std::string_view line);

/// A text for people: on one line, without control characters, cut when it is long.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace parley::conformance
