// Frames that cost the peer more than they cost us: RFC 6455 §10.4, §10.7.
#include <random>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::LengthForm;
using protocol::Opcode;
using protocol::to_bytes;

constexpr std::string_view limits_rule =
    "An endpoint protects itself against what exceeds its limits; how is its own business, as long as it goes on "
    "serving others.";
constexpr std::string_view alive = "parley: after the flood";
constexpr std::uint64_t mebibyte = 1U << 20;

/// The connection may end in whatever way, or go on. Whether every ping is answered (§5.5.2) is another case's affair.
std::vector<Allowed> survived_or_ended() {
  return {{Grade::strict, Survives{to_bytes(alive)}},
          {Grade::strict, Fails{any_code()}},
          {Grade::strict, Drops{}},
          {Grade::lenient, GoesOn{}}};
}

Case make(std::string id, Level level, std::string title) {
  Case test;
  test.id = std::move(id);
  test.group = "exhaustion";
  test.section = "RFC 6455 §10.4";
  test.level = level;
  test.title = std::move(title);
  test.rule = limits_rule;
  test.crowding = Crowding::alone;
  test.memory_allowance = 256 * mebibyte;
  test.allowed = survived_or_ended();
  return test;
}

/// §10.4 names a frame of 2^60 bytes as an example of what a peer could announce.
void add_announced(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view name;
    std::uint64_t length;
  };
  for (const auto& row : {Row{"2-31", 1ULL << 31U}, Row{"2-32", 1ULL << 32U}, Row{"2-60", 1ULL << 60U},
                          Row{"2-63-less-1", (1ULL << 63U) - 1}}) {
    for (const bool continues : {false, true}) {
      auto test =
          make("6455-10.4-announced-" + std::string(row.name) + (continues ? "-in-a-continuation" : ""), Level::quality,
               std::string(continues ? "A continuation" : "A binary") + " frame that announces " +
                   std::to_string(row.length) + " bytes, of which none follow");
      if (continues) test.script.steps.push_back(Send{{unfinished(binary({1, 2, 3}))}});
      Frame frame = continues ? continuation({}) : binary({});
      frame.form = LengthForm::bits64;
      frame.announced = row.length;
      test.script.steps.push_back(Send{{frame}});
      test.script.steps.push_back(Pause{std::chrono::milliseconds(50)});
      test.script.steps.push_back(ShutdownWrite{});
      test.allowed = {{Grade::strict, Ends{}}};
      test.connections = peer == Role::server ? 100 : 1;
      test.memory_allowance = 64 * mebibyte;
      cases.push_back(std::move(test));
    }
  }
}

void add_flood(std::vector<Case>& cases, std::string id, std::string title, const std::vector<Frame>& first,
               const std::vector<Frame>& batch, std::size_t count) {
  auto test = make(std::move(id), Level::quality, std::move(title));
  if (!first.empty()) test.script.steps.push_back(Send{first});
  test.script.steps.push_back(Flood{batch, count});
  test.script.steps.push_back(Send{{ping(alive)}});
  cases.push_back(std::move(test));
}

void add_floods(std::vector<Case>& cases) {
  const std::vector<Frame> empty_fragments(1000, unfinished(continuation({})));
  add_flood(cases, "6455-10.4-endless-empty-fragments", "100,000 empty fragments of one message",
            {unfinished(text("begin"))}, empty_fragments, 100);
  const std::vector<Frame> small_fragments(1000, unfinished(continuation({'x'})));
  add_flood(cases, "6455-10.4-endless-small-fragments", "100,000 fragments of one byte of one message",
            {unfinished(text("begin"))}, small_fragments, 100);
  const std::vector<Frame> pongs(1000, pong("nobody asked"));
  add_flood(cases, "6455-10.4-many-pongs", "100,000 pongs that nobody asked for", {}, pongs, 100);
  const std::vector<Frame> pings(1000, ping("ping"));
  add_flood(cases, "6455-10.4-many-pings", "100,000 pings, and their answers read", {}, pings, 100);
}

/// A mebibyte of zeros is a kibibyte of DEFLATE. The message does not end, so that nobody has to send it back.
void add_bomb(std::vector<Case>& cases, Role peer) {
  auto block = deflated(Bytes(mebibyte));
  protocol::append(block, Bytes{0x00, 0x00, 0xFF, 0xFF});  // RFC 7692 §7.2.1: left out only at the end of a message
  Bytes blocks;
  for (int i = 0; i < 16; ++i) protocol::append(blocks, block);
  auto test = make("6455-10.4-inflates-to-512-mib", Level::quality,
                   "Half a mebibyte that inflates to 512 of them, in a message that does not end");
  test.needs = deflates;
  test.terms = Terms{};
  test.script.extensions = agreement(peer);
  test.script.steps = {Send{{unfinished(compressed(binary(block)))}}, Flood{{unfinished(continuation(blocks))}, 32},
                       Send{{ping(alive)}}};
  cases.push_back(std::move(test));
}

