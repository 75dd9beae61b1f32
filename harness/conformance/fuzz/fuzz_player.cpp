#include "harness/conformance/fuzz/fuzz_player.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <system_error>
#include <thread>

#include "harness/conformance/fuzz/mutator.hpp"
#include "harness/conformance/fuzz/wire_script.hpp"
#include "harness/conformance/survey.hpp"
#include "harness/process/process_usage.hpp"
#include "net/connector.hpp"

namespace parley::conformance::fuzz {
namespace {

/// Every end is allowed: what came on the way is for others to judge.
Case case_of(const Script& script) {
  Case test;
  test.id = "fuzz";
  test.group = "fuzz";
  test.level = Level::info;
  test.needs = {};
  test.script = wire_script(script);
  test.allowed = {{Grade::strict, Survives{last_ping}},
                  {Grade::strict, Ends{}},
                  {Grade::strict, Fails{Codes{{}}}},
                  {Grade::strict, Refuses{.first = 100, .last = 999}},
                  {Grade::strict, HangsUp{}}};
  return test;
}

bool has_spoken(const CaseResult& result) {
  return std::any_of(result.transcript.chunks.begin(), result.transcript.chunks.end(),
                     [](const Chunk& chunk) { return chunk.direction == Direction::received; });
}

/// Thousands of connections a minute leave their ports in TIME_WAIT: that is no fault of the peer's.
bool lacks_means(const Peer& peer) {
  net::Loop loop;
  std::error_code error;
  net::ConnectOptions to;
  to.host = peer.uri.host;
  to.port = peer.uri.port;
  const auto attempt = net::connect(
      loop, to, [](std::unique_ptr<net::Stream>) {},
      [&error](const net::ConnectFailure& failure) { error = failure.error; });
  loop.run();
  return error == std::errc::address_not_available || error == std::errc::too_many_files_open ||
         error == std::errc::too_many_files_open_in_system || error == std::errc::no_buffer_space;
}

}  // namespace

Round FuzzPlayer::play(const std::vector<Script>& scripts, const std::stop_token& stop, const OnFinish& on_finish) {
  std::vector<Case> cases;
  std::vector<const Case*> pointers;
  cases.reserve(scripts.size());
  for (const auto& script : scripts) pointers.push_back(&cases.emplace_back(case_of(script)));
  auto round = Field(peer_, pointers, options_.jobs, options_.quick, stop, on_finish).play();
  for (auto& result : round.results) {
    if (result) result->test = nullptr;
  }
  return round;
}

std::optional<CaseResult> FuzzPlayer::play(const Script& script) {
  auto round = play({script}, options_.stop, {});
  auto& result = round.results.front();
  if (!result || result->unreachable) return std::nullopt;
  return std::move(result);
}

Health FuzzPlayer::look() {
  const std::vector<const Case*> probe{&ping_case()};
  const auto round = Field(peer_, probe, 1, options_.thorough, options_.stop, {}).play();
  const auto& result = round.results.front();
  if (!result) return Health::serves;  // it was stopped: nothing is known
  if (is_passing(result->verdict)) return Health::serves;
  if (result->unreachable) return lacks_means(peer_) ? Health::unknown : Health::gone;
  return result->verdict == Verdict::error && has_spoken(*result) ? Health::refuses : Health::deaf;
}

Health FuzzPlayer::look_closely() {
  constexpr int times = 3;
  constexpr auto between = std::chrono::milliseconds(300);  // connections of ours that it has not noticed the end of
  auto health = look();
  const bool ended = options_.pid && !harness::usage_of(*options_.pid);
  if (health == Health::gone && ended) return health;
  for (int i = 1; i < times && health != Health::serves && !stopped(); ++i) {
    std::this_thread::sleep_for(between);
    health = look();
  }
  return health;
}

bool FuzzPlayer::revive() {
  if (!options_.revive) return false;
  auto revival = options_.revive();
  how_ = std::move(revival.how);
  if (!revival.uri) return false;
  peer_.uri = *std::move(revival.uri);
  options_.pid = revival.pid;
  return true;
}

}  // namespace parley::conformance::fuzz
