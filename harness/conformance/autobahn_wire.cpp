#include "harness/conformance/autobahn_wire.hpp"

#include <algorithm>
#include <utility>

#include "harness/report/text.hpp"
#include "protocol/frame_decoder.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_rows = 1000;
constexpr std::size_t most_octets = 64;    // of a read or a write in a row
constexpr std::size_t most_payload = 125;  // of a frame: all of a Close
constexpr std::string_view cut_mark = " ...";

Json in_hex(protocol::ByteView bytes) {
  auto text = protocol::to_hex(bytes.first(std::min(bytes.size(), most_octets)));
  if (bytes.size() > most_octets) text += cut_mark;
  return Json::array({bytes.size(), std::move(text)});
}

Json as_text(std::size_t size, const protocol::Bytes& begin) {
  auto text = harness::printable(protocol::as_text(begin));
  if (size > begin.size()) text += cut_mark;
  return Json::array({size, std::move(text)});
}

/// One direction: an HTTP head, then frames.
class Reader {
 public:
  Reader(AutobahnSide& side, const char* frame_word) : side_(side), frame_word_(frame_word) {}

  template <class OnFrame>
  void add(protocol::ByteView bytes, const OnFrame& on_frame) {
    ++side_.octets[bytes.size()];
    protocol::Bytes copy(bytes.begin(), bytes.end());  // unmasked in place
    auto data = after_head(copy);
    while (!data.empty()) {
      if (!decoder_.inside_frame()) {
        if (decoder_.next_header(data) == nullptr) return;
        begin_.clear();
      }
      const auto piece = decoder_.next_piece(data);
      const auto room = std::min(piece.bytes.size(), most_payload - begin_.size());
      protocol::append(begin_, protocol::ByteView(piece.bytes).first(room));
      if (piece.left == 0) on_frame(end_frame());
    }
  }

 private:
  protocol::ByteSpan after_head(protocol::ByteSpan data) {
    constexpr std::string_view end = "\r\n\r\n";
    while (!data.empty() && !side_.head.ends_with(end)) {
      side_.head += static_cast<char>(data.front());
      data = data.subspan(1);
    }
    return opens_none() ? protocol::ByteSpan{} : data;
  }

  /// What comes behind a response other than 101 is its content.
  [[nodiscard]] bool opens_none() const {
    const std::string_view head = side_.head;
    return head.starts_with("HTTP/") && head.find(" 101 ") != std::string_view("HTTP/1.1").size();
  }

  Json end_frame() {
    const auto& header = decoder_.header();
    ++side_.frames[static_cast<unsigned>(header.opcode)];
    if (header.opcode == protocol::Opcode::close && !side_.close) side_.close = begin_;
    return Json::array({frame_word_, as_text(header.length, begin_), static_cast<unsigned>(header.opcode), header.fin,
                        header.rsv >> 4U, header.mask ? Json(protocol::to_hex(*header.mask)) : Json(nullptr)});
  }

  AutobahnSide& side_;
  const char* frame_word_;
  protocol::FrameDecoder decoder_;
  protocol::Bytes begin_;  // of the payload
};

/// Autobahn logs everything; a flood would make files of many megabytes.
void add_row(AutobahnWire& wire, Json row, std::size_t& left_out) {
  if (wire.log.size() < most_rows) {
    wire.log.push_back(std::move(row));
  } else {
    ++left_out;
  }
}

}  // namespace

AutobahnWire autobahn_wire(const Transcript& transcript) {
  AutobahnWire wire;
  std::size_t left_out = 0;
  Reader ours(wire.ours, "TF");
  Reader peers(wire.peers, "RF");
  auto note = transcript.notes.begin();
  const auto add_notes = [&](std::size_t up_to) {
    for (; note != transcript.notes.end() && note->before <= up_to; ++note) {
      wire.cut = wire.cut || note->text.starts_with("the wire log ends here");
      wire.peer_ended_tcp =
          wire.peer_ended_tcp || note->text == "the peer ended TCP" || note->text.starts_with("TCP ended: ");
      add_row(wire, Json::array({"WLM", harness::printable(note->text)}), left_out);
    }
  };
  for (std::size_t i = 0; i < transcript.chunks.size(); ++i) {
    add_notes(i);
    const auto& chunk = transcript.chunks[i];
    const bool is_ours = chunk.direction == Direction::sent;
    add_row(wire, Json::array({is_ours ? "TO" : "RO", in_hex(chunk.bytes)}), left_out);
    (is_ours ? ours : peers).add(chunk.bytes, [&](Json row) { add_row(wire, std::move(row), left_out); });
    if (wire.ours.close && !wire.peers.close) wire.we_closed_first = true;
  }
  add_notes(transcript.chunks.size());
  if (left_out > 0) wire.log.push_back(Json::array({"WLM", harness::format_counted(left_out, "more row")}));
  return wire;
}

}  // namespace parley::conformance
