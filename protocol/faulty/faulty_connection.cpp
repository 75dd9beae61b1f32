#include "protocol/faulty/faulty_connection.hpp"

#include <limits>
#include <utility>

#include "protocol/close_body.hpp"
#include "protocol/faulty/close_faults.hpp"
#include "protocol/faulty/frame_faults.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr std::uint64_t far_beyond = 1ULL << 30;  // bytes: even a fault shall not take the machine down

Limits limits_of(Fault fault, Limits limits) {
  if (fault == Fault::no_message_limit) limits.max_frame = limits.max_message = far_beyond;
  if (fault == Fault::no_fragment_limit) limits.max_fragments = std::numeric_limits<std::uint64_t>::max();
  return limits;
}

std::unique_ptr<DeflateReceiver> make_receiver(Fault fault, const ConnectionOptions& options, const Limits& limits) {
  if (!options.deflate) return nullptr;
  const auto& agreed = *options.deflate;
  const bool server = options.role == Role::server;
  const int bits = server ? agreed.client_max_window_bits : agreed.server_max_window_bits;
  const bool forget = server ? agreed.client_no_context_takeover : agreed.server_no_context_takeover;
  const std::uint64_t limit = fault == Fault::deflate_no_limit ? far_beyond : limits.max_message;
  return std::make_unique<DeflateReceiver>(fault, bits, forget, limit);
}

}  // namespace

FaultyConnection::FaultyConnection(Fault fault, const ConnectionOptions& options, EngineEvents& events)
    : fault_(fault),
      events_(events),
      context_{.receiver = options.role,
               .agreed_rsv = options.deflate ? rsv1 : rsv_none,
               .limits = limits_of(fault, options.limits)},
      reader_(fault),
      builder_(fault, make_receiver(fault, options, context_.limits)),
      writer_(fault, options) {}

void FaultyConnection::receive(ByteSpan data, Bytes& out) {
  while (!data.empty() && state_ != EngineState::closed && hearing_ != Hearing::nothing) {
    if (!reader_.inside_frame()) {
      const auto header = reader_.next_header(data);
      if (!header) break;
      begin_frame(*header, out);
      if (state_ == EngineState::closed || hearing_ == Hearing::nothing) return;
    }
    take_piece(reader_.next_piece(data), out);
  }
  if (hearing_ == Hearing::rest_of_read) state_ = EngineState::closed;
}

void FaultyConnection::begin_frame(const FrameHeader& header, Bytes& out) {
  skips_frame_ = swallows(header);
  if (skips_frame_) return;
  const bool begins_message = !is_control(header.opcode) && header.opcode != Opcode::continuation;
  if (fault_ == Fault::accepts_interleaved && begins_message) builder_.forget();
  frame_ = overlook(fault_, header, builder_.progress(), context_);
  auto violation = check_frame(frame_, builder_.progress(), context_);
  if (!violation) violation = refuse_legal_frame(fault_, frame_, builder_.progress(), context_);
  if (violation) {
    skips_frame_ = true;
    return fail(std::move(*violation), out);
  }
  frame_.length = header.length;
  if (is_control(frame_.opcode)) {
    swallows_fragments_ = !header.fin && builder_.progress().frames == 0;
  } else {
    builder_.begin_frame(frame_);
  }
}

/// A control frame in fragments that was taken for a whole one leaves continuation frames behind.
bool FaultyConnection::swallows(const FrameHeader& header) {
  if (!swallows_fragments_ || header.opcode != Opcode::continuation) return false;
  swallows_fragments_ = !header.fin;
  return true;
}

void FaultyConnection::take_piece(const FrameReader::Piece& piece, Bytes& out) {
  if (skips_frame_) return;
  if (is_control(frame_.opcode)) return take_control(piece, out);
  take_data(piece, out);
}

void FaultyConnection::take_data(const FrameReader::Piece& piece, Bytes& out) {
  if (auto violation = builder_.add(piece)) {
    builder_.forget();
    skips_frame_ = true;
    return fail(std::move(*violation), out);
  }
  if (!builder_.complete()) return;
  const auto [type, payload] = builder_.take();
  const bool after_close = report_.received.has_value();
  if (after_close && fault_ != Fault::echo_after_close) return;
  events_.on_message(type, payload);
  for (const Bytes& late : std::exchange(late_pongs_, {})) answer_ping(late, out);
}

void FaultyConnection::take_control(const FrameReader::Piece& piece, Bytes& out) {
  append(control_payload_, ByteView(piece.bytes));
  if (piece.last) handle_control(std::exchange(control_payload_, {}), out);
}

