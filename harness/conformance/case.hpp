// A conformance case: data. What plays it is CasePlayer, what judges it judge().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/outcome.hpp"
#include "harness/conformance/script.hpp"

namespace parley::conformance {

enum class Level : std::uint8_t {
  must,      // RFC 2119's MUST and MUST NOT, also that a peer must take what others may send
  should,    // SHOULD and SHOULD NOT
  may,       // the peer may choose; told for the reader's interest
  disputed,  // the text binds only the sender, or two sections disagree
  quality,   // no normative text: robustness
  info,      // measured, not judged
};

/// What a peer must be able to do for a case to make sense. Without `open`, the opening handshake itself is judged.
enum class Need : std::uint8_t {
  open,         // the usual opening handshake succeeds
  echo,         // the peer sends messages back as they came
  deflate,      // it agrees on permessage-deflate (a client: it offers it)
  subprotocol,  // a client: it offers one
  tls,          // the URL is wss
};

/// What a client must have offered of permessage-deflate for an answer to be wrong.
enum class Offered : std::uint8_t {
  what_fits,  // the answer is in order: it must fit an offer
  nothing,    // not even its name
  no_client_max_window_bits,
  server_window,  // server_max_window_bits of less than 15
  server_no_context_takeover,
};

/// What must have been agreed on permessage-deflate for the script to make sense. A peer that agreed otherwise, as it
/// may, is not put to the case.
struct Terms {
  bool our_takeover = false;   // the suite may refer to its earlier messages
  bool peer_takeover = false;  // the peer may
  int our_window_bits = 8;     // the suite may reach back at least 2^this bytes
  Offered offered = Offered::what_fits;
};

enum class Grade : std::uint8_t { strict, lenient, informational };

/// One end that is in order.
struct Allowed {
  Grade grade = Grade::strict;
  Outcome outcome;
};

/// What shows that a peer went on after it should have stopped: no need to wait for a silence then.
struct Forbidden {
  // Payloads, none of them empty: an empty message or pong may be a heartbeat.
  std::vector<protocol::Bytes> messages = {};  // that must not come back
  std::vector<protocol::Bytes> pongs = {};
};

enum class Crowding : std::uint8_t {
  shared,  // other cases may be played at the same time
  alone,   // it strains the peer: nothing else is, and then the peer is asked whether it still serves others
};

struct Case {
  std::string id;                         // "6455-5.5-ping-126-bytes": never reused, says nothing of its place
  std::vector<std::string> aliases = {};  // "autobahn/2.5"
  std::string_view group;                 // "control"; those of `performance` are only played when asked for
  std::string_view section;               // "RFC 6455 §5.5"
  Level level = Level::must;
  std::vector<Need> needs = {Need::open};
  std::optional<Terms> terms = std::nullopt;
  std::string title;  // what is done to the peer
  std::string rule;   // what the section wants, in our words
  Script script = {};
  std::vector<Allowed> allowed = {};
  Forbidden forbidden = {};
  bool of_a_draft = false;  // a server that accepts it speaks an older protocol, of which no more is judged
  Crowding crowding = Crowding::shared;
  unsigned connections = 1;            // played on so many at a time; the worst of them counts
  std::uint64_t memory_allowance = 0;  // by how many bytes the peer may grow; 0: it is not looked at
};

[[nodiscard]] std::string_view to_string(Level level);
[[nodiscard]] std::string_view to_string(Need need);
[[nodiscard]] std::string_view to_string(Grade grade);

/// True when the opening handshake itself is judged: then a refusal is no reason to give up.
[[nodiscard]] bool judges_handshake(const Case& test);

/// A client that finds its cases by number can be put to it: it needs no URL of its own kind.
[[nodiscard]] bool can_be_numbered(const Case& test);

[[nodiscard]] bool needs(const Case& test, Need need);

/// True when one of the allowed ends is that the peer fails the connection: then its silence is questioned by a ping.
[[nodiscard]] bool expects_failure(const Case& test);

}  // namespace parley::conformance
