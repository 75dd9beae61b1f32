#include "harness/scenario/wire_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/scenario/matcher.hpp"
#include "protocol/close_code.hpp"
#include "protocol/names.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_of_payload = 128;  // bytes that a line shows
constexpr std::size_t most_of_head = 4096;    // bytes that a line shows
constexpr std::size_t longest_head = 65536;   // more is no HTTP head

std::string close_text(const protocol::Bytes& body) {
  if (body.size() < 2) return "close without a code";
  const auto code = static_cast<std::uint16_t>(body[0] << 8U | body[1]);
  std::string text = fmt::format("close {} ({})", code, protocol::close_code_name(code));
  if (body.size() > 2) text += " " + preview(protocol::MessageType::text, protocol::ByteView(body).subspan(2));
  return text;
}

}  // namespace

std::string WireDecoder::take(protocol::ByteView& bytes) {
  switch (part_) {
    case Part::head:
      return take_head(bytes);
    case Part::body:
      bytes = {};
      return {};
    case Part::frames:
      break;
  }
  return header_ ? take_payload(bytes) : take_header(bytes);
}

std::string WireDecoder::take_head(protocol::ByteView& bytes) {
  const std::size_t known = head_.size();
  head_ += protocol::as_text(bytes);
  const std::size_t end = head_.find("\r\n\r\n", known < 3 ? 0 : known - 3);
  const bool is_whole = end != std::string::npos;
  if (!is_whole && head_.size() < longest_head) {
    bytes = {};
    return {};
  }
  const std::size_t size = is_whole ? end + 4 : head_.size();
  bytes = bytes.subspan(size - known);
  part_ = is_whole ? part_after(head_) : Part::body;
  std::string line = head_.substr(0, std::min(end, most_of_head));
  if (end > line.size()) line += "…";
  head_.clear();
  for (std::size_t at = 0; (at = line.find("\r\n", at)) != std::string::npos;) line.replace(at, 2, "\n  ");
  return line;
}

/// Frames follow a request and a 101, another head any other 1xx (RFC 9110 §15.2).
WireDecoder::Part WireDecoder::part_after(std::string_view head) {
  if (!head.starts_with("HTTP/")) return Part::frames;
  const std::string_view status = head.substr(std::min(head.find(' '), head.size()));
  if (status.starts_with(" 101")) return Part::frames;
  return status.starts_with(" 1") ? Part::head : Part::body;
}

std::string WireDecoder::take_header(protocol::ByteView& bytes) {
  // A byte at a time until it is whole: at most 14, and headers are seldom cut.
  while (!bytes.empty()) {
    header_bytes_.push_back(bytes.front());
    bytes = bytes.subspan(1);
    const auto decoded = protocol::decode_header(header_bytes_);
    if (!decoded) continue;
    header_ = decoded->header;
    if (header_->opcode == protocol::Opcode::text) in_text_ = (header_->rsv & protocol::rsv1) == 0;
    if (header_->opcode == protocol::Opcode::binary) in_text_ = false;
    header_bytes_.clear();
    taken_ = 0;
    begin_.clear();
    return header_->length == 0 ? take_payload(bytes) : std::string();
  }
  return {};
}

std::string WireDecoder::take_payload(protocol::ByteView& bytes) {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), header_->length - taken_));
  for (std::size_t i = 0; i < size && begin_.size() < most_of_payload; ++i) {
    const std::uint8_t key = header_->mask ? (*header_->mask)[begin_.size() % 4] : 0;
    begin_.push_back(bytes[i] ^ key);
  }
  taken_ += size;
  bytes = bytes.subspan(size);
  if (taken_ < header_->length) return {};
  std::string line = describe_frame();
  header_.reset();
  return line;
}

/// Of the frames of a text message only the first says that it is one (RFC 6455 §5.4).
bool WireDecoder::is_text(protocol::Opcode opcode) const {
  return opcode == protocol::Opcode::text || (opcode == protocol::Opcode::continuation && in_text_);
}

std::string WireDecoder::describe_frame() const {
  const protocol::FrameHeader& header = *header_;
  const bool compressed = (header.rsv & protocol::rsv1) != 0;
  if (header.opcode == protocol::Opcode::close && !compressed) return close_text(begin_);
  const auto name = protocol::opcode_name(header.opcode);
  std::string line = fmt::format("{} {}", name.empty() ? "reserved opcode" : name, header.length);
  if (!header.fin) line += " (more follows)";
  if (compressed) return line + " compressed";
  if (header.length == 0) return line;
  if (is_text(header.opcode)) {
    line += " " + preview(protocol::MessageType::text, begin_);
  } else if (protocol::is_control(header.opcode)) {  // text as a rule, though it may be anything (RFC 6455 §5.5.2)
    line += " " + preview_control(begin_);
  } else {
    line += " " + preview_bytes(begin_);
  }
  return header.length > begin_.size() ? line + "…" : line;
}

void WireLog::add(net::Direction direction, protocol::ByteView bytes) {
  const bool sent = direction == net::Direction::sent;
  (sent ? sent_ : received_).add(bytes, [&](std::string line) { push(sent ? "→" : "←", std::move(line)); });
}

void WireLog::note(std::string text) {
  push("·", std::move(text));
}

void WireLog::new_connection() {
  sent_ = {};
  received_ = {};
}

void WireLog::push(std::string_view arrow, std::string text) {
  if (lines_.size() == capacity_) lines_.pop_front();
  lines_.push_back({std::chrono::steady_clock::now() - start_, client_, std::string(arrow), std::move(text)});
}

}  // namespace parley::scenario
