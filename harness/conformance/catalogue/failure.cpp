// What comes after a fault: RFC 6455 §7.1.7.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Opcode;
using protocol::to_bytes;

struct Fault {
  std::string_view name;
  std::vector<Frame> frames;
  Codes codes = code(1002);
};

Frame with_bits(Frame frame, std::uint8_t bits) {
  frame.rsv = bits;
  return frame;
}

std::vector<Fault> faults(Role peer) {
  auto wrongly_masked = text("mask");
  wrongly_masked.masking = peer == Role::server ? Masking::none : Masking::present;
  return {
      {"a-reserved-bit", {with_bits(text("bits"), protocol::rsv2)}},
      {"an-unknown-opcode", {{.opcode = static_cast<Opcode>(11), .payload = to_bytes("eleven")}}},
      {"a-stray-continuation", {continuation(to_bytes("stray"))}},
      {"a-text-inside-a-message", {unfinished(text("one")), text("two")}},
      {"a-fragmented-ping", {unfinished(ping("half"))}},
      {"a-ping-too-long", {{.opcode = Opcode::ping, .payload = repeated(126, 'p')}}, {{1002, 1002}, {1009, 1009}}},
      {"a-wrong-mask", {wrongly_masked}},
      {"bad-utf8", {text("\xC0\xAF")}, {{1002, 1002}, {1007, 1007}}},
  };
}

/// What a peer must not go on to.
struct Sequel {
  std::string_view name;
  Frame frame;
  Forbidden forbidden;
};

std::vector<Sequel> sequels() {
  return {
      {"text", text("processed"), {{to_bytes("processed")}}},
      {"ping", ping("processed"), {{}, {to_bytes("processed")}}},
      {"close", close_frame(telltale), {}},
  };
}

Case make(const Fault& fault, const Sequel& sequel) {
  Case test;
  test.id = "6455-7.1.7-" + std::string(sequel.name) + "-after-" + std::string(fault.name);
  test.group = "close";
  test.section = "RFC 6455 §7.1.7";
  test.title =
      "A fault, and in the same TCP write a sound " + std::string(sequel.name) + ": " + std::string(fault.name);
  test.rule =
      "Who fails the connection does not go on to process what the other side sent after the fault, not even a Close.";
  auto frames = fault.frames;
  frames.push_back(sequel.frame);
  test.script.steps = {Send{std::move(frames)}};
  // A peer that answers the Close as a sound one has gone on to it.
  test.allowed = refused_frame(sequel.frame.opcode, fault.codes);
  test.forbidden = sequel.forbidden;
  return test;
}

}  // namespace

std::vector<Case> failure_cases(Role peer) {
  std::vector<Case> cases;
  for (const auto& fault : faults(peer)) {
    for (const auto& sequel : sequels()) cases.push_back(make(fault, sequel));
  }
  return cases;
}

}  // namespace parley::conformance
