#include "harness/conformance/transcript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/conformance/observation.hpp"
#include "harness/conformance/wire_reader.hpp"
#include "harness/report/text.hpp"
#include "protocol/names.hpp"

namespace parley::conformance {
namespace {

constexpr std::size_t most_kept = 2U << 20;
constexpr std::size_t most_content = 200;  // bytes of the content of a response that a line shows

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

std::string without_line_end(std::string line) {
  if (line.ends_with('\n')) line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

/// Makes the lines of one direction.
class LineWriter : public WireReader::Events {
 public:
  LineWriter(std::vector<WireLine>& lines, WireLine::Kind kind) : lines_(lines), kind_(kind) {}

  void add(const Chunk& chunk) {
    at_ = chunk.at;
    reader_.add(chunk.bytes, *this);
  }

  /// What has come of a line or a frame that never became whole.
  void add_rest(std::chrono::nanoseconds at) {
    at_ = at;
    if (const auto* const header = reader_.begun_frame()) {
      add_line(
          fmt::format("{} {} of {} bytes (cut)", describe_header(*header), reader_.begun_payload(), header->length));
    } else if (!reader_.begun_line().empty()) {
      add_line(harness::printable(reader_.begun_line() + " (no line end)"));
    }
  }

  void on_head_line(const std::string& line) override {
    if (const auto text = without_line_end(line); !text.empty()) add_line(harness::printable(text));
  }

  void on_content(protocol::ByteView bytes) override {
    const auto shown = bytes.first(std::min(bytes.size(), most_content));
    const auto* const tail = shown.size() < bytes.size() ? "…" : "";
    add_line(fmt::format("content {} \"{}{}\"", bytes.size(), harness::printable(protocol::as_text(shown)), tail));
  }

  void on_frame(const protocol::FrameHeader& header, const protocol::Bytes& payload,
                const protocol::Bytes& raw) override {
    const bool coded = header.opcode == protocol::Opcode::close && payload.size() >= 2;
    const auto body = protocol::ByteView(payload).subspan(coded ? 2 : 0);
    const auto code = coded ? fmt::format("{} ", close_code(payload)) : "";
    add_line(fmt::format("{} {}{}", describe_header(header), code, describe_payload(body)), raw);
  }

 private:
  void add_line(std::string text, protocol::Bytes raw = {}) {
    lines_.push_back({at_, kind_, std::move(text), std::move(raw)});
  }

  std::vector<WireLine>& lines_;
  WireLine::Kind kind_;
  WireReader reader_;
  std::chrono::nanoseconds at_{};
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
  if (!part.empty()) {
    kept += part.size();
    chunks.push_back({at, direction, {part.begin(), part.end()}});
  }
  if (part.size() == bytes.size() || std::exchange(cut, true)) return;
  note(at, fmt::format("the wire log ends here: {} MiB of it are kept", most_kept >> 20U));
}

void Transcript::note(std::chrono::nanoseconds at, std::string text) {
  notes.push_back({at, std::move(text), chunks.size()});
}

std::vector<WireLine> wire_lines(const Transcript& transcript) {
  using Kind = WireLine::Kind;
  std::vector<WireLine> lines;
  LineWriter sent(lines, Kind::sent);
  LineWriter received(lines, Kind::received);
  auto note = transcript.notes.begin();
  const auto add_notes = [&](std::size_t up_to) {
    for (; note != transcript.notes.end() && note->before <= up_to; ++note) {
      lines.push_back({note->at, Kind::note, harness::printable(note->text), {}});
    }
  };
  for (std::size_t i = 0; i < transcript.chunks.size(); ++i) {
    add_notes(i);
    const auto& chunk = transcript.chunks[i];
    (chunk.direction == Direction::sent ? sent : received).add(chunk);
  }
  const auto last = transcript.chunks.empty() ? std::chrono::nanoseconds{} : transcript.chunks.back().at;
  sent.add_rest(last);
  received.add_rest(last);
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
