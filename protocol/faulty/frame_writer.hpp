// FrameWriter: what a faulty peer sends.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "protocol/connection.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

class FrameWriter {
 public:
  FrameWriter(Fault fault, const ConnectionOptions& options);

  void message(MessageType type, ByteView payload, const SendOptions& options, Bytes& out);
  /// Any opcode, FIN and payload; mask and length are seen to.
  void frame(FrameHeader header, ByteView payload, Bytes& out);
  void control(Opcode opcode, ByteView payload, Bytes& out);

 private:
  [[nodiscard]] SendOptions cut_by(const SendOptions& options, std::size_t size, bool compressed) const;
  [[nodiscard]] LengthForm form_of(std::uint64_t length) const;
  [[nodiscard]] std::optional<MaskKey> mask_for(const FrameHeader& header);
  [[nodiscard]] MaskKey next_key();

  Fault fault_;
  Role role_;
  MaskSource mask_source_;
  std::uint64_t compress_from_;
  std::unique_ptr<Deflater> deflater_;  // null: nothing was agreed
  std::uint32_t counted_keys_ = 0;
  std::optional<MaskKey> used_once_;
};

}  // namespace parley::protocol::faulty
