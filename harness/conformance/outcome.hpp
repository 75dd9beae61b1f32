// Outcomes: the ends that a case can come to, and whether an observation has come to one.
//
// What an outcome does not speak of, it does not judge: unsolicited pongs and pings of the peer are its own business,
// and a peer that pushes messages of its own is only judged on them where the case needs an echo.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/conformance/observation.hpp"

namespace parley::conformance {

struct CodeRange {
  std::uint16_t first = 0;
  std::uint16_t last = 65535;  // inclusive
};
using Codes = std::vector<CodeRange>;

/// The messages come back, in order (where none is to, it may send its own), and no others, and the newest ping is
/// answered (RFC 6455 §5.5.3 lets a peer skip the older ones), while the connection stays open.
struct Answers {
  std::vector<Message> messages = {};
  std::vector<protocol::Bytes> pings = {};
  std::size_t compressed = 0;  // of the messages, at least
  bool harmed = false;         // as many bytes may come back, of which less than half are others
};

/// So many messages of an Exchange come back as they were, and no others, while the connection stays open.
struct Exchanges {
  std::size_t count = 0;
};

/// The peer ends the connection on its own account, with a Close that has one of these codes (1005: none).
struct Fails {
  Codes codes;
};

/// It ends TCP without a Close.
struct Drops {};

/// A message, without its payload: of large ones a copy for each outcome would be too much.
struct MessageMark {
  bool text = false;
  std::size_t size = 0;
  std::size_t hash = 0;
};
[[nodiscard]] MessageMark mark_of(const Message& message);

/// It fails the connection because one of the messages is too large for it (RFC 6455 §10.4); those before it have come
/// back, or some of them.
struct TurnsDown {
  std::vector<MessageMark> messages;
  std::size_t largest_taken = 0;  // bytes; no smaller one may be turned down
  Codes codes;                    // of its Close
  bool silently = false;          // it may also end TCP without a Close
};

/// It answers our Close with one that has one of these codes, and a server then ends TCP.
struct Closes {
  Codes codes;
};

/// A client answers our Close with one that has one of these codes, and leaves the end of TCP to the server.
struct ClosesAndWaits {
  Codes codes;
};

/// It ends TCP by a reset, which takes with it what was under way.
struct Resets {};

/// It ends TCP, whatever came before.
struct Ends {};

/// It answers this ping, whatever else came: it is still there.
struct Survives {
  protocol::Bytes ping;
};

/// It answers the ping that a case asks it at the end, whatever else came: it is still there, though it may have left
/// out an earlier answer.
struct GoesOn {};

/// A correct 101.
struct Upgrades {};

inline constexpr std::size_t all_offers = std::numeric_limits<std::size_t>::max();

/// A correct 101 with an answer on permessage-deflate that fits one of the first offers that are in order.
struct Agrees {
  std::size_t offers = all_offers;
};

/// A correct 101 that does not name permessage-deflate.
struct Declines {};

/// An HTTP response with a status in this range, not 101, and with this field.
struct Refuses {
  int first = 400;
  int last = 599;
  std::string_view field = {};    // empty: none is asked for
  std::string_view element = {};  // that the field's list holds; empty: any
};

enum class Content : std::uint8_t {
  as_announced,
  none,
  unannounced,  // it has no length, and TCP has not ended: nobody can tell whether more is to come
  unfinished,   // its last chunk has not come, and TCP has not ended: a stream has no length, and may last
};

/// Any HTTP response but 101, whole: its content is as long as it says, and TCP ends where it says so (RFC 9112 §6.3,
/// §9.6).
struct RefusesWhole {
  Content content = Content::as_announced;
};

/// No HTTP response, but the end of TCP.
struct HangsUp {};

/// A client ends TCP, and has sent no frame that shows that it took the connection for open.
struct GivesUp {};

/// A client asks for a target that ends in this.
struct AsksFor {
  std::string_view ending;
  bool encoded_by_client = false;  // it wrote the escapes itself, with digits of either case (RFC 3986 §2.1)
};

/// A client does not come at all (judge_absence()).
struct StaysAway {};

using Outcome =
    std::variant<Answers, Exchanges, Fails, Drops, TurnsDown, Closes, ClosesAndWaits, Resets, Ends, Survives, GoesOn,
                 Upgrades, Agrees, Declines, Refuses, RefusesWhole, HangsUp, GivesUp, AsksFor, StaysAway>;

enum class Match : std::uint8_t { no, possible, yes };

/// `possible`: more may come that makes it so.
[[nodiscard]] Match match(const Outcome& outcome, const Observation& observation);

/// What is wrong with a 101; empty: nothing (RFC 6455 §4.2.2 item 5).
[[nodiscard]] std::string fault_of_upgrade(const Observation& seen);

/// "the connection is failed with Close 1002"
[[nodiscard]] std::string describe(const Outcome& outcome);

}  // namespace parley::conformance
