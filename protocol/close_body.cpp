#include "protocol/close_body.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/close_code.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol {

Result<CloseBody, Violation> decode_close_body(ByteView payload) {
  if (payload.empty()) return CloseBody{};
  // "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
  if (payload.size() < 2) {
    return failure(Violation{CloseCode::protocol_error, "RFC 6455 §5.5.1", "Close frame with one byte of payload"});
  }
  CloseBody body;
  body.code = static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
  if (!may_be_on_the_wire(body.code)) {
    return failure(Violation{CloseCode::protocol_error, "RFC 6455 §7.4",
                             fmt::format("Close frame with code {}: {}", body.code, close_code_name(body.code))});
  }
  const ByteView reason = payload.subspan(2);
  if (!is_utf8(reason)) {
    return failure(Violation{CloseCode::invalid_payload, "RFC 6455 §8.1", "reason of the Close frame is not UTF-8"});
  }
  body.reason = as_text(reason);
  return body;
}

Bytes encode_close_body(const CloseBody& body) {
  if (body.code == to_number(CloseCode::no_status) && body.reason.empty()) return {};
  Bytes payload(2 + body.reason.size());
  payload[0] = static_cast<std::uint8_t>(body.code >> 8);
  payload[1] = static_cast<std::uint8_t>(body.code & 0xFF);
  std::ranges::copy(body.reason, payload.begin() + 2);
  return payload;
}

bool is_legal(const CloseBody& body) noexcept {
  if (body.code == to_number(CloseCode::no_status)) return body.reason.empty();
  return may_be_on_the_wire(body.code) && body.reason.size() <= max_close_reason && is_utf8(as_bytes(body.reason));
}

}  // namespace parley::protocol
