// The script of a case: what the suite does to the peer, step by step, as data.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/conformance/sample.hpp"
#include "protocol/bytes.hpp"
#include "protocol/frame.hpp"

namespace parley::conformance {

/// Always that of the peer under test: against a server the suite is the client, and the other way round.
using protocol::Role;

enum class Masking : std::uint8_t {
  proper,    // as RFC 6455 §5.1 wants it of the suite: a fresh key towards a server, none towards a client
  present,   // a fresh key, which a client must not get (§5.1)
  zero_key,  // legal towards a server, and shows who takes a key of zeros for no key
  none,      // what a server must not get (§5.1)
};

/// A frame to send, legal or not.
struct Frame {
  protocol::Opcode opcode = protocol::Opcode::text;
  protocol::Bytes payload = {};
  bool fin = true;
  std::uint8_t rsv = protocol::rsv_none;
  Masking masking = Masking::proper;
  std::optional<protocol::LengthForm> form = std::nullopt;  // nothing: the minimal one
  std::optional<std::uint64_t> announced = std::nullopt;    // the length in the header; nothing: the payload's
};

/// Frames written to TCP together.
struct Send {
  std::vector<Frame> frames;
  std::size_t piece = 0;  // bytes in one write; 0: all in one
};

struct SendBytes {
  protocol::Bytes bytes;
};

enum class Until : std::uint8_t { message, pong, close_or_end };

/// Waits until `count` of them have come in all, at most as long as the peer's patience; the script then goes on in
/// either case. What came is judged at the end.
struct Await {
  Until until = Until::message;
  std::size_t count = 1;
};

/// Goes on at once when the peer has ended the connection, or sent a Close that the step before has not awaited.
struct Pause {
  std::chrono::milliseconds time;
};

/// Messages out of a sample of ours (sample.hpp), one after another, each sent when the one before has come back as it
/// was; compressed where permessage-deflate was agreed. What came back is compared and forgotten.
struct Exchange {
  Sample sample = Sample::prose;
  protocol::Opcode opcode = protocol::Opcode::text;
  std::size_t size = 0;      // bytes in a message; text has fewer where a character would be cut
  std::size_t count = 1;     // of messages
  std::size_t fragment = 0;  // bytes of payload in a frame; 0: all in one
  std::size_t piece = 0;     // bytes in one write; 0: all in one
};

/// The same frames again and again, as fast as the peer takes them. When it takes nothing for a while (it may hold us
/// back) the script goes on, and what is left of the frames that were begun stays to be written.
struct Flood {
  std::vector<Frame> frames;
  std::size_t count = 1;
};

struct HoldReading {};  // the peer's answers stay in TCP
struct ReadAgain {};

struct ShutdownWrite {};  // FIN, and go on reading
struct TruncateTls {};    // FIN without close_notify, and go on reading
struct UpdateKeys {};     // new keys for what follows; without TLS 1.3 the case is skipped
struct Reset {};          // RST: nothing more can be seen of the peer on this connection

using Step = std::variant<Send, SendBytes, Await, Pause, Exchange, Flood, HoldReading, ReadAgain, ShutdownWrite,
                          TruncateTls, UpdateKeys, Reset>;

enum class Transport : std::uint8_t {
  usual,   // TLS towards wss
  no_tls,  // plain TCP in any case
};

/// "GET {resource} HTTP/1.1" and so on. Filled in: {resource}, {authority}, {scheme}, {key}, {extensions} (the field
/// with Script::extensions, or nothing) and {fields} (those the user gave), the last two with their CRLF.
extern const std::string usual_request;

/// "HTTP/1.1 101 Switching Protocols" and so on. Filled in from the client's request: {accept}; {key}; {extensions} as
/// above; {fields}, which chooses the first subprotocol that was offered, if any was.
extern const std::string usual_response;

struct Script {
  std::string request = usual_request;     // to a server
  std::string response = usual_response;   // to a client
  std::string key = {};                    // for {key} towards a server; empty: a fresh one
  std::string extensions = {};             // an offer to a server, an answer to a client ({required}); empty: none
  std::string query = {};                  // for a client: what its URL has after the path, "?a=b"
  std::size_t head_piece = 0;              // of the request or response: bytes in one write; 0: all in one
  std::chrono::milliseconds head_pause{};  // between those writes
  Transport transport = Transport::usual;  // to a server
  std::vector<Frame> with_head = {};       // written together with it
  std::vector<Step> steps = {};            // once the connection is open
};

/// A header announces a payload of which not all is sent in its step.
[[nodiscard]] bool announces_more(const Script& script);

/// Frames do not simply follow one another there: one of ours would come to lie within another.
[[nodiscard]] bool sends_part_of_a_frame(const Script& script);

/// The bytes of a frame towards a peer of this role; `fresh` is the key when it takes one.
void encode(const Frame& frame, Role peer, const protocol::MaskKey& fresh, protocol::Bytes& out);

}  // namespace parley::conformance
