// What a Link sends; what it makes of input is in link_io.cpp.
#include <algorithm>
#include <utility>

#include "harness/load/link.hpp"
#include "protocol/few_bytes.hpp"
#include "protocol/mask.hpp"

namespace parley::load {

using protocol::ByteView;
using protocol::Opcode;

namespace {

constexpr std::size_t batch_up_to = 256U << 10;  // bytes: what TCP takes at once, about
constexpr std::size_t most_spare = 64;           // buffers
constexpr std::size_t spare_up_to = 4U << 20;    // bytes of each

}  // namespace

std::uint64_t Link::encode(const Payload& payload, Stamp first, std::uint64_t most) {
  if (!deflate_ && payload.has_one_size()) return encode_alike(payload, first, most);
  std::uint64_t count = 0;
  for (; count < most && context_.batch.size() < batch_up_to; ++count, ++first.sequence) encode_one(payload, first);
  return count;
}

/// All at once: what is done between two small messages would cost as much as the message.
std::uint64_t Link::encode_alike(const Payload& payload, Stamp first, std::uint64_t most) {
  protocol::Bytes& header = context_.header;
  header.assign(payload.server_header().begin(), payload.server_header().end());
  header[1] |= protocol::mask_bit;
  const std::size_t header_size = header.size() + sizeof(protocol::MaskKey);
  const std::size_t frame_size = header_size + payload.largest();
  const std::size_t room = batch_up_to - std::min(batch_up_to, context_.batch.size());
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(most, (room + frame_size - 1) / frame_size));
  auto* to = context_.batch.reserve(count * frame_size);
  for (std::size_t i = 0; i < count; ++i, ++first.sequence, to += frame_size) {
    const auto mask = context_.next_mask();
    protocol::copy_few(header, to);
    std::ranges::copy(mask, to + header.size());
    payload.write(first, mask, to + header_size);
  }
  context_.batch.extend(count * frame_size);
  return count;
}

void Link::encode_one(const Payload& payload, const Stamp& stamp) {
  const auto opcode = opcode_of(payload.type());
  const std::size_t size = payload.size(stamp);
  if (!deflate_) {
    const auto header = protocol::make_header(opcode, size, context_.next_mask());
    payload.write(stamp, *header.mask, begin_frame(header));
    return context_.batch.extend(size);
  }
  context_.plain.resize(size);
  payload.write(stamp, protocol::MaskKey{}, context_.plain.data());
  context_.compressed.clear();
  deflate_->deflater.compress(context_.plain, context_.compressed);
  auto header = protocol::make_header(opcode, context_.compressed.size(), context_.next_mask());
  header.rsv = protocol::rsv1;  // RFC 7692 §6.1
  protocol::copy_masked(context_.compressed, begin_frame(header), *header.mask);
  context_.batch.extend(context_.compressed.size());
}

/// Writes the header into the batch; returns where the payload goes.
std::uint8_t* Link::begin_frame(const protocol::FrameHeader& header) {
  context_.header.clear();
  protocol::encode_header(header, context_.header);
  context_.batch.append(context_.header);
  return context_.batch.reserve(static_cast<std::size_t>(header.length));
}

/// Control frames go behind what waits, at once.
void Link::write_frame(Opcode opcode, ByteView payload) {
  protocol::Bytes frame;
  protocol::encode_frame(protocol::make_header(opcode, payload.size(), context_.next_mask()), payload, frame);
  if (pending_.empty()) {
    context_.batch.append(frame);
    flush();
  } else {
    pending_.append(frame);
  }
}

void Link::flush() {
  if (context_.batch.empty()) return;
  const auto result = socket_.write(context_.batch.bytes());
  if (result.error && result.error != asio::error::would_block) {
    context_.batch.clear();  // the peer may have said why: the next read tells
    return;
  }
  if (result.bytes == context_.batch.size()) return context_.batch.clear();
  context_.batch.consume(result.bytes);
  std::swap(context_.batch, pending_);
  if (!context_.spare.empty()) {
    context_.batch = std::move(context_.spare.back());
    context_.spare.pop_back();
  }
  watch();
}

void Link::write_pending() {
  const auto result = socket_.write(pending_.bytes());
  if (result.error && result.error != asio::error::would_block) {
    pending_.clear();
  } else {
    pending_.consume(result.bytes);
  }
  if (pending_.empty()) {
    if (context_.spare.size() < most_spare && pending_.capacity() <= spare_up_to) {
      context_.spare.push_back(std::move(pending_));
    }
    pending_ = SendBuffer();
    watch();
    if (stage_ == Stage::open) events_.on_turn(*this);
  }
}

}  // namespace parley::load
