#include "harness/conformance/wire_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace parley::conformance {
namespace {

enum class Head : std::uint8_t { request, interim, switching, refusal };

/// By its first line (RFC 9112 §4, RFC 9110 §15.2).
Head kind_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return Head::request;
  line.remove_prefix(std::min(line.find(' '), line.size() - 1) + 1);
  const auto status = line.substr(0, line.find_first_of(" \r\n"));
  if (status == "101") return Head::switching;
  return status.size() == 3 && status.front() == '1' ? Head::interim : Head::refusal;
}

}  // namespace

void WireReader::add(protocol::ByteView bytes, Events& events) {
  protocol::Bytes copy(bytes.begin(), bytes.end());  // unmasked in place
  auto data = protocol::ByteSpan(copy);
  if (part_ == Part::head) data = read_head(data, events);
  if (data.empty()) return;
  if (part_ == Part::content) return events.on_content(data);
  read_frames(data, bytes.last(data.size()), events);
}

protocol::ByteSpan WireReader::read_head(protocol::ByteSpan data, Events& events) {
  while (!data.empty() && part_ == Part::head) {
    line_ += static_cast<char>(data.front());
    data = data.subspan(1);
    if (line_.back() != '\n') continue;
    const bool empty = line_ == "\n" || line_ == "\r\n";
    if (!empty && !std::exchange(in_head_, true)) {
      const auto kind = kind_of(line_);
      behind_head_ = kind == Head::interim ? Part::head : kind == Head::refusal ? Part::content : Part::frames;
    }
    events.on_head_line(line_);
    line_.clear();
    // An empty line before the first one is passed over (RFC 9112 §2.2).
    if (empty && std::exchange(in_head_, false)) part_ = behind_head_;
  }
  return data;
}

void WireReader::read_frames(protocol::ByteSpan data, protocol::ByteView wire, Events& events) {
  const auto keep_raw = [&] {
    const auto read = wire.first(wire.size() - data.size());
    protocol::append(raw_, read.first(std::min(read.size(), most_raw - raw_.size())));
    wire = wire.last(data.size());
  };
  while (!data.empty()) {
    if (!decoder_.inside_frame()) {
      const bool whole = decoder_.next_header(data) != nullptr;
      keep_raw();
      if (!whole) return;
      payload_.clear();
    }
    const auto piece = decoder_.next_piece(data);
    keep_raw();
    protocol::append(payload_, piece.bytes);
    if (piece.left != 0) continue;
    events.on_frame(decoder_.header(), payload_, raw_);
    raw_.clear();
  }
}

}  // namespace parley::conformance
