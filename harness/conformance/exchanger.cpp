#include "harness/conformance/exchanger.hpp"

#include <algorithm>

#include "harness/conformance/fault_of_answers.hpp"

namespace parley::conformance {

using protocol::Bytes;
using protocol::Opcode;

Exchanger::Exchanger(const Exchange& exchange, std::optional<DeflateDirection> deflate)
    : exchange_(exchange),
      reader_(exchange.sample,
              exchange.opcode == Opcode::text ? SampleReader::Cut::between_characters : SampleReader::Cut::anywhere) {
  if (!deflate) return;
  deflater_ = std::make_unique<protocol::Deflater>(deflate->window_bits, deflate->no_context_takeover,
                                                   protocol::DeflateOptions{.level = 1});  // the peer is what is tested
}

std::vector<Frame> Exchanger::next() {
  sent_ = reader_.next(exchange_.size);
  Bytes payload;
  if (deflater_) {
    deflater_->compress(sent_, payload);
  } else {
    payload = sent_;
  }
  const std::size_t step = exchange_.fragment == 0 ? std::max<std::size_t>(payload.size(), 1) : exchange_.fragment;
  std::vector<Frame> frames;
  std::size_t at = 0;
  do {
    const auto part = protocol::ByteView(payload).subspan(at, std::min(step, payload.size() - at));
    Frame frame{.opcode = at == 0 ? exchange_.opcode : Opcode::continuation, .payload = {part.begin(), part.end()}};
    at += part.size();
    frame.fin = at == payload.size();
    if (deflater_ && frames.empty()) frame.rsv = protocol::rsv1;  // RFC 7692 §6: on the first frame only
    frames.push_back(std::move(frame));
  } while (at < payload.size());
  return frames;
}

std::string Exchanger::compare(const Message& message) const {
  const auto fault = fault_of_echo({exchange_.opcode == Opcode::text, sent_}, message);
  return fault.empty() ? fault : "the next " + fault;
}

}  // namespace parley::conformance
