// Bytes that come slowly, though not for long: no RFC says how patient a peer must be.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

constexpr std::chrono::milliseconds between_bytes(4);  // some 0.7 s for a head

Case make(std::string id, std::string_view section, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "exhaustion";
  test.section = section;
  test.level = Level::quality;
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

void add_slow_head(std::vector<Case>& cases, Role peer) {
  const bool server = peer == Role::server;
  auto test = make("6455-4-slow-head", "RFC 6455 §4.1, §4.2.1",
                   std::string("The ") + (server ? "request" : "response") + " comes byte by byte, one every 4 ms",
                   "A network may be slow: a handshake that takes less than a second is no attack.");
  test.needs = {};
  test.script.head_piece = 1;
  test.script.head_pause = between_bytes;
  if (server) {
    test.allowed = upgraded();
    test.allowed.push_back({Grade::lenient, Refuses{408, 408}});
  } else {
    ask_whether_open(test);
    test.allowed = allowed_for(Reaction::opens);
  }
  cases.push_back(std::move(test));
}

/// What one slow peer may take of a server, a hundred may, too.
void add_slow_crowd(std::vector<Case>& cases) {
  auto test = make("6455-10.4-slow-requests", "RFC 6455 §10.4",
                   "A hundred requests at a time come in pieces of 4 bytes, one every 4 ms",
                   "Slow clients do not keep a server from others: each is served, or sent away.");
  test.needs = {};
  test.script.head_piece = 4;
  test.script.head_pause = between_bytes;
  test.allowed = {{Grade::strict, Upgrades{}}, {Grade::strict, Refuses{}}, {Grade::strict, HangsUp{}}};
  test.crowding = Crowding::alone;
  test.connections = 100;
  test.memory_allowance = 64U << 20U;
  cases.push_back(std::move(test));
}

void add_slow_frame(std::vector<Case>& cases, Role peer) {
  auto test = make("6455-5.2-slow-frame", "RFC 6455 §5.2", "The frame of a text comes byte by byte, one every 4 ms",
                   "TCP is a stream: how fast it comes means nothing.");
  test.needs = echoes;
  const std::string words = "slowly but surely, from one end to the other";
  auto frame = text(words);
  frame.masking = peer == Role::server ? Masking::zero_key : Masking::none;
  protocol::Bytes bytes;
  encode(frame, peer, {}, bytes);
  for (const auto byte : bytes) {
    test.script.steps.emplace_back(SendBytes{{byte}});
    test.script.steps.emplace_back(Pause{between_bytes});
  }
  test.allowed = answered({{true, protocol::to_bytes(words)}});
  cases.push_back(std::move(test));
}

}  // namespace

std::vector<Case> slow_cases(Role peer) {
  std::vector<Case> cases;
  add_slow_head(cases, peer);
  add_slow_frame(cases, peer);
  if (peer == Role::server) add_slow_crowd(cases);
  return cases;
}

}  // namespace parley::conformance
