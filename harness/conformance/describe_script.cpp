#include "harness/conformance/describe_script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/observation.hpp"
#include "harness/report/text.hpp"
#include "protocol/names.hpp"

namespace parley::conformance {
namespace {

constexpr std::size_t shown_bytes = 24;
constexpr std::size_t shown_frames = 12;
constexpr std::size_t shown_lines = 40;        // of a head
constexpr std::size_t shown_characters = 200;  // of each

std::string name_of(protocol::Opcode opcode) {
  const auto name = protocol::opcode_name(opcode);
  return name.empty() ? fmt::format("opcode 0x{:X}", static_cast<unsigned>(opcode)) : std::string(name);
}

std::string_view masking_of(Masking masking, Role peer) {
  switch (masking) {
    case Masking::proper:
      return "";
    case Masking::present:
      return peer == Role::client ? ", masked" : "";
    case Masking::zero_key:
      return ", masked with a key of zeros";
    case Masking::none:
      return peer == Role::server ? ", not masked" : "";
  }
  return "";
}

std::string hex(protocol::ByteView bytes) {
  std::string text;
  for (const auto byte : bytes.first(std::min(bytes.size(), shown_bytes))) {
    text += fmt::format("{}{:02x}", text.empty() ? "" : " ", byte);
  }
  return bytes.size() > shown_bytes ? text + fmt::format(" … ({} bytes)", bytes.size()) : text;
}

std::string in_words(const Frame& frame, Role peer) {
  std::string text = name_of(frame.opcode);
  if (!frame.fin) text += ", FIN clear";
  if (frame.rsv != 0) text += fmt::format(", RSV {:03b}", frame.rsv >> 4U);
  text += masking_of(frame.masking, peer);
  if (frame.form) {
    const int bits = *frame.form == protocol::LengthForm::bits7    ? 7
                     : *frame.form == protocol::LengthForm::bits16 ? 16
                                                                   : 64;
    text += fmt::format(", length in {} bits", bits);
  }
  if (frame.announced) text += fmt::format(", length said to be {}", *frame.announced);
  return text + ": " + harness::printable(describe_payload(frame.payload));
}

void add_frames(std::vector<std::string>& lines, const std::vector<Frame>& frames, Role peer) {
  for (std::size_t i = 0; i < std::min(frames.size(), shown_frames); ++i) {
    protocol::Bytes bytes;
    encode(frames[i], peer, protocol::MaskKey{}, bytes);
    lines.push_back("send " + in_words(frames[i], peer));
    lines.push_back("     " + hex(bytes));
  }
  if (frames.size() > shown_frames)
    lines.push_back(fmt::format("     and {} more frames", frames.size() - shown_frames));
}

struct Describe {
  std::vector<std::string>& lines;
  Role peer;

  void operator()(const Send& send) const {
    if (send.piece != 0) lines.push_back(fmt::format("in TCP writes of {} bytes:", send.piece));
    add_frames(lines, send.frames, peer);
  }
  void operator()(const SendBytes& send) const { lines.push_back("send bytes " + hex(send.bytes)); }
  void operator()(const Await& await) const {
    switch (await.until) {
      case Until::message:
        return lines.push_back("wait for " + harness::format_counted(await.count, "message"));
      case Until::pong:
        return lines.push_back("wait for " + harness::format_counted(await.count, "pong"));
      case Until::close_or_end:
        return lines.push_back("wait for a Close or the end of TCP");
    }
  }
  void operator()(const Pause& pause) const { lines.push_back(fmt::format("wait {} ms", pause.time.count())); }
  void operator()(const Exchange& exchange) const {
    auto text = fmt::format("send {} of {} bytes, {} times, each after the echo of the one before",
                            name_of(exchange.opcode), exchange.size, exchange.count);
    if (exchange.fragment != 0) text += fmt::format(", in frames of {} bytes", exchange.fragment);
    if (exchange.piece != 0) text += fmt::format(", in TCP writes of {} bytes", exchange.piece);
    lines.push_back(std::move(text));
  }
  void operator()(const Flood& flood) const {
    lines.push_back(fmt::format("{} times, as fast as the peer takes them:", flood.count));
    add_frames(lines, flood.frames, peer);
  }
  void operator()(const HoldReading& /*hold*/) const { lines.emplace_back("read no more"); }
  void operator()(const ReadAgain& /*again*/) const { lines.emplace_back("read again"); }
  void operator()(const ShutdownWrite& /*shutdown*/) const { lines.push_back("end our side of TCP (FIN)"); }
  void operator()(const TruncateTls& /*truncate*/) const {
    lines.emplace_back("end our side of TCP without close_notify");
  }
  void operator()(const UpdateKeys& /*update*/) const { lines.emplace_back("change our keys (KeyUpdate)"); }
  void operator()(const Reset& /*reset*/) const { lines.push_back("reset TCP (RST)"); }
};

void add_head_lines(std::vector<std::string>& lines, std::string_view head) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < head.size();) {
    const auto end = std::min(head.find("\r\n", at), head.size());
    const auto line = head.substr(at, end - at);
    at = end + 2;
    if (line.empty() || ++count > shown_lines) continue;
    auto text = "  " + harness::printable(line.substr(0, shown_characters));
    if (line.size() > shown_characters) text += fmt::format(" … ({} bytes)", line.size());
    lines.push_back(std::move(text));
  }
  if (count > shown_lines) lines.push_back(fmt::format("  and {} more lines", count - shown_lines));
}

void add_head(std::vector<std::string>& lines, const Script& script, Role peer) {
  const auto& usual = peer == Role::server ? usual_request : usual_response;
  const auto& head = peer == Role::server ? script.request : script.response;
  const std::string what = peer == Role::server ? "request" : "response";
  if (head == usual) {
    lines.push_back("the usual " + what +
                    (script.extensions.empty() ? "" : ", Sec-WebSocket-Extensions: " + script.extensions));
  } else {
    lines.push_back("the " + what + ":");
    add_head_lines(lines, head);
  }
  if (!script.key.empty()) lines.push_back("with the key " + script.key);
  if (!script.query.empty()) lines.push_back("the URL ends in " + script.query);
  if (script.head_piece != 0) lines.push_back(fmt::format("in TCP writes of {} bytes", script.head_piece));
  if (script.head_pause.count() != 0)
    lines.push_back(fmt::format("with {} ms between them", script.head_pause.count()));
  if (script.transport == Transport::no_tls) lines.emplace_back("without TLS");
}

}  // namespace

std::vector<std::string> describe(const Script& script, Role peer) {
  std::vector<std::string> lines;
  add_head(lines, script, peer);
  if (!script.with_head.empty()) {
    lines.emplace_back("in the same write:");
    add_frames(lines, script.with_head, peer);
  }
  for (const auto& step : script.steps) std::visit(Describe{lines, peer}, step);
  return lines;
}

}  // namespace parley::conformance
