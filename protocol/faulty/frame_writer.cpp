#include "protocol/faulty/frame_writer.hpp"

#include <utility>

#include "protocol/fragments.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr MaskKey fixed_key{0x37, 0xFA, 0x21, 0x3D};
constexpr std::uint8_t deflate_tail[] = {0x00, 0x00, 0xFF, 0xFF};
constexpr auto reserved_opcode = static_cast<Opcode>(0x3);

std::unique_ptr<Deflater> make_deflater(Fault fault, const ConnectionOptions& options) {
  if (!options.deflate) return nullptr;
  const auto& agreed = *options.deflate;
  const bool server = options.role == Role::server;
  int bits = server ? agreed.server_max_window_bits : agreed.client_max_window_bits;
  bool forget = server ? agreed.server_no_context_takeover : agreed.client_no_context_takeover;
  if (fault == Fault::deflate_ignores_window) bits = 15;
  if (fault == Fault::deflate_ignores_no_context_takeover) forget = false;
  return std::make_unique<Deflater>(bits, forget, options.deflate_options);
}

}  // namespace

FrameWriter::FrameWriter(Fault fault, const ConnectionOptions& options)
    : fault_(fault),
      role_(options.role),
      mask_source_(options.mask_source),
      compress_from_(options.deflate_options.threshold),
      deflater_(make_deflater(fault, options)) {}

void FrameWriter::message(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  if (fault_ == Fault::sends_reserved_opcode) control(reserved_opcode, as_bytes("?"), out);
  FrameHeader header;
  header.opcode = opcode_of(type);
  Bytes compressed;
  const bool compresses = deflater_ && options.compress && payload.size() >= compress_from_;
  if (compresses) {
    deflater_->compress(payload, compressed);
    if (fault_ == Fault::deflate_keeps_tail) append(compressed, ByteView(deflate_tail));
    payload = compressed;
  }
  if (compresses ? fault_ != Fault::deflate_without_rsv1 : fault_ == Fault::sets_rsv1) header.rsv = rsv1;
  Fragments fragments(payload, cut_by(options, payload.size(), compresses));
  while (true) {
    const ByteView part = fragments.next();
    header.fin = fragments.done() && fault_ != Fault::never_final;
    frame(header, part, out);
    if (fragments.done()) return;
    if (fault_ != Fault::no_continuation) header.opcode = Opcode::continuation;
    if (fault_ != Fault::deflate_rsv1_on_every_fragment) header.rsv = rsv_none;
  }
}

/// Two halves where the fault needs fragments to be seen.
SendOptions FrameWriter::cut_by(const SendOptions& options, std::size_t size, bool compressed) const {
  const bool halves =
      fault_ == Fault::no_continuation || (fault_ == Fault::deflate_rsv1_on_every_fragment && compressed);
  return halves ? SendOptions{.fragment_size = (size + 1) / 2} : options;
}

void FrameWriter::control(Opcode opcode, ByteView payload, Bytes& out) {
  FrameHeader header;
  header.opcode = opcode;
  frame(header, payload, out);
}

void FrameWriter::frame(FrameHeader header, ByteView payload, Bytes& out) {
  if (fault_ == Fault::sets_rsv3 && !is_control(header.opcode)) {
    header.rsv = static_cast<std::uint8_t>(header.rsv | rsv3);
  }
  header.length = payload.size();
  header.form = form_of(header.length);
  header.mask = mask_for(header);
  encode_frame(header, payload, out);
}

LengthForm FrameWriter::form_of(std::uint64_t length) const {
  if (fault_ == Fault::length_64_always) return LengthForm::bits64;
  if (fault_ == Fault::length_16_always && length <= 0xFFFF) return LengthForm::bits16;
  return minimal_form(length);
}

std::optional<MaskKey> FrameWriter::mask_for(const FrameHeader& header) {
  if (role_ == Role::server) {
    if (fault_ == Fault::masks) return fixed_key;
    return std::nullopt;
  }
  const bool forgets = fault_ == Fault::unmasked || (fault_ == Fault::unmasked_control && is_control(header.opcode)) ||
                       (fault_ == Fault::unmasked_empty && header.length == 0);
  if (forgets) return std::nullopt;
  return next_key();
}

MaskKey FrameWriter::next_key() {
  if (fault_ == Fault::zero_mask) return {};
  if (fault_ == Fault::constant_mask) return fixed_key;
  if (fault_ == Fault::counter_mask) {
    const std::uint32_t number = ++counted_keys_;
    return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
            static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  }
  if (fault_ != Fault::mask_used_twice) return mask_source_();
  if (used_once_) return *std::exchange(used_once_, std::nullopt);
  used_once_ = mask_source_();
  return *used_once_;
}

}  // namespace parley::protocol::faulty
