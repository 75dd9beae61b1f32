// The one table of close codes: their names, and which may travel in a Close frame.
#pragma once

#include <cstdint>
#include <string_view>

namespace parley::protocol {

/// RFC 6455 §7.4.1 and the IANA "WebSocket Close Code Number Registry". Any other number is carried as a plain
/// uint16_t: a test tool must be able to send and report every value.
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  no_status = 1005,  // never on the wire: the Close frame had no body
  abnormal = 1006,   // never on the wire: the connection ended without a Close frame
  invalid_payload = 1007,
  policy_violation = 1008,
  message_too_big = 1009,
  mandatory_extension = 1010,
  internal_error = 1011,
  service_restart = 1012,
  try_again_later = 1013,
  bad_gateway = 1014,
  tls_handshake = 1015,  // never on the wire
};

[[nodiscard]] constexpr std::uint16_t to_number(CloseCode code) noexcept {
  return static_cast<std::uint16_t>(code);
}

/// True for 1000 to 1003, 1007 to 1014 and 3000 to 4999 (RFC 6455 §7.4.2). 1016 to 2999 are reserved for the
/// protocol's future and 5000 up are undefined: both are refused.
[[nodiscard]] bool may_be_on_the_wire(std::uint16_t code) noexcept;

/// "normal closure", "protocol error", …; "private use" and "registered" for the ranges, "reserved" for the rest.
[[nodiscard]] std::string_view close_code_name(std::uint16_t code) noexcept;

}  // namespace parley::protocol
