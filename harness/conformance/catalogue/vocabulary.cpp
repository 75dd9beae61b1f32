#include "harness/conformance/catalogue/vocabulary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

#include "protocol/utf8.hpp"

namespace parley::conformance {

using protocol::Bytes;
using protocol::Opcode;

Frame text(std::string_view payload) {
  return {.opcode = Opcode::text, .payload = protocol::to_bytes(payload)};
}
Frame text(Bytes payload) {
  return {.opcode = Opcode::text, .payload = std::move(payload)};
}
Frame binary(Bytes payload) {
  return {.opcode = Opcode::binary, .payload = std::move(payload)};
}
Frame continuation(Bytes payload) {
  return {.opcode = Opcode::continuation, .payload = std::move(payload)};
}
Frame ping(std::string_view payload) {
  return {.opcode = Opcode::ping, .payload = protocol::to_bytes(payload)};
}
Frame pong(std::string_view payload) {
  return {.opcode = Opcode::pong, .payload = protocol::to_bytes(payload)};
}

Frame close_frame(std::uint16_t code, std::string_view reason) {
  Bytes body{static_cast<std::uint8_t>(code >> 8U), static_cast<std::uint8_t>(code & 0xFFU)};
  protocol::append(body, reason);
  return {.opcode = Opcode::close, .payload = std::move(body)};
}

Frame unfinished(Frame frame) {
  frame.fin = false;
  return frame;
}

Frame unmasked(Frame frame) {
  frame.masking = Masking::none;
  return frame;
}

std::vector<Step> steps_for(const std::vector<Frame>& frames, Writes writes) {
  switch (writes) {
    case Writes::together:
      return {Send{frames}};
    case Writes::by_byte:
      return {Send{frames, 1}};
    case Writes::by_frame:
      break;
  }
  std::vector<Step> steps;
  for (const auto& frame : frames) steps.emplace_back(Send{{frame}});
  return steps;
}

std::vector<Step> in_two_writes(const Bytes& wire, std::size_t first) {
  const auto cut = wire.begin() + static_cast<std::ptrdiff_t>(first);
  return {SendBytes{{wire.begin(), cut}}, Pause{std::chrono::milliseconds(5)}, SendBytes{{cut, wire.end()}}};
}

Bytes repeated(std::size_t count, std::uint8_t byte) {
  return Bytes(count, byte);
}

std::vector<Allowed> failed_with(Codes codes) {
  return {{Grade::strict, Fails{std::move(codes)}}, {Grade::strict, Drops{}}, {Grade::lenient, Fails{any_code()}}};
}

Codes code(std::uint16_t number) {
  return {{number, number}};
}

Codes any_code() {
  return any_code_but({});
}

Codes any_code_but(std::initializer_list<std::uint16_t> ascending) {
  Codes codes;
  unsigned next = 0;
  for (const auto code : ascending) {
    if (code > next) codes.push_back({static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(code - 1)});
    next = code + 1U;
  }
  if (next <= 65535) codes.push_back({static_cast<std::uint16_t>(next), 65535});
  return codes;
}

Codes any_code_but_errors() {
  return any_code_but({1002, 1007});
}

std::vector<Allowed> refused_close(Codes codes) {
  return {{Grade::strict, Fails{std::move(codes)}},
          {Grade::strict, Drops{}},
          {Grade::lenient, Fails{any_code_but({telltale})}}};
}

std::vector<Allowed> refused_frame(Opcode opcode, Codes codes) {
  return opcode == Opcode::close ? refused_close(std::move(codes)) : failed_with(std::move(codes));
}

std::vector<Allowed> bad_close(std::uint16_t sent, Codes codes) {
  constexpr std::uint16_t none = 1005;  // a Close without a code is read as this one, and is no proof
  const auto proof = sent == none ? std::uint16_t{1000} : sent;
  return {{Grade::strict, Fails{std::move(codes)}},
          {Grade::strict, Drops{}},
          {Grade::lenient,
           Fails{any_code_but({std::min<std::uint16_t>(proof, 1000), std::max<std::uint16_t>(proof, 1000)})}}};
}

std::vector<Allowed> answered(std::vector<Message> messages, std::vector<Bytes> pings) {
  // RFC 6455 §10.4 lets a peer have limits of its own and names no least one, and §7.4.1 has 1009 for them; but it must
  // take something: what a control frame holds is no burden to anybody.
  constexpr std::size_t least_limit = 125;
  // It need not say that it is a limit, nor say anything (§7.1.7): where limits are common, any end will do. But 1002
  // and 1007 say that the message is at fault, which it is not.
  constexpr std::size_t common_limit = 65534;  // of a frame, which compression may have made a few bytes longer
  std::vector<MessageMark> marks;
  std::transform(messages.begin(), messages.end(), std::back_inserter(marks), mark_of);
  const auto larger = [&](std::size_t limit) {
    return std::any_of(marks.begin(), marks.end(), [=](const MessageMark& mark) { return mark.size > limit; });
  };
  std::vector<Allowed> allowed{{Grade::strict, Answers{std::move(messages), std::move(pings)}}};
  if (larger(least_limit)) allowed.push_back({Grade::lenient, TurnsDown{marks, least_limit, code(1009)}});
  if (larger(common_limit)) {
    allowed.push_back({Grade::lenient, TurnsDown{marks, common_limit, any_code_but_errors(), true}});
  }
  return allowed;
}

std::vector<Allowed> refused() {
  return {{Grade::strict, Refuses{400, 599}}, {Grade::lenient, Refuses{200, 399}}, {Grade::lenient, HangsUp{}}};
}

std::vector<Allowed> upgraded() {
  return {{Grade::strict, Upgrades{}}};
}

std::string request_with(std::string_view name, std::string_view line) {
  std::string request = usual_request;
  const std::string with_end = line.empty() ? "" : std::string(line) + "\r\n";
  const auto at = name == "GET" ? 0 : request.find("\r\n" + std::string(name) + ":");
  if (at == std::string::npos) {
    request.insert(request.find("{fields}"), with_end);
    return request;
  }
  const auto begin = at == 0 ? 0 : at + 2;
  const auto end = request.find("\r\n", begin) + 2;
  return request.replace(begin, end - begin, with_end);
}

std::string spelled_out(std::string_view text) {
  constexpr std::size_t longest_character = 4;
  std::string result;
  while (!text.empty()) {
    const bool is_control = static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7F;
    std::size_t size = 1;
    while (size <= longest_character && !protocol::is_utf8(protocol::as_bytes(text.substr(0, size)))) ++size;
    if (text[0] == '\r' || text[0] == '\n') {
      result += text[0] == '\r' ? "\\r" : "\\n";
    } else if (is_control || size > longest_character) {
      size = 1;
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
    } else {
      result += text.substr(0, size);
    }
    text.remove_prefix(std::min(size, text.size()));
  }
  return result;
}

std::string slug(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.';
    const bool upper = c >= 'A' && c <= 'Z';
    if (plain) text += c;
    if (upper) text += static_cast<char>(c - 'A' + 'a');
    if (!plain && !upper && !text.empty() && text.back() != '-') text += '-';
  }
  while (!text.empty() && text.back() == '-') text.pop_back();
  return text;
}

}  // namespace parley::conformance