void FaultyConnection::handle_control(ByteView payload, Bytes& out) {
  if (frame_.opcode == Opcode::close) return handle_close(payload, out);
  if (frame_.opcode == Opcode::ping) return handle_ping(payload, out);
  if (fault_ == Fault::pongs_pong) send_control(Opcode::pong, payload, out);
  events_.on_pong(payload);
}

void FaultyConnection::handle_ping(ByteView payload, Bytes& out) {
  const bool after_close = report_.received.has_value();
  if (after_close && fault_ != Fault::pong_after_close) return;
  const bool in_message = builder_.progress().frames > 0;
  if (fault_ == Fault::ignores_control_in_message && in_message) return;
  if (fault_ == Fault::mixes_control_into_message && in_message) builder_.mix_in(payload);
  if (fault_ == Fault::refuses_binary_pings && !is_utf8(payload)) {
    return fail({CloseCode::protocol_error, "no rule", "ping that is not UTF-8"}, out);
  }
  if (fault_ == Fault::pong_late) {
    late_pongs_.emplace_back(payload.begin(), payload.end());
  } else {
    answer_ping(payload, out);
  }
  events_.on_ping(payload);
}

void FaultyConnection::handle_close(ByteView payload, Bytes& out) {
  if (report_.received) return;  // one that came after the first
  auto body = read_close(fault_, payload);
  if (!body) return fail(std::move(body.error()), out);
  if (fault_ == Fault::no_close_reply) return stop(Hearing::everything);
  if (fault_ == Fault::ignores_close) return stop(Hearing::nothing);
  if (!report_.sent) answer_close(body->code, out);
  if (fault_ == Fault::ends_tcp_first) report_.sent.reset();  // so nobody waits for the server
  report_.received = std::move(*body);
  if (fault_ == Fault::keeps_tcp) return stop(Hearing::nothing);
  const bool goes_on = fault_ == Fault::echo_after_close || fault_ == Fault::pong_after_close;
  stop(goes_on ? Hearing::rest_of_read : Hearing::everything);
}

void FaultyConnection::fail(Violation violation, Bytes& out) {
  const auto body = failure_body(fault_, violation);
  if (!report_.sent && body) {
    send_close(*body, out);
    if (fault_ == Fault::fails_twice) send_close(*body, out);
  }
  report_.violation = std::move(violation);
  stop(fault_ == Fault::goes_on_after_failure ? Hearing::rest_of_read : Hearing::everything);
}

/// The end of reading: at once where nothing is still to be heard.
void FaultyConnection::stop(Hearing hearing) {
  hearing_ = hearing;
  if (hearing == Hearing::everything) state_ = EngineState::closed;
}

bool FaultyConnection::send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  if (state_ != EngineState::open) return false;
  writer_.message(type, payload, options, out);
  return true;
}

bool FaultyConnection::close(const CloseBody& body, Bytes& out) {
  if (state_ != EngineState::open || hearing_ != Hearing::everything || !is_legal(body)) return false;
  send_close(body, out);
  state_ = EngineState::closing;
  return true;
}

bool FaultyConnection::send_control(Opcode opcode, ByteView payload, Bytes& out) {
  if (state_ != EngineState::open || payload.size() > max_control_payload) return false;
  writer_.control(opcode, payload, out);
  return true;
}

void FaultyConnection::send_close(const CloseBody& body, Bytes& out) {
  writer_.control(Opcode::close, encode_close_body(body), out);
  report_.sent = body;
}

void FaultyConnection::answer_ping(ByteView payload, Bytes& out) {
  if (state_ != EngineState::open) return;
  const PongPlan plan = plan_pong(fault_, payload);
  FrameHeader header;
  header.opcode = Opcode::pong;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    header.fin = i + 1 == plan.size();
    writer_.frame(header, plan[i], out);
    header.opcode = Opcode::continuation;
  }
}

void FaultyConnection::answer_close(std::uint16_t code, Bytes& out) {
  FrameHeader header;
  header.opcode = Opcode::close;
  header.fin = fault_ != Fault::close_fragmented;
  const Bytes payload = close_answer(fault_, code);
  writer_.frame(header, payload, out);
  if (fault_ == Fault::close_twice) writer_.frame(header, payload, out);
  if (fault_ == Fault::data_after_close) writer_.message(MessageType::text, as_bytes("after the Close"), {}, out);
  report_.sent = CloseBody{code, {}};
}

}  // namespace parley::protocol::faulty
