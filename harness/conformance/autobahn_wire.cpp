#include "harness/conformance/autobahn_wire.hpp"

#include <algorithm>
#include <utility>

#include "harness/conformance/wire_reader.hpp"
#include "harness/report/text.hpp"

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

Json as_text(protocol::ByteView payload) {
  auto text = harness::printable(protocol::as_text(payload.first(std::min(payload.size(), most_payload))));
  if (payload.size() > most_payload) text += cut_mark;
  return Json::array({payload.size(), std::move(text)});
}

/// Autobahn logs everything; a flood would make files of many megabytes.
class Log {
 public:
  void add(Json row) {
    if (rows_.size() < most_rows) {
      rows_.push_back(std::move(row));
    } else {
      ++left_out_;
    }
  }

  [[nodiscard]] Json take() {
    if (left_out_ > 0) rows_.push_back(Json::array({"WLM", harness::format_counted(left_out_, "more row")}));
    return std::move(rows_);
  }

 private:
  Json rows_ = Json::array();
  std::size_t left_out_ = 0;
};

/// One direction.
class SideWriter : public WireReader::Events {
 public:
  SideWriter(AutobahnSide& side, Direction direction, Log& log)
      : side_(side), sent_(direction == Direction::sent), log_(log) {}

  void add(protocol::ByteView bytes) {
    ++side_.octets[bytes.size()];
    log_.add(sent_ ? Json::array({"TO", in_hex(bytes), false}) : Json::array({"RO", in_hex(bytes)}));
    reader_.add(bytes, *this);
  }

  void on_head_line(const std::string& line) override { side_.head += line; }
  void on_content(protocol::ByteView /*bytes*/) override {}

  void on_frame(const protocol::FrameHeader& header, const protocol::Bytes& payload,
                const protocol::Bytes& /*raw*/) override {
    ++side_.frames[static_cast<unsigned>(header.opcode)];
    if (header.opcode == protocol::Opcode::close && !side_.close) side_.close = payload;
    auto row = Json::array(
        {sent_ ? "TF" : "RF", as_text(payload), static_cast<unsigned>(header.opcode), header.fin, header.rsv >> 4U});
    if (!sent_) row.push_back(header.mask.has_value());
    row.push_back(header.mask ? Json(protocol::to_hex(*header.mask)) : Json(nullptr));
    if (sent_) row.insert(row.end(), {Json(nullptr), Json(nullptr), Json(false)});
    log_.add(std::move(row));
  }

 private:
  AutobahnSide& side_;
  bool sent_;
  Log& log_;
  WireReader reader_;
};

}  // namespace

AutobahnWire autobahn_wire(const Transcript& transcript) {
  AutobahnWire wire;
  Log log;
  SideWriter ours(wire.ours, Direction::sent, log);
  SideWriter peers(wire.peers, Direction::received, log);
  auto note = transcript.notes.begin();
  const auto add_notes = [&](std::size_t up_to) {
    for (; note != transcript.notes.end() && note->before <= up_to; ++note) {
      log.add(Json::array({"WLM", harness::printable(note->text)}));
    }
  };
  for (std::size_t i = 0; i < transcript.chunks.size(); ++i) {
    add_notes(i);
    const auto& chunk = transcript.chunks[i];
    (chunk.direction == Direction::sent ? ours : peers).add(chunk.bytes);
    if (wire.ours.close && !wire.peers.close) wire.we_closed_first = true;
  }
  add_notes(transcript.chunks.size());
  wire.log = log.take();
  return wire;
}

}  // namespace parley::conformance
