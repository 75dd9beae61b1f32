// The words in which the catalogue is written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

// What a case needs of the peer.
inline const std::vector<Need> opens{Need::open};
inline const std::vector<Need> echoes{Need::open, Need::echo};

// Frames: whole, masked with a fresh key, honest about their length.
[[nodiscard]] Frame text(std::string_view payload);
[[nodiscard]] Frame text(protocol::Bytes payload);
[[nodiscard]] Frame binary(protocol::Bytes payload);
[[nodiscard]] Frame continuation(protocol::Bytes payload);
[[nodiscard]] Frame ping(std::string_view payload);
[[nodiscard]] Frame pong(std::string_view payload);
[[nodiscard]] Frame close_frame(std::uint16_t code, std::string_view reason = {});
/// The same frame with FIN clear.
[[nodiscard]] Frame unfinished(Frame frame);
[[nodiscard]] Frame unmasked(Frame frame);

enum class Writes : std::uint8_t { together, by_frame, by_byte };
/// Frames to TCP: in one write, each in its own, or each byte in its own.
[[nodiscard]] std::vector<Step> steps_for(const std::vector<Frame>& frames, Writes writes);
/// The first so many bytes, and, once the peer can have read them, the rest.
[[nodiscard]] std::vector<Step> in_two_writes(const protocol::Bytes& wire, std::size_t first);

[[nodiscard]] protocol::Bytes repeated(std::size_t count, std::uint8_t byte);

// Ends that are in order.
/// The peer fails the connection, with this code or without a Close (RFC 6455 §7.1.7: it SHOULD send one, and may
/// leave it out); any other code is lenient.
[[nodiscard]] std::vector<Allowed> failed_with(Codes codes);
/// The same where nothing may come of what was sent after the fault.
[[nodiscard]] Codes code(std::uint16_t number);
[[nodiscard]] Codes any_code();
/// None of these is 65535.
[[nodiscard]] Codes any_code_but(std::initializer_list<std::uint16_t> ascending);
/// The same without those that say that the protocol was broken: 1002 and 1007.
[[nodiscard]] Codes any_code_but_errors();
/// The code of a Close that must not be taken for one: nobody has it of his own, so who answers with it has taken the
/// Close. 1000 would not tell him from one who fails every connection with that.
inline constexpr std::uint16_t telltale = 4321;
[[nodiscard]] std::vector<Allowed> refused_close(Codes codes);
/// A frame that is at fault, be it a Close or another one.
[[nodiscard]] std::vector<Allowed> refused_frame(protocol::Opcode opcode, Codes codes);
/// A Close that is at fault itself, with this code. Who answers with the same, or as he would a sound one (1000), has
/// taken it; an empty Close in answer does not tell.
[[nodiscard]] std::vector<Allowed> bad_close(std::uint16_t sent, Codes codes);
/// A peer may refuse what is larger than a control frame by a Close 1009, and what is very large by any end that does
/// not call it a fault; both are lenient.
[[nodiscard]] std::vector<Allowed> answered(std::vector<Message> messages, std::vector<protocol::Bytes> pings = {});
/// No 101: an error status. Hanging up, or answering as to a request without an upgrade, is lenient.
[[nodiscard]] std::vector<Allowed> refused();
[[nodiscard]] std::vector<Allowed> upgraded();

/// "usual" with one line changed: "Upgrade: websocket" for instance. An empty `line` takes it out; a name that is not
/// there yet adds the line at the end.
[[nodiscard]] std::string request_with(std::string_view name, std::string_view line);

/// For titles that quote what is sent: control characters become "\x0b", CR and LF "\r" and "\n", and so does each byte
/// that is not UTF-8.
[[nodiscard]] std::string spelled_out(std::string_view text);

/// A name that can stand in an id: "RSV 1+3" is "rsv-1-3".
[[nodiscard]] std::string slug(std::string_view name);

}  // namespace parley::conformance