/// We do not read what the peer answers: its queue must not grow without bounds.
void add_slow_readers(std::vector<Case>& cases) {
  auto pings = make("6455-10.4-pings-and-no-reading", Level::quality,
                    "200,000 pings of 125 bytes, and none of the answers is read until the end");
  pings.script.steps = {HoldReading{}, Flood{std::vector<Frame>(500, ping(std::string(125, 'p'))), 400}, ReadAgain{},
                        Send{{ping(alive)}}};
  pings.memory_allowance = 64 * mebibyte;
  cases.push_back(std::move(pings));

  auto echoes_unread = make("6455-10.4-messages-and-no-reading", Level::quality,
                            "64 MiB of messages, and nothing that comes back is read until the end");
  echoes_unread.needs = echoes;
  echoes_unread.script.steps = {HoldReading{}, Flood{{binary(repeated(64U << 10U, 0x55))}, 1024}, ReadAgain{},
                                Send{{ping(alive)}}};
  echoes_unread.memory_allowance = 64 * mebibyte;
  cases.push_back(std::move(echoes_unread));
}

/// More than TCP holds for one who does not read (some 4 MiB on Linux), and nothing of it may be lost or doubled.
void add_late_reader(std::vector<Case>& cases) {
  constexpr int count = 128;
  constexpr std::size_t size = 65'000;
  auto test = make("6455-10.4-messages-read-late", Level::quality,
                   "128 messages of 65,000 bytes, numbered, and nothing that comes back is read until all are sent");
  test.rule = "A peer whose answers TCP does not take keeps them until it does, or ends the connection.";
  test.needs = echoes;
  std::vector<Frame> frames;
  std::vector<Message> messages;
  for (int number = 0; number < count; ++number) {
    auto payload = to_bytes(std::to_string(number) + ":");
    payload.resize(size, static_cast<std::uint8_t>(number));
    frames.push_back(binary(payload));
    messages.push_back({false, std::move(payload)});
  }
  test.script.steps = {HoldReading{}, Flood{std::move(frames), 1}, Pause{std::chrono::milliseconds(250)}, ReadAgain{}};
  test.crowding = Crowding::shared;
  test.memory_allowance = 0;
  test.allowed = answered(std::move(messages));
  test.allowed.push_back({Grade::strict, Fails{any_code()}});
  test.allowed.push_back({Grade::strict, Drops{}});
  cases.push_back(std::move(test));
}

void add_many_messages(std::vector<Case>& cases) {
  auto test = make("6455-10.4-many-small-messages", Level::quality, "50,000 texts of one byte");
  test.needs = echoes;
  test.script.steps = {Flood{std::vector<Frame>(500, text("x")), 100}, Send{{ping(alive)}}};
  cases.push_back(std::move(test));
}

void add_abrupt_ends(std::vector<Case>& cases, Role peer) {
  auto reset =
      make("6455-10.4-resets-inside-frames", Level::quality, "Connections that are reset in the middle of a message");
  Frame half = binary(repeated(100, 1));
  half.announced = 100'000;
  reset.script.steps = {Send{{unfinished(text("begin")), half}}, Reset{}};
  reset.allowed = {{Grade::strict, Ends{}}};
  reset.connections = peer == Role::server ? 200 : 1;
  cases.push_back(std::move(reset));
  if (peer == Role::client) return;
  auto churn = make("6455-10.4-churn", Level::quality, "200 connections that open and close at the same time");
  churn.script.steps = {Send{{close_frame(1000)}}};
  churn.allowed = {{Grade::strict, Closes{any_code()}}, {Grade::strict, Ends{}}};
  churn.connections = 200;
  cases.push_back(std::move(churn));
}

/// The first frame is certain to be illegal: what comes after it is of no account.
void add_noise(std::vector<Case>& cases) {
  for (std::uint32_t seed = 1; seed <= 16; ++seed) {
    auto test =
        make("6455-10.7-noise-" + std::to_string(seed), Level::must,
             "Bytes without a meaning, the first of which set a reserved bit (seed " + std::to_string(seed) + ")");
    test.section = "RFC 6455 §5.2, §10.7";
    test.rule = "Input is always validated; a reserved bit without a meaning fails the connection.";
    std::mt19937 random(seed);
    Bytes bytes;
    for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<std::uint8_t>(random()));
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x8FU) | 0x20U);  // RSV2
    bytes[1] = static_cast<std::uint8_t>(bytes[1] & 0x8FU);            // a short payload, so that it all is there
    test.script.steps = {SendBytes{bytes}};
    test.allowed = failed_with(any_code());
    test.crowding = Crowding::shared;
    test.memory_allowance = 0;
    cases.push_back(std::move(test));
  }
}

}  // namespace

std::vector<Case> exhaustion_cases(Role peer) {
  std::vector<Case> cases;
  add_announced(cases, peer);
  add_floods(cases);
  add_bomb(cases, peer);
  add_slow_readers(cases);
  add_late_reader(cases);
  add_many_messages(cases);
  add_abrupt_ends(cases, peer);
  add_noise(cases);
  return cases;
}

}  // namespace parley::conformance
