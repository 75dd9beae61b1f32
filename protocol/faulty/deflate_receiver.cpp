#include "protocol/faulty/deflate_receiver.hpp"

#include <algorithm>

namespace parley::protocol::faulty {
namespace {

using Status = Inflater::Status;

constexpr int small_window_bits = 9;

}  // namespace

DeflateReceiver::DeflateReceiver(Fault fault, int window_bits, bool no_context_takeover, std::uint64_t limit)
    : fault_(fault),
      window_bits_(fault == Fault::deflate_small_window ? std::min(window_bits, small_window_bits) : window_bits),
      no_context_takeover_(no_context_takeover || fault == Fault::deflate_keeps_no_window),
      limit_(limit) {
  forget_window();
}

void DeflateReceiver::forget_window() {
  inflater_ = std::make_unique<Inflater>(window_bits_, no_context_takeover_);
}

void DeflateReceiver::begin_message() {
  size_ = 0;
  gave_up_ = false;
}

Status DeflateReceiver::add(ByteView piece, Bytes& out) {
  if (piece.empty() || gave_up_) return Status::ok;
  if (size_ == 0) first_byte_ = piece.front();
  size_ += piece.size();
  const Status status = inflater_->inflate(piece, limit_, out);
  if (status != Status::corrupt || fault_ != Fault::deflate_accepts_corrupt) return status;
  gave_up_ = true;
  return Status::ok;
}

/// The header of the first block: BFINAL, then two bits of BTYPE (RFC 1951 §3.2.3).
bool DeflateReceiver::refuses_message() const {
  const bool empty = size_ <= 1;
  const bool final_block = (first_byte_ & 0x01U) != 0;
  const bool stored = (first_byte_ & 0x06U) == 0;
  return (fault_ == Fault::deflate_refuses_empty && empty) ||
         (fault_ == Fault::deflate_refuses_final_blocks && final_block && !empty) ||
         (fault_ == Fault::deflate_refuses_stored_blocks && stored && !empty);
}

Status DeflateReceiver::end_message(Bytes& out) {
  if (refuses_message()) return Status::corrupt;
  const std::size_t before = out.size();
  const Status status = gave_up_ ? Status::corrupt : inflater_->finish(limit_, out);
  if (status != Status::corrupt) return status;
  if (!gave_up_ && fault_ != Fault::deflate_accepts_cut_end && fault_ != Fault::deflate_accepts_corrupt) return status;
  out.resize(before);  // nothing that the 00 00 FF FF was taken for
  forget_window();
  return Status::ok;
}

void DeflateReceiver::note_plain_message() {
  if (fault_ == Fault::deflate_forgets_window_after_plain) forget_window();
}

}  // namespace parley::protocol::faulty
