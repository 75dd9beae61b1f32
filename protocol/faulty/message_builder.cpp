#include "protocol/faulty/message_builder.hpp"

#include <algorithm>

namespace parley::protocol::faulty {
namespace {

constexpr std::size_t large = 65535;

constexpr std::array<std::uint8_t, 3> byte_order_mark{0xEF, 0xBB, 0xBF};
constexpr std::array<std::uint8_t, 3> replacement_character{0xEF, 0xBF, 0xBD};

Bytes reversed(const Bytes& payload, const std::vector<std::size_t>& fragment_ends) {
  Bytes turned;
  std::size_t end = payload.size();
  for (auto fragment = fragment_ends.rbegin(); fragment != fragment_ends.rend(); ++fragment) {
    const std::size_t begin = fragment + 1 == fragment_ends.rend() ? 0 : *(fragment + 1);
    append(turned, ByteView(payload).subspan(begin, end - begin));
    end = begin;
  }
  return turned;
}

Bytes with_replacements(const Bytes& text) {
  Bytes replaced;
  for (const std::uint8_t byte : text) {
    if (byte < 0x80) {
      replaced.push_back(byte);
    } else {
      append(replaced, replacement_character);
    }
  }
  return replaced;
}

/// What becomes of a whole message's payload.
void spoil(Fault fault, MessageType type, Bytes& payload) {
  const bool text = type == MessageType::text;
  if (fault == Fault::cuts_126 && (payload.size() == 126 || payload.size() == 127)) payload.pop_back();
  if (fault == Fault::cuts_large && payload.size() > large) payload.resize(large);
  if (fault == Fault::utf8_replaced && text && !is_utf8(payload)) payload = with_replacements(payload);
  if (fault == Fault::bom_dropped && text && as_text(payload).starts_with(as_text(byte_order_mark))) {
    payload.erase(payload.begin(), payload.begin() + byte_order_mark.size());
  }
}

}  // namespace

MessageBuilder::MessageBuilder(Fault fault, std::unique_ptr<DeflateReceiver> receiver)
    : fault_(fault), receiver_(std::move(receiver)), text_(fault) {}

void MessageBuilder::begin_frame(const FrameHeader& header) {
  if (header.opcode != Opcode::continuation) {
    type_ = message_type_of(header.opcode);
    progress_ = {.frames = 0, .size = 0, .compressed = (header.rsv & rsv1) != 0};
    if (progress_.compressed) receiver_->begin_message();
  }
  text_.begin_frame({progress_.frames, header.fin, progress_.compressed});
  ++progress_.frames;
  progress_.size += header.length;
  frame_ = header;
  if (fault_ == Fault::reserves_announced_length) {
    const std::size_t size = payload_.size();
    payload_.resize(size + static_cast<std::size_t>(header.length));  // writes to all of it
    payload_.resize(size);
  }
}

std::optional<Violation> MessageBuilder::add(const FrameReader::Piece& piece) {
  const Place place = !piece.last ? Place::inside_frame : frame_.fin ? Place::end_of_message : Place::end_of_frame;
  std::optional<Violation> violation;
  if (progress_.compressed) {
    violation = add_compressed(piece.bytes, place);
  } else {
    append(payload_, ByteView(piece.bytes));
    violation = check_text(piece.bytes, place);
  }
  if (piece.last && !violation) end_frame();
  return violation;
}

std::optional<Violation> MessageBuilder::add_compressed(ByteView piece, Place place) {
  const std::size_t before = payload_.size();
  Inflater::Status status = receiver_->add(piece, payload_);
  if (place == Place::end_of_message && status == Inflater::Status::ok) status = receiver_->end_message(payload_);
  if (status != Inflater::Status::ok) place = Place::inside_frame;  // what came before a fault is judged first
  if (auto violation = check_text(ByteView(payload_).subspan(before), place)) return violation;
  switch (status) {
    case Inflater::Status::ok:
      break;
    case Inflater::Status::corrupt:
      return Violation{CloseCode::invalid_payload, "RFC 7692 §7.2.2", "invalid compressed data"};
    case Inflater::Status::too_big:
      return Violation{CloseCode::message_too_big, "RFC 6455 §10.4", "message inflates to more than the limit"};
  }
  return std::nullopt;
}

std::optional<Violation> MessageBuilder::check_text(ByteView piece, Place place) {
  if (type_ != MessageType::text && fault_ != Fault::checks_binary) return std::nullopt;
  switch (text_.feed(piece, place)) {
    case TextCheck::Verdict::fine:
      break;
    case TextCheck::Verdict::invalid:
      return Violation{CloseCode::invalid_payload, "RFC 6455 §8.1", "text is not valid UTF-8"};
    case TextCheck::Verdict::cut:
      return Violation{CloseCode::invalid_payload, "RFC 6455 §8.1", "text ends inside a UTF-8 character"};
  }
  return std::nullopt;
}

void MessageBuilder::end_frame() {
  fragment_ends_.push_back(payload_.size());
  const bool overlooked_end = fault_ == Fault::loses_empty_last_fragment && progress_.frames > 1 && frame_.length == 0;
  complete_ = (frame_.fin && !overlooked_end) || fault_ == Fault::fragments_as_messages;
}

std::pair<MessageType, Bytes> MessageBuilder::take() {
  const bool fragmented = progress_.frames > 1;
  MessageType type = type_;
  if (fault_ == Fault::text_as_binary) type = MessageType::binary;
  if (fault_ == Fault::type_of_continuation && fragmented) type = MessageType::binary;
  if (receiver_ && !progress_.compressed) receiver_->note_plain_message();
  Bytes payload = put_together();
  spoil(fault_, type_, payload);
  complete_ = false;
  payload_.clear();
  fragment_ends_.clear();
  if (frame_.fin) progress_ = {};
  return {type, std::move(payload)};
}

Bytes MessageBuilder::put_together() {
  if (fault_ == Fault::reverses_fragments) return reversed(payload_, fragment_ends_);
  if (fault_ != Fault::joins_messages) return std::exchange(payload_, {});
  Bytes joined = std::exchange(left_over_, {});
  append(joined, ByteView(payload_));
  if (progress_.frames > 1) left_over_ = payload_;
  return joined;
}

void MessageBuilder::forget() {
  progress_ = {};
  payload_.clear();
  fragment_ends_.clear();
}

void MessageBuilder::mix_in(ByteView bytes) {
  append(payload_, bytes);
}

}  // namespace parley::protocol::faulty
