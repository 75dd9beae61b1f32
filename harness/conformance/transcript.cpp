#include "harness/conformance/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/conformance/observation.hpp"
#include "harness/report/text.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/names.hpp"

namespace parley::conformance {
namespace {

constexpr std::size_t most_kept = 2U << 20;
constexpr std::size_t most_raw = 64;  // bytes of a frame that a line shows

std::string describe_header(const protocol::FrameHeader& header) {
  const auto name = protocol::opcode_name(header.opcode);
  std::string text =
      name.empty() ? fmt::format("opcode 0x{:X}", static_cast<unsigned>(header.opcode)) : std::string(name);
  if (!header.fin) text += " FIN=0";
  if (header.rsv != 0) text += fmt::format(" RSV={:03b}", header.rsv >> 4U);
  if (header.mask) text += " masked";
  if (header.form != protocol::minimal_form(header.length)) {
    text += header.form == protocol::LengthForm::bits16 ? " length in 16 bits" : " length in 64 bits";
  }
  return text;
}

/// One direction: an HTTP head, then frames.
class Reader {
 public:
  /// Calls `on_line` with the text and the raw bytes of each line that ends within `bytes`.
  template <class OnLine>
  void add(protocol::ByteView bytes, const OnLine& on_line) {
    protocol::Bytes copy(bytes.begin(), bytes.end());  // unmasked in place
    protocol::ByteSpan data(copy);
    if (!in_frames_) data = read_head(data, on_line);
    while (!data.empty()) {
      const auto wire = bytes.last(data.size());
      read_frame(data, wire, on_line);
    }
  }

  /// What has come of a line or a frame that never became whole.
  [[nodiscard]] std::string rest() const {
    if (!in_frames_) return line_.empty() ? "" : line_ + " (no line end)";
    if (!decoder_.inside_frame()) return "";
    return fmt::format("{} {} of {} bytes (cut)", describe_header(decoder_.header()), payload_.size(),
                       decoder_.header().length);
  }

 private:
  template <class OnLine>
  protocol::ByteSpan read_head(protocol::ByteSpan data, const OnLine& on_line) {
    while (!data.empty() && !in_frames_) {
      const char c = static_cast<char>(data.front());
      data = data.subspan(1);
      if (c != '\n') {
        line_ += c;
        continue;
      }
      if (!line_.empty() && line_.back() == '\r') line_.pop_back();
      in_frames_ = line_.empty();
      if (!line_.empty()) on_line(harness::printable(line_), protocol::Bytes{});
      line_.clear();
    }
    return data;
  }

  template <class OnLine>
  void read_frame(protocol::ByteSpan& data, protocol::ByteView wire, const OnLine& on_line) {
    const auto keep_raw = [&] {
      const auto read = wire.first(wire.size() - data.size());
      protocol::append(raw_, read.first(std::min(read.size(), most_raw - raw_.size())));
      wire = wire.last(data.size());
    };
    if (!decoder_.inside_frame()) {
      const bool whole = decoder_.next_header(data) != nullptr;
      keep_raw();
      if (!whole) return;
      payload_.clear();
    }
    const auto piece = decoder_.next_piece(data);
    keep_raw();
    protocol::append(payload_, piece.bytes);
    if (piece.left != 0) return;
    const auto& header = decoder_.header();
    const bool coded = header.opcode == protocol::Opcode::close && payload_.size() >= 2;
    const auto body = protocol::ByteView(payload_).subspan(coded ? 2 : 0);
    on_line(fmt::format("{} {}{}", describe_header(header), coded ? fmt::format("{} ", close_code(payload_)) : "",
                        describe_payload(body)),
            std::exchange(raw_, {}));
  }

  bool in_frames_ = false;
  std::string line_;
  protocol::FrameDecoder decoder_;
  protocol::Bytes payload_;
  protocol::Bytes raw_;  // of the frame that is being read
};

std::string_view arrow(WireLine::Kind kind) {
  switch (kind) {
    case WireLine::Kind::sent:
      return "→";
    case WireLine::Kind::received:
      return "←";
    case WireLine::Kind::note:
      return "·";
  }
  return "";
}

}  // namespace

void Transcript::add(std::chrono::nanoseconds at, Direction direction, protocol::ByteView bytes) {
  const auto part = bytes.first(std::min(bytes.size(), most_kept - kept));
  if (part.size() < bytes.size() && kept < most_kept) {
    note(at, fmt::format("the wire log ends here: {} MiB of it are kept", most_kept >> 20U));
    ++notes.back().before;  // it comes after what is still added
  }
  if (part.empty()) return;
  kept += part.size();
  chunks.push_back({at, direction, {part.begin(), part.end()}});
}

void Transcript::note(std::chrono::nanoseconds at, std::string text) {
  notes.push_back({at, std::move(text), chunks.size()});
}

std::vector<WireLine> wire_lines(const Transcript& transcript) {
  using Kind = WireLine::Kind;
  std::vector<WireLine> lines;
  Reader sent;
  Reader received;
  auto note = transcript.notes.begin();
  const auto add_notes = [&](std::size_t up_to) {
    for (; note != transcript.notes.end() && note->before <= up_to; ++note) {
      lines.push_back({note->at, Kind::note, harness::printable(note->text), {}});
    }
  };
  for (std::size_t i = 0; i < transcript.chunks.size(); ++i) {
    add_notes(i);
    const auto& chunk = transcript.chunks[i];
    const auto kind = chunk.direction == Direction::sent ? Kind::sent : Kind::received;
    (kind == Kind::sent ? sent : received).add(chunk.bytes, [&](std::string text, protocol::Bytes raw) {
      lines.push_back({chunk.at, kind, std::move(text), std::move(raw)});
    });
  }
  const auto last = transcript.chunks.empty() ? std::chrono::nanoseconds{} : transcript.chunks.back().at;
  const auto add_rest = [&](const Reader& reader, Kind kind) {
    if (auto rest = reader.rest(); !rest.empty()) lines.push_back({last, kind, harness::printable(rest), {}});
  };
  add_rest(sent, Kind::sent);
  add_rest(received, Kind::received);
  add_notes(transcript.chunks.size());
  return lines;
}

std::vector<std::string> to_lines(const Transcript& transcript) {
  std::vector<std::string> lines;
  for (const auto& line : wire_lines(transcript)) {
    const auto milliseconds = std::chrono::duration<double, std::milli>(line.at).count();
    lines.push_back(fmt::format("{:>10.3f} ms {} {}", milliseconds, arrow(line.kind), line.text));
  }
  return lines;
}

}  // namespace parley::conformance
