#include "harness/conformance/script.hpp"

#include <algorithm>

namespace parley::conformance {
namespace {

std::optional<protocol::MaskKey> key_of(Masking masking, Role peer, const protocol::MaskKey& fresh) {
  switch (masking) {
    case Masking::proper:
      if (peer == Role::client) return std::nullopt;
      return fresh;
    case Masking::present:
      return fresh;
    case Masking::zero_key:
      return protocol::MaskKey{};
    case Masking::none:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

const std::string usual_request =
    "GET {resource} HTTP/1.1\r\n"
    "Host: {authority}\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Key: {key}\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "{extensions}"
    "{fields}"
    "\r\n";

const std::string usual_response =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {accept}\r\n"
    "{extensions}"
    "{fields}"
    "\r\n";

void encode(const Frame& frame, Role peer, const protocol::MaskKey& fresh, protocol::Bytes& out) {
  protocol::FrameHeader header;
  header.fin = frame.fin;
  header.rsv = frame.rsv;
  header.opcode = frame.opcode;
  header.length = frame.announced.value_or(frame.payload.size());
  header.form = frame.form.value_or(protocol::minimal_form(header.length));
  header.mask = key_of(frame.masking, peer, fresh);
  protocol::encode_frame(header, frame.payload, out);
}

bool announces_more(const Script& script) {
  const auto is_short = [](const Frame& frame) { return frame.announced && *frame.announced > frame.payload.size(); };
  return std::any_of(script.steps.begin(), script.steps.end(), [&](const Step& step) {
    const auto* const sends = std::get_if<Send>(&step);
    return sends != nullptr && std::any_of(sends->frames.begin(), sends->frames.end(), is_short);
  });
}

bool sends_part_of_a_frame(const Script& script) {
  return announces_more(script) || std::any_of(script.steps.begin(), script.steps.end(), [](const Step& step) {
           return std::holds_alternative<SendBytes>(step);
         });
}

}  // namespace parley::conformance
