#include "harness/conformance/catalogue/deflate_words.hpp"

#include <algorithm>
#include <random>

#include "protocol/deflate.hpp"

namespace parley::conformance {

using protocol::Bytes;

Frame compressed(Frame frame) {
  frame.rsv = protocol::rsv1;
  return frame;
}

Bytes hex(std::string_view digits) {
  return protocol::from_hex(digits).value();
}

std::string agreement(Role peer, std::string_view parameters) {
  return (peer == Role::client ? "permessage-deflate{required}" : "permessage-deflate") + std::string(parameters);
}

std::string our_parameter(Role peer, std::string_view name) {
  return (peer == Role::server ? "client_" : "server_") + std::string(name);
}

std::string its_parameter(Role peer, std::string_view name) {
  return (peer == Role::server ? "server_" : "client_") + std::string(name);
}

void may_lack_support(Case& test, Role peer) {
  if (peer == Role::server) return;
  test.allowed.push_back({Grade::lenient, GivesUp{}});
  test.allowed.push_back({Grade::lenient, Fails{code(1010)}});
}

Case deflate_case(Role peer, const Words& words) {
  Case test;
  test.id = words.id;
  test.group = "deflate";
  test.section = words.section;
  test.needs = deflates_and_echoes;
  test.terms = Terms{};
  test.title = words.title;
  test.rule = words.rule;
  test.script.extensions = agreement(peer);
  return test;
}

Told& Told::literals(std::string_view text) {
  stream.literals(text);
  protocol::append(data, text);
  return *this;
}

Told& Told::reference(std::size_t distance, std::size_t length) {
  stream.reference(distance, length);
  while (length-- > 0) data.push_back(data.at(data.size() - distance));
  return *this;
}

std::string letters(std::size_t count) {
  std::minstd_rand dice(7);
  std::string text;
  while (text.size() < count) text += static_cast<char>('a' + dice() % 26);
  return text;
}

Bytes deflated(protocol::ByteView data) {
  Bytes payload;
  protocol::Deflater(8, true, {}).compress(data, payload);
  return payload;
}

std::vector<Frame> fragments(const Bytes& payload, std::size_t size) {
  if (size == 0) size = payload.size();
  std::vector<Frame> frames;
  for (std::size_t at = 0; at < payload.size(); at += size) {
    const auto begin = payload.begin() + static_cast<std::ptrdiff_t>(at);
    const Bytes part(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, payload.size() - at)));
    frames.push_back(unfinished(at == 0 ? compressed(text(part)) : continuation(part)));
  }
  frames.back().fin = true;
  return frames;
}

std::vector<Frame> cut_at(const Bytes& payload, std::size_t at) {
  const auto middle = payload.begin() + static_cast<std::ptrdiff_t>(at);
  return {unfinished(compressed(text(Bytes(payload.begin(), middle)))), continuation(Bytes(middle, payload.end()))};
}

}  // namespace parley::conformance
