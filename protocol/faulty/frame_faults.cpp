#include "protocol/faulty/frame_faults.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr MaskKey no_key{};

void forgive_bits(FrameHeader& header, unsigned bits) {
  header.rsv = static_cast<std::uint8_t>(header.rsv & ~bits);
}

void overlook_mask(Fault fault, FrameHeader& header) {
  const bool takes_unmasked = fault == Fault::accepts_unmasked ||
                              (fault == Fault::accepts_unmasked_control && is_control(header.opcode)) ||
                              (fault == Fault::accepts_unmasked_continuation && header.opcode == Opcode::continuation);
  if (takes_unmasked && !header.mask) header.mask = no_key;
  const bool takes_masked =
      fault == Fault::accepts_masked || (fault == Fault::accepts_masked_control && is_control(header.opcode));
  if (takes_masked) header.mask.reset();
}

void overlook_reserved_bits(Fault fault, FrameHeader& header, const FrameContext& context) {
  const bool control = is_control(header.opcode);
  const bool continuation = header.opcode == Opcode::continuation;
  const bool rsv1_agreed = (context.agreed_rsv & rsv1) != 0;
  if (fault == Fault::accepts_rsv1 && !rsv1_agreed && !control) forgive_bits(header, rsv1);
  if (fault == Fault::accepts_rsv2 && !control) forgive_bits(header, rsv2);
  if (fault == Fault::accepts_rsv3 && !control) forgive_bits(header, rsv3);
  if (fault == Fault::accepts_rsv_on_control && control) forgive_bits(header, rsv2 | rsv3);
  if (fault == Fault::accepts_rsv_on_continuation && continuation) forgive_bits(header, rsv2 | rsv3);
  if (fault == Fault::accepts_rsv1_on_continuation && continuation && rsv1_agreed) forgive_bits(header, rsv1);
  if (fault == Fault::accepts_rsv1_on_control && control && rsv1_agreed) forgive_bits(header, rsv1);
}

void overlook_opcode(Fault fault, FrameHeader& header, const MessageProgress& message) {
  const auto opcode = static_cast<unsigned>(header.opcode);
  const bool in_message = message.frames > 0;
  if (fault == Fault::accepts_data_opcodes && opcode >= 0x3 && opcode <= 0x7) {
    header.opcode = in_message ? Opcode::continuation : Opcode::binary;
  }
  if (fault == Fault::accepts_control_opcodes && opcode >= 0xB) header.opcode = Opcode::pong;
  if (fault == Fault::accepts_stray_continuation && header.opcode == Opcode::continuation && !in_message) {
    header.opcode = Opcode::text;
  }
}

void overlook_control(Fault fault, FrameHeader& header, const FrameContext& context) {
  const auto blind = [&](Fault for_ping, Fault for_pong, Fault for_close) {
    return (fault == for_ping && header.opcode == Opcode::ping) ||
           (fault == for_pong && header.opcode == Opcode::pong) ||
           (fault == for_close && header.opcode == Opcode::close);
  };
  const bool too_long = header.length > max_control_payload && header.length <= context.limits.max_frame;
  if (too_long && header.form == minimal_form(header.length) &&
      blind(Fault::accepts_long_ping, Fault::accepts_long_pong, Fault::accepts_long_close)) {
    header.length = max_control_payload;
    header.form = minimal_form(header.length);
  }
  if (blind(Fault::accepts_fragmented_ping, Fault::accepts_fragmented_pong, Fault::accepts_fragmented_close)) {
    header.fin = true;
  }
}

std::optional<Violation> refusal(CloseCode code, std::string_view what) {
  return Violation{code, "no rule", std::string(what)};
}

std::optional<Violation> refuse_legal_data(Fault fault, const FrameHeader& header, const MessageProgress& message,
                                           const FrameContext& context) {
  const bool continuation = header.opcode == Opcode::continuation;
  const bool is_fragment = continuation || !header.fin;
  if (fault == Fault::refuses_empty_fragments && is_fragment && header.length == 0) {
    return refusal(CloseCode::protocol_error, "empty fragment");
  }
  if (fault == Fault::refuses_many_fragments && message.frames >= 16) {
    return refusal(CloseCode::policy_violation, "more than 16 fragments");
  }
  const bool plain = (header.rsv & rsv1) == 0 && !continuation;
  if (fault == Fault::deflate_refuses_plain && plain && (context.agreed_rsv & rsv1) != 0) {
    return refusal(CloseCode::protocol_error, "message is not compressed");
  }
  return std::nullopt;
}

}  // namespace

FrameHeader overlook(Fault fault, const FrameHeader& header, const MessageProgress& message,
                     const FrameContext& context) {
  FrameHeader seen = header;
  overlook_mask(fault, seen);
  overlook_reserved_bits(fault, seen, context);
  overlook_opcode(fault, seen, message);
  overlook_control(fault, seen, context);
  if (fault == Fault::accepts_long_form) seen.form = minimal_form(seen.length);
  return seen;
}

std::optional<Violation> refuse_legal_frame(Fault fault, const FrameHeader& header, const MessageProgress& message,
                                            const FrameContext& context) {
  if (fault == Fault::refuses_zero_mask && header.mask == no_key) {
    return refusal(CloseCode::protocol_error, "masking key of zeroes");
  }
  if (fault == Fault::refuses_64_bit_lengths && header.form == LengthForm::bits64) {
    return refusal(CloseCode::message_too_big, "length in 64 bits");
  }
  if (!is_control(header.opcode)) return refuse_legal_data(fault, header, message, context);
  if (fault == Fault::refuses_control_in_message && message.frames > 0 && header.opcode != Opcode::close) {
    return refusal(CloseCode::protocol_error, "control frame within a message");
  }
  if (fault == Fault::refuses_empty_pings && header.opcode == Opcode::ping && header.length == 0) {
    return refusal(CloseCode::protocol_error, "empty ping");
  }
  if (fault == Fault::refuses_pongs && header.opcode == Opcode::pong) {
    return refusal(CloseCode::protocol_error, "pong without a ping");
  }
  return std::nullopt;
}

}  // namespace parley::protocol::faulty
