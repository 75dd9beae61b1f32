#include "protocol/message_assembler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace parley::protocol {
namespace {

/// What a peer can make us hold by announcing a long frame and sending nothing of it.
constexpr std::uint64_t most_reserved_ahead = 64U << 10;

}  // namespace

MessageAssembler::MessageAssembler(std::uint64_t max_message, std::unique_ptr<Inflater> inflater)
    : max_message_(max_message), inflater_(std::move(inflater)) {}

void MessageAssembler::begin_frame(const FrameHeader& header) noexcept {
  if (header.opcode != Opcode::continuation) {
    type_ = message_type_of(header.opcode);
    progress_ = {.frames = 0, .size = 0, .compressed = (header.rsv & rsv1) != 0};
  }
  ++progress_.frames;
  progress_.size += header.length;
  last_frame_ = header.fin;
}

std::optional<Violation> MessageAssembler::add(const FrameDecoder::Piece& piece) {
  const Place place = last_frame_ && piece.left == 0 ? Place::end : Place::inside;
  auto violation = progress_.compressed ? add_compressed(piece.bytes, place) : add_plain(piece, place);
  complete_ = place == Place::end && !violation;
  return violation;
}

std::optional<Violation> MessageAssembler::add_plain(const FrameDecoder::Piece& piece, Place place) {
  if (place == Place::end && storage_.empty()) {
    payload_ = piece.bytes;
  } else {
    store(piece);
    payload_ = storage_;
  }
  return check_text(piece.bytes, place);
}

/// Room grows with what has come, not with what was announced. It doubles, so that a message of many small frames is
/// not moved for each of them; in the last frame it ends where the message does.
void MessageAssembler::store(const FrameDecoder::Piece& piece) {
  const std::uint64_t held = storage_.size();
  const std::size_t size = storage_.size() + piece.bytes.size();
  if (size > storage_.capacity()) {
    const std::uint64_t ahead = last_frame_ ? std::min(piece.left, std::max(held, most_reserved_ahead))
                                            : std::max(held, std::min(piece.left, most_reserved_ahead));
    storage_.reserve(size + static_cast<std::size_t>(ahead));
  }
  append(storage_, piece.bytes);
}

std::optional<Violation> MessageAssembler::add_compressed(ByteView piece, Place place) {
  const std::size_t before = storage_.size();
  Inflater::Status status = inflater_->inflate(piece, max_message_, storage_);
  if (place == Place::end && status == Inflater::Status::ok) status = inflater_->finish(max_message_, storage_);
  payload_ = storage_;

  // What was inflated before a fault is judged first: so the verdict does not depend on how the input was cut.
  if (status != Inflater::Status::ok) place = Place::inside;
  if (auto violation = check_text(payload_.subspan(before), place)) return violation;
  switch (status) {
    case Inflater::Status::ok:
      return std::nullopt;
    case Inflater::Status::corrupt:
      // RFC 7692 names no code. 1007 is for data that was "not consistent with the type of the message".
      return Violation{CloseCode::invalid_payload, "RFC 7692 §7.2.2", "invalid compressed data"};
    case Inflater::Status::too_big:
      return Violation{CloseCode::message_too_big, "RFC 6455 §10.4",
                       fmt::format("message inflates to more than the limit of {} bytes", max_message_)};
  }
  return std::nullopt;
}

std::optional<Violation> MessageAssembler::check_text(ByteView piece, Place place) {
  if (type_ != MessageType::text) return std::nullopt;
  // RFC 6455 §8.1: fail at the first byte that cannot be right, wherever the message was cut.
  if (!text_.feed(piece)) return Violation{CloseCode::invalid_payload, "RFC 6455 §8.1", "text is not valid UTF-8"};
  // RFC 6455 §5.6: a frame may end inside a character, the message may not.
  if (place == Place::end && !text_.complete()) {
    return Violation{CloseCode::invalid_payload, "RFC 6455 §8.1", "text ends inside a UTF-8 character"};
  }
  return std::nullopt;
}

Message MessageAssembler::take() noexcept {
  complete_ = false;
  progress_ = {};
  return {type_, payload_, std::exchange(storage_, {})};  // moving a vector leaves its elements in place
}

}  // namespace parley::protocol
