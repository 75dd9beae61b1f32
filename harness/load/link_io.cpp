#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "harness/load/link.hpp"
#include "harness/load/walls.hpp"
#include "protocol/close_body.hpp"
#include "protocol/close_code.hpp"
#include "protocol/frame_check.hpp"
#include "protocol/whole_messages.hpp"

namespace parley::load {

using net::SocketStep;
using protocol::ByteSpan;
using protocol::ByteView;
using protocol::largest_small;
using protocol::MessageType;
using protocol::Opcode;
using protocol::whole_binary;
using protocol::whole_text;
using Interest = net::Poller::Interest;

namespace {

constexpr int reads_per_turn = 4;  // then the other connections get theirs

}  // namespace

void Link::read_some() {
  for (int i = 0; i < reads_per_turn && stage_ != Stage::idle && read_once(); ++i) {
  }
  if (stage_ == Stage::open) events_.on_turn(*this);
}

/// False when there is nothing more to read now.
bool Link::read_once() {
  const ByteSpan buffer(context_.read_buffer);
  const auto result = socket_.read(buffer);
  if (result.bytes > 0) {
    context_.now = Clock::now();
    take(buffer.first(result.bytes));
    return result.bytes == buffer.size();  // one that was not filled has emptied the socket
  }
  if (result.error == asio::error::eof) {
    on_eof();
  } else if (result.error == asio::error::would_block) {
    if (socket_.read_wants() == SocketStep::wants_output) watch();
  } else if (result.error) {
    on_network_error(result.error);
  }
  return false;
}

void Link::take(ByteSpan data) {
  while (stage_ == Stage::upgrading && !data.empty()) take_head(data);
  if (!data.empty()) take_frames(data);
}

void Link::take_frames(ByteSpan data) {
  while (!data.empty() && (stage_ == Stage::open || stage_ == Stage::closing)) {
    if (stage_ == Stage::open && begins_message()) {
      data = data.subspan(events_.take_expected(*this, data));
      if (data.empty()) return;
    }
    if (take_small_message(data)) continue;
    if (!decoder_.inside_frame() && !take_header(data)) return;
    const auto piece = decoder_.next_piece(data);
    if (protocol::is_control(decoder_.header().opcode)) {
      take_control(piece);
    } else {
      take_piece(piece);
    }
  }
}

/// The next byte is the first one of a message, or of a control frame.
bool Link::begins_message() const noexcept {
  return !decoder_.inside_frame() && !header_cut_ && message_.frames == 0;
}

/// The frames that most loads are made of: a whole message of up to 125 bytes. Nothing in its two bytes of header can
/// be against the rules.
bool Link::take_small_message(ByteSpan& data) {
  if (data.size() < 2 || (data[0] != whole_text && data[0] != whole_binary) || data[1] > largest_small) {
    return false;
  }
  const std::size_t size = 2U + data[1];
  if (data.size() < size || !begins_message()) return false;
  const auto type = data[0] == whole_text ? MessageType::text : MessageType::binary;
  if (stage_ == Stage::open) events_.on_piece(*this, {data.subspan(2, size - 2), type, true});
  data = data.subspan(size);
  return true;
}

/// True when a legal frame has begun.
bool Link::take_header(ByteSpan& data) {
  const auto* const header = decoder_.next_header(data);
  header_cut_ = header == nullptr;
  if (header_cut_) return false;
  const protocol::FrameContext rules{.receiver = protocol::Role::client,
                                     .agreed_rsv = deflate_ ? protocol::rsv1 : protocol::rsv_none,
                                     .limits = context_.options.handshake.limits};
  if (const auto violation = protocol::check_frame(*header, message_, rules)) {
    fail(Fault::violation, fmt::format("{} ({})", violation->what, violation->section));
    return false;
  }
  if (protocol::is_control(header->opcode)) return true;
  if (header->opcode != Opcode::continuation) {
    type_ = message_type_of(header->opcode);
    message_ = {.frames = 0, .size = 0, .compressed = (header->rsv & protocol::rsv1) != 0};
  }
  ++message_.frames;
  message_.size += header->length;
  return true;
}

void Link::take_piece(const protocol::FrameDecoder::Piece& piece) {
  const bool last = piece.left == 0 && decoder_.header().fin;
  const bool compressed = message_.compressed;
  if (last) message_ = {};
  if (stage_ != Stage::open) return;
  const MessagePiece part{piece.bytes, type_, last};
  if (compressed) return inflate(part);
  events_.on_piece(*this, part);
}

void Link::inflate(const MessagePiece& piece) {
  using Status = protocol::Inflater::Status;
  const std::uint64_t limit = context_.options.handshake.limits.max_message;
  auto& out = context_.plain;
  out.clear();
  Status status = deflate_->inflater.inflate(piece.bytes, limit, out);
  if (status == Status::ok && piece.last) status = deflate_->inflater.finish(limit, out);
  switch (status) {
    case Status::ok:
      return events_.on_piece(*this, {out, piece.type, piece.last});
    case Status::corrupt:
      return fail(Fault::violation, "a compressed message cannot be inflated (RFC 7692 §7.2.2)");
    case Status::too_big:
      return fail(Fault::violation, "a compressed message inflates to more than the limit");
  }
}

void Link::take_control(const protocol::FrameDecoder::Piece& piece) {
  protocol::append(control_, piece.bytes);
  if (piece.left > 0) return;
  switch (decoder_.header().opcode) {
    case Opcode::ping:
      if (stage_ == Stage::open) write_frame(Opcode::pong, control_);  // RFC 6455 §5.5.2
      break;
    case Opcode::close:
      return on_close_frame();
    case Opcode::pong:
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
      break;
  }
  control_.clear();
}

void Link::on_close_frame() {
  const auto payload = std::exchange(control_, {});
  if (stage_ == Stage::closing) return;  // it answers ours; now the server ends TCP (RFC 6455 §7.1.1)
  const auto body = protocol::decode_close_body(payload);
  if (!body) return fail(Fault::violation, fmt::format("{} ({})", body.error().what, body.error().section));
  write_frame(Opcode::close, payload);  // RFC 6455 §5.5.1: "typically echo the status code"
  fail(Fault::ended, fmt::format("the peer closed with code {}{}", body->code,
                                 body->reason.empty() ? "" : ": \"" + body->reason + "\""));
}

/// Input always; output while something waits for it.
void Link::watch() {
  const bool output = (!pending_.empty() && socket_.write_wants() == SocketStep::wants_output) ||
                      socket_.read_wants() == SocketStep::wants_output;
  const auto wanted = output ? Interest::both : Interest::input;
  if (wanted != watched_) context_.poller.change(socket_.descriptor(), watched_ = wanted, this);
}

}  // namespace parley::load
