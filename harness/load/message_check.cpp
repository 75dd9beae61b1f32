#include "harness/load/message_check.hpp"

#include <algorithm>
#include <cstring>

#include "protocol/few_bytes.hpp"

namespace parley::load {

using protocol::ByteView;

namespace {

/// Of the same size. The first bytes in line: of small messages that is all, and a call would cost more.
bool are_equal(ByteView a, ByteView b) noexcept {
  constexpr std::size_t few = 32;
  if (a.size() > few) return std::memcmp(a.data(), b.data(), a.size()) == 0;
  return protocol::are_few_equal(a, b);
}

}  // namespace

std::string_view to_string(Verification verification) {
  switch (verification) {
    case Verification::full:
      return "full";
    case Verification::stamp:
      return "stamp";
    case Verification::none:
      return "none";
  }
  return {};
}

void MessageCheck::add(ByteView piece, const Stamp& expected) noexcept {
  const std::uint64_t offset = size_;
  size_ += piece.size();
  if (verification_ == Verification::none) return;
  if (!payload_->is_stamped()) {
    if (verification_ == Verification::full) compare(piece, offset);
    return;
  }
  if (offset < stamp_size) {
    const std::size_t taken = std::min<std::size_t>(stamp_size - offset, piece.size());
    std::ranges::copy(piece.first(taken), head_.data() + offset);
    if (size_ < stamp_size) return;
    identify(expected);
    piece = piece.subspan(taken);
  }
  if (verification_ == Verification::full && right_)
    compare(piece, std::max<std::uint64_t>(offset, stamp_size) - stamp_size);
}

/// The short way for what most messages are; false says nothing.
bool MessageCheck::is_plainly(ByteView message, protocol::MessageType type, const Stamp& expected) const noexcept {
  if (verification_ == Verification::none) return true;
  const std::size_t size = message.size();
  if (!payload_->is_stamped() || size < stamp_size || size != payload_->size(expected)) return false;
  const StampBytes stamp = encode_stamp(expected, payload_->type());
  if (type != payload_->type() || std::memcmp(message.data(), stamp.data(), stamp_size) != 0) return false;
  if (verification_ == Verification::stamp) return true;
  const ByteView rest = message.subspan(stamp_size);
  return are_equal(rest, payload_->body(expected).first(rest.size()));
}

MessageCheck::Found MessageCheck::count_expected(ByteView data, Stamp expected, std::uint64_t most) const noexcept {
  const ByteView header = payload_->server_header();
  if (header.empty()) return {};
  const std::size_t frame_size = header.size() + payload_->largest();
  Found found;
  while (found.messages < most && data.size() >= frame_size && are_equal(data.first(header.size()), header) &&
         is_plainly(data.subspan(header.size(), payload_->largest()), payload_->type(), expected)) {
    data = data.subspan(frame_size);
    found.bytes += frame_size;
    ++expected.sequence;
    ++found.messages;
  }
  return found;
}

/// The whole stamp is here.
void MessageCheck::identify(const Stamp& expected) noexcept {
  seen_ = expected;
  if (head_ == encode_stamp(expected, payload_->type())) return;
  if (const auto other = decode_stamp(head_, payload_->type())) {
    seen_ = *other;
  } else {
    right_ = false;
  }
}

/// `offset` is the place of `piece` in what follows the stamp.
void MessageCheck::compare(ByteView piece, std::uint64_t offset) noexcept {
  const ByteView body = payload_->body(seen_);
  if (offset + piece.size() > body.size()) {
    right_ = false;
  } else if (!piece.empty()) {
    right_ = right_ && std::memcmp(piece.data(), body.data() + offset, piece.size()) == 0;
  }
}

MessageCheck::Harm MessageCheck::harm(protocol::MessageType type) const noexcept {
  if (verification_ == Verification::none) return Harm::none;
  if (type != payload_->type()) return Harm::type;
  if (size_ != payload_->size(seen_)) return Harm::length;
  return right_ ? Harm::none : Harm::content;
}

MessageCheck::Verdict MessageCheck::finish(protocol::MessageType type, const Stamp& expected) noexcept {
  if (verification_ == Verification::none || !payload_->is_stamped()) {
    seen_ = expected;
  } else if (size_ < stamp_size) {
    const auto cut =
        decode_cut_stamp(ByteView(head_).first(static_cast<std::size_t>(size_)), payload_->type(), expected);
    seen_ = cut.value_or(expected);
    right_ = cut.has_value() || size_ == 0;  // then the length says all
  } else if (!right_) {
    seen_ = expected;
  }
  const Harm found = harm(type);
  const Verdict verdict{found, found == Harm::none ? seen_ : expected, size_};
  right_ = true;
  size_ = 0;
  return verdict;
}

}  // namespace parley::load
