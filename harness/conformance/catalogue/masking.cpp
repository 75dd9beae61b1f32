// Masking: RFC 6455 §5.1, §5.3.
#include <functional>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::MaskKey;
using protocol::to_bytes;

constexpr std::string_view any_key_rule = "The masking key is any 32-bit value that the client has chosen.";

Case make(std::string id, std::string_view section, std::vector<Need> needs, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "masking";
  test.section = section;
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

/// RFC 6455 §5.1: "In this case, a server MAY send a Close frame with a status code of 1002"; it only has to close.
struct Row {
  std::string_view name;
  std::vector<Frame> frames;
  Forbidden forbidden;
  std::vector<Allowed> allowed = failed_with(any_code());
};

constexpr std::string_view word = "wrongly masked";

/// Who answers the Close with its own code has taken it; but he closes the connection, too.
std::vector<Allowed> failed_or_taken() {
  auto allowed = failed_with(any_code_but({telltale}));
  allowed.back() = {Grade::informational, Fails{code(telltale)}};
  return allowed;
}

/// One frame of each is marked by `wrong`: without a mask towards a server, with one towards a client.
std::vector<Row> rows(const std::function<Frame(Frame)>& wrong) {
  const auto whole = to_bytes(word);
  const auto half = continuation(to_bytes("masked"));
  const auto begin = unfinished(text("wrongly "));
  const auto middle = repeated(126, 'm');
  const auto large = repeated(65536, 'l');
  return {
      {"text", {wrong(text(word))}, {{whole}}},
      {"binary", {wrong(binary(whole))}, {{whole}}},
      {"empty-text", {wrong(text(""))}, {}},
      {"empty-binary", {wrong(binary({}))}, {}},
      {"text-of-126-bytes", {wrong(text(middle))}, {{middle}}},
      {"binary-of-65536-bytes", {wrong(binary(large))}, {{large}}},
      {"ping", {wrong(ping(word))}, {{}, {whole}}},
      {"empty-ping", {wrong(ping(""))}, {}},
      {"ping-of-125-bytes", {wrong(ping(std::string(125, 'p')))}, {{}, {repeated(125, 'p')}}},
      {"pong", {wrong(pong(word))}, {}},
      {"empty-pong", {wrong(pong(""))}, {}},
      {"close", {wrong(close_frame(telltale))}, {}, failed_or_taken()},
      {"empty-close", {wrong({.opcode = protocol::Opcode::close})}, {}},
      {"first-fragment", {wrong(begin), half}, {{whole}}},
      {"continuation", {begin, wrong(half)}, {{whole}}},
      {"middle-fragment", {begin, wrong(unfinished(half)), continuation({})}, {{whole}}},
      {"empty-continuation", {unfinished(text(word)), wrong(continuation({}))}, {{whole}}},
      {"ping-inside-a-message", {begin, wrong(ping(word)), half}, {{whole}, {whole}}},
      {"after-a-good-message", {text("good"), wrong(text(word)), ping(word)}, {{whole}, {whole}}},
  };
}

void add_rows(std::vector<Case>& cases, std::string_view prefix, std::string_view what, std::string_view rule,
              const std::vector<Row>& some) {
  for (const auto& row : some) {
    auto test = make("6455-5.1-" + std::string(prefix) + std::string(row.name), "RFC 6455 §5.1", opens,
                     std::string(what) + std::string(row.name), std::string(rule));
    test.script.steps = {Send{row.frames}};
    test.allowed = row.allowed;
    test.forbidden = row.forbidden;
    cases.push_back(std::move(test));
  }
}

void add_zero_keys(std::vector<Case>& cases) {
  const auto zero = [](Frame frame) {
    frame.masking = Masking::zero_key;
    return frame;
  };
  const auto add = [&](std::string_view name, std::vector<Need> needs, std::vector<Frame> frames,
                       std::vector<Allowed> allowed) {
    auto test = make("6455-5.3-zero-key-" + std::string(name), "RFC 6455 §5.3", std::move(needs),
                     "Frames whose masking key is 0: " + std::string(name), std::string(any_key_rule));
    test.script.steps = {Send{std::move(frames)}};
    test.allowed = std::move(allowed);
    cases.push_back(std::move(test));
  };
  const auto body = to_bytes("zero");
  add("ping", opens, {zero(ping("zero"))}, answered({}, {body}));
  add("text", echoes, {zero(text("zero"))}, answered({{true, body}}));
  add("binary", echoes, {zero(binary(body))}, answered({{false, body}}));
  add("empty-text", echoes, {zero(text(""))}, answered({{true, {}}}));
  add("fragments", echoes, {zero(unfinished(text("ze"))), zero(continuation(to_bytes("ro")))},
      answered({{true, body}}));
  add("second-fragment", echoes, {unfinished(text("ze")), zero(continuation(to_bytes("ro")))},
      answered({{true, body}}));
  const std::string_view request = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n";
  add("looks-like-http", echoes, {zero(text(request))}, answered({{true, to_bytes(request)}}));
}

MaskKey key_of(std::string_view hex) {
  const auto bytes = *protocol::from_hex(hex);
  return {bytes[0], bytes[1], bytes[2], bytes[3]};
}

/// Keys that a shortcut could take for something else.
void add_keys(std::vector<Case>& cases) {
  const auto payload = to_bytes("any key will do: 0123456789");
  for (const std::string_view key : {"ffffffff", "00000001", "01000000", "00ff00ff", "80808080", "0d0a0d0a"}) {
    auto test = make("6455-5.3-key-" + std::string(key), "RFC 6455 §5.3", echoes,
                     "A text whose masking key is 0x" + std::string(key), std::string(any_key_rule));
    Bytes wire;
    encode(text(payload), Role::server, key_of(key), wire);
    test.script.steps = {SendBytes{wire}};
    test.allowed = answered({{true, payload}});
    cases.push_back(std::move(test));
  }
  // On the wire it begins with "GET ", which a server or what stands before it must not take for a request.
  auto test = make("6455-5.3-masked-bytes-look-like-http", "RFC 6455 §5.3, §10.3", echoes,
                   "A binary message whose bytes look like an HTTP request once they are masked",
                   "The payload is no business of the protocol, masked or not.");
  const MaskKey key{0x11, 0x22, 0x33, 0x44};
  auto request = to_bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  for (std::size_t i = 0; i < request.size(); ++i) request[i] ^= key[i % 4];
  Bytes wire;
  encode(binary(request), Role::server, key, wire);
  test.script.steps = {SendBytes{wire}};
  test.allowed = answered({{false, request}});
  cases.push_back(std::move(test));
}

/// The key, the payload and TCP's pieces at all distances of each other.
void add_alignments(std::vector<Case>& cases) {
  for (const std::size_t piece : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    auto test = make("6455-5.3-pieces-of-" + std::to_string(piece), "RFC 6455 §5.3", echoes,
                     "Messages of 0 to 9 bytes in TCP writes of " + std::to_string(piece) + " bytes",
                     "Byte i of the payload is masked with byte i modulo 4 of the key, however TCP cuts them.");
    Send send;
    send.piece = piece;
    std::vector<Message> messages;
    for (std::size_t size = 0; size < 10; ++size) {
      const auto payload = to_bytes(std::string_view("alignment!").substr(0, size));
      send.frames.push_back(text(payload));
      messages.push_back({true, payload});
    }
    test.script.steps = {send};
    test.allowed = answered(messages);
    cases.push_back(std::move(test));
  }
}

Frame masked(Frame frame) {
  frame.masking = Masking::present;
  return frame;
}

/// The payload looks as if it were not masked, but the bit is set.
Frame masked_with_zero(Frame frame) {
  frame.masking = Masking::zero_key;
  return frame;
}

}  // namespace

std::vector<Case> masking_cases(Role peer) {
  std::vector<Case> cases;
  if (peer == Role::client) {
    constexpr std::string_view rule = "A client closes the connection when it detects a masked frame.";
    add_rows(cases, "masked-", "A frame with a mask: ", rule, rows(masked));
    add_rows(cases, "masked-with-key-0-", "A frame with a mask of zeros: ", rule, rows(masked_with_zero));
    return cases;
  }
  add_rows(cases, "unmasked-",
           "A frame without a mask: ", "A server closes the connection when it receives a frame that is not masked.",
           rows(unmasked));
  add_zero_keys(cases);
  add_keys(cases);
  add_alignments(cases);
  return cases;
}

}  // namespace parley::conformance
