#include "protocol/connection.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "protocol/close_body.hpp"
#include "protocol/utf8.hpp"
#include "protocol/whole_messages.hpp"

namespace parley::protocol {
namespace {

// RFC 7692 §7.1: each direction has its own window and its own rule about keeping it.

std::unique_ptr<Inflater> make_inflater(const ConnectionOptions& options) {
  if (!options.deflate) return nullptr;
  const auto& agreed = *options.deflate;
  return options.role == Role::server
             ? std::make_unique<Inflater>(agreed.client_max_window_bits, agreed.client_no_context_takeover)
             : std::make_unique<Inflater>(agreed.server_max_window_bits, agreed.server_no_context_takeover);
}

std::unique_ptr<Deflater> make_deflater(const ConnectionOptions& options) {
  if (!options.deflate) return nullptr;
  const auto& agreed = *options.deflate;
  const auto& ours = options.deflate_options;
  return options.role == Role::server
             ? std::make_unique<Deflater>(agreed.server_max_window_bits, agreed.server_no_context_takeover, ours)
             : std::make_unique<Deflater>(agreed.client_max_window_bits, agreed.client_no_context_takeover, ours);
}

std::unique_ptr<const MaskSource> make_mask_source(ConnectionOptions& options) {
  if (options.role == Role::server) return nullptr;
  return std::make_unique<const MaskSource>(std::move(options.mask_source));
}

/// Shorter ones come in one or two reads anyway, and stay in the cache.
constexpr std::uint64_t echo_from = 256U << 10;

/// How many messages are delivered together at most.
constexpr std::size_t longest_run = 16;

}  // namespace

Connection::Connection(ConnectionOptions options, EngineEvents& events)
    : events_(events),
      mask_source_(make_mask_source(options)),
      compress_from_(options.deflate_options.threshold),
      deflater_(make_deflater(options)),
      context_{.receiver = options.role, .agreed_rsv = options.deflate ? rsv1 : rsv_none, .limits = options.limits},
      largest_whole_(options.role == Role::server ? largest_whole_message(options.limits) : std::nullopt),
      assembler_(options.limits.max_message, make_inflater(options)) {
  assert(options.role == Role::server || *mask_source_);
}

void Connection::receive(ByteSpan data, Bytes& out) {
  while (!data.empty() && state_ != EngineState::closed) {
    if (largest_whole_ && between_messages()) {
      data = data.subspan(echo_whole_messages(data, out));
      if (data.empty()) return;
      data = data.subspan(deliver_whole_messages(data));
      if (data.empty()) return;
    }
    if (!decoder_.inside_frame() && !begin_frame(data, out)) return;
    const auto piece = decoder_.next_piece(data);
    if (is_control(decoder_.header().opcode)) {
      take_control(piece, out);
    } else {
      take_data(piece, out);
    }
  }
}

bool Connection::between_messages() const noexcept {
  return decoder_.between_frames() && assembler_.progress().frames == 0;
}

bool Connection::may_echo() {
  if (!sends_as_it_is() || state_ != EngineState::open || !events_.echoes()) return false;
  return state_ == EngineState::open;  // it may have been closed from within
}

/// Returns the bytes of their frames: 0 when `data` does not begin with one that may go back at once.
std::size_t Connection::echo_whole_messages(ByteSpan data, Bytes& out) {
  if (!may_begin_whole(data) || !may_echo()) return 0;
  const auto [taken, frames] = protocol::echo_whole_messages(data, *largest_whole_);
  if (taken.messages == 0) return 0;
  events_.on_echoed(taken.messages, taken.payload_bytes);  // counted before anybody can have got them
  if (!events_.send_frames(frames)) append(out, frames);
  return taken.bytes;
}

/// Returns the bytes of their frames: 0 when `data` does not begin with one that goes the short way.
std::size_t Connection::deliver_whole_messages(ByteSpan data) {
  std::array<MessageView, longest_run> run;
  std::size_t bytes = 0;
  while (true) {
    const auto taken = take_whole_messages(data.subspan(bytes), *largest_whole_, run);
    if (taken.messages == 0) return bytes;
    events_.on_messages(std::span(run).first(taken.messages));
    bytes += taken.bytes;
  }
}

/// True when a legal frame has begun.
bool Connection::begin_frame(ByteSpan& data, Bytes& out) {
  const FrameHeader* const header = decoder_.next_header(data);
  if (header == nullptr) return false;
  if (auto violation = check_frame(*header, assembler_.progress(), context_)) {
    fail(std::move(*violation), out);
    return false;
  }
  if (!is_control(header->opcode) && !begin_echo(*header, out)) assembler_.begin_frame(*header);
  return true;
}

/// Of a binary message in one frame the header tells all that there is to judge. Text may turn out to be no UTF-8, and
/// of fragments the next one may be missing: then it would be too late to say so in a Close frame.
bool Connection::begin_echo(const FrameHeader& header, Bytes& out) {
  if (header.opcode != Opcode::binary || !header.fin || header.length < echo_from) return false;
  if (!may_echo() || !send_header(MessageType::binary, header.length, out)) return false;
  behind_echo_ = std::make_unique<Bytes>();
  return true;
}

void Connection::echo(const FrameDecoder::Piece& piece, Bytes& out) {
  append(out, piece.bytes);
  if (piece.left > 0) return;
  append(out, *std::exchange(behind_echo_, nullptr));
  events_.on_echoed(1, decoder_.header().length);
}

void Connection::take_data(const FrameDecoder::Piece& piece, Bytes& out) {
  if (is_echoing()) return echo(piece, out);
  if (auto violation = assembler_.add(piece)) return fail(std::move(*violation), out);
  if (!assembler_.complete()) return;
  const Message message = assembler_.take();
  events_.on_message(message.type, message.payload);
}

void Connection::take_control(const FrameDecoder::Piece& piece, Bytes& out) {
  const Opcode opcode = decoder_.header().opcode;
  if (piece.left == 0 && control_payload_.empty()) return handle_control(opcode, piece.bytes, out);
  append(control_payload_, piece.bytes);
  if (piece.left > 0) return;
  const Bytes payload = std::exchange(control_payload_, {});
  handle_control(opcode, payload, out);
}

void Connection::handle_control(Opcode opcode, ByteView payload, Bytes& out) {
  if (opcode == Opcode::close) return handle_close(payload, out);
  if (opcode == Opcode::pong) return events_.on_pong(payload);
  // RFC 6455 §5.5.3: the Pong has the Ping's payload. §5.5.2: it is due unless a Close was received, so also after our
  // own one, behind which §5.5.1 forbids data frames only.
  write_control(Opcode::pong, payload, out);
  events_.on_ping(payload);
}

void Connection::handle_close(ByteView payload, Bytes& out) {
  auto body = decode_close_body(payload);
  if (!body) return fail(std::move(body.error()), out);
  // RFC 6455 §5.5.1: answer, unless ours was sent first, and "typically echo the status code".
  if (!report().sent) send_close({body->code, {}}, out);
  report().received = std::move(*body);
  state_ = EngineState::closed;
}

/// RFC 6455 §7.1.7: say why, and read no more.
void Connection::fail(Violation violation, Bytes& out) {
  if (!report().sent) {
    send_close({to_number(violation.code), std::string(cut_to_characters(violation.what, max_close_reason))}, out);
  }
  report().violation = std::move(violation);
  state_ = EngineState::closed;
}

CloseReport& Connection::report() {
  if (!report_) report_ = std::make_unique<CloseReport>();
  return *report_;
}

void Connection::receive_eof() {
  state_ = EngineState::closed;
  if (std::exchange(behind_echo_, nullptr) && report_) report_->sent.reset();  // our Close has not left, and will not
}

}  // namespace parley::protocol
