#include "protocol/faulty/close_faults.hpp"

#include "protocol/close_body.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr std::uint16_t normal = to_number(CloseCode::normal);
constexpr std::string_view text_section = "RFC 6455 §8.1";

std::uint16_t code_of(ByteView payload) {
  return static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
}

/// Codes that must not be in a Close frame, and that the fault takes all the same.
bool takes_code(Fault fault, std::uint16_t code) {
  const bool reserved = code == 1004 || code == 1005 || code == 1006 || code == 1015;
  const bool undefined = code < 1000 || code >= 5000;
  const bool unassigned = code >= 1016 && code <= 2999;
  return (fault == Fault::accepts_reserved_codes && reserved) ||
         (fault == Fault::accepts_undefined_codes && undefined) ||
         (fault == Fault::accepts_unassigned_codes && unassigned);
}

bool refuses(Fault fault, const CloseBody& body) {
  return (fault == Fault::refuses_registered_codes && body.code >= 1012 && body.code <= 1014) ||
         (fault == Fault::refuses_private_codes && body.code >= 3000 && body.code <= 4999) ||
         (fault == Fault::refuses_empty_close && body.code == to_number(CloseCode::no_status));
}

}  // namespace

Result<CloseBody, Violation> read_close(Fault fault, ByteView payload) {
  if (fault == Fault::accepts_one_byte_close && payload.size() == 1) return CloseBody{};
  if (fault == Fault::accepts_bad_reason && payload.size() > 2 && !is_utf8(payload.subspan(2))) {
    payload = payload.first(2);
  }
  if (payload.size() >= 2 && takes_code(fault, code_of(payload))) {
    return CloseBody{normal, std::string(as_text(payload.subspan(2)))};
  }
  auto body = decode_close_body(payload);
  if (body && refuses(fault, *body)) {
    return failure(Violation{CloseCode::protocol_error, "no rule", "Close that it does not take"});
  }
  return body;
}

Bytes close_answer(Fault fault, std::uint16_t code) {
  if (fault == Fault::close_other_code) code = code == 1001 ? 1002 : 1001;
  if (fault == Fault::close_without_code) return {};
  if (fault == Fault::close_1005) return {0x03, 0xED};
  if (fault == Fault::close_999) return {0x03, 0xE7};
  if (fault == Fault::close_code_reversed) return {0xE8, 0x03};
  if (fault == Fault::close_with_one_byte) return {0x03};
  if (fault == Fault::close_with_bad_reason) return {0x03, 0xE8, 0xFF};
  if (fault == Fault::close_too_long) return encode_close_body({normal, std::string(max_close_reason + 1, '.')});
  return encode_close_body({code, {}});
}

std::optional<CloseBody> failure_body(Fault fault, const Violation& violation) {
  if (fault == Fault::fails_without_close) return std::nullopt;
  if (fault == Fault::fails_without_code) return CloseBody{};
  CloseCode code = violation.code;
  if (fault == Fault::fails_with_1000) code = CloseCode::normal;
  if (fault == Fault::utf8_fails_with_1002 && violation.section == text_section) code = CloseCode::protocol_error;
  return CloseBody{to_number(code), std::string(cut_to_characters(violation.what, max_close_reason))};
}

PongPlan plan_pong(Fault fault, ByteView ping) {
  const Bytes payload(ping.begin(), ping.end());
  if (fault == Fault::no_pong) return {};
  if (fault == Fault::pong_with_other_payload) return {to_bytes("other")};
  if (fault == Fault::pong_empty) return {Bytes{}};
  if (fault == Fault::pong_fragmented) {
    const auto half = payload.begin() + static_cast<std::ptrdiff_t>(payload.size() / 2);
    return {Bytes(payload.begin(), half), Bytes(half, payload.end())};
  }
  if (fault == Fault::pong_too_long) {
    Bytes padded = payload;
    padded.resize(max_control_payload + 1, '.');
    return {padded};
  }
  return {payload};
}

}  // namespace parley::protocol::faulty
