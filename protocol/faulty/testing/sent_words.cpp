#include "protocol/faulty/testing/sent_words.hpp"

#include <algorithm>
#include <stdexcept>

#include "protocol/frame_decoder.hpp"
#include "protocol/testing/deflate_scan.hpp"
#include "protocol/utf8.hpp"

namespace parley::protocol::faulty::testing {
namespace {

constexpr std::uint8_t deflate_tail[] = {0x00, 0x00, 0xFF, 0xFF};

std::string name_of(Opcode opcode) {
  switch (opcode) {
    case Opcode::continuation:
      return "cont";
    case Opcode::text:
      return "text";
    case Opcode::binary:
      return "bin";
    case Opcode::close:
      return "close";
    case Opcode::ping:
      return "ping";
    case Opcode::pong:
      return "pong";
  }
  return "op" + std::to_string(static_cast<int>(opcode));
}

std::string words_of(ByteView payload) {
  if (payload.empty()) return "";
  if (payload.size() > 24) return " " + std::to_string(payload.size()) + " bytes";
  const bool printable = std::all_of(payload.begin(), payload.end(), [](auto c) { return c >= 0x20 && c < 0x7F; });
  return printable ? " " + std::string(as_text(payload)) : " 0x" + to_hex(payload);
}

/// Reasons are for people, and not told unless they are illegal.
std::string words_of_close(ByteView payload) {
  if (payload.size() < 2) return words_of(payload);
  const std::string code = " " + std::to_string(payload[0] << 8 | payload[1]);
  const ByteView reason = payload.subspan(2);
  return is_utf8(reason) && payload.size() <= max_control_payload ? code : code + words_of(reason);
}

std::uint32_t number_of(const MaskKey& key) {
  return static_cast<std::uint32_t>(key[0]) << 24 | static_cast<std::uint32_t>(key[1]) << 16 |
         static_cast<std::uint32_t>(key[2]) << 8 | key[3];
}

}  // namespace

std::string SentWords::read(ByteView sent) {
  std::string text;
  Bytes bytes(sent.begin(), sent.end());
  FrameDecoder decoder;
  for (ByteSpan rest = bytes; !rest.empty();) {
    const FrameHeader* const header = decoder.next_header(rest);
    if (header == nullptr) return text + ", half a header";
    const auto piece = decoder.next_piece(rest);
    if (!text.empty()) text += ", ";
    text += name_of(header->opcode) + marks(*header);
    if (header->opcode == Opcode::close) {
      text += words_of_close(piece.bytes);
    } else {
      text += (header->rsv & rsv1) != 0 ? compressed(*header, piece.bytes) : words_of(piece.bytes);
    }
  }
  return text;
}

std::string SentWords::marks(const FrameHeader& header) {
  std::string text;
  if (!header.fin) text += "-";
  if ((header.rsv & rsv1) != 0) text += "+1";
  if ((header.rsv & rsv2) != 0) text += "+2";
  if ((header.rsv & rsv3) != 0) text += "+3";
  if (header.form != minimal_form(header.length)) text += header.form == LengthForm::bits16 ? "/16" : "/64";
  if (header.mask.has_value() != (sender_ == Role::client)) text += "*";
  return text + mask_marks(header);
}

std::string SentWords::mask_marks(const FrameHeader& header) {
  if (!header.mask) return "";
  const auto before = last_key_;
  last_key_ = header.mask;
  if (*header.mask == MaskKey{}) return "~zero";
  if (before == header.mask) return "~again";
  return before && number_of(*header.mask) == number_of(*before) + 1 ? "~next" : "";
}

std::string SentWords::compressed(const FrameHeader& header, ByteView payload) {
  if (!header.fin || header.opcode == Opcode::continuation) return " a part";
  std::string text;
  Bytes whole(payload.begin(), payload.end());
  append(whole, ByteView(deflate_tail));
  Bytes inflated;
  const bool readable = inflater_.inflate(payload, 1U << 20, inflated) == Inflater::Status::ok &&
                        inflater_.finish(1U << 20, inflated) == Inflater::Status::ok;
  if (!readable) return " 0x" + to_hex(payload);
  try {
    if (protocol::testing::scan_deflate(whole).longest_distance > 512) text += "far";
  } catch (const std::runtime_error&) {
    text += "^";
  }
  return text + words_of(inflated);
}

}  // namespace parley::protocol::faulty::testing
