#include "harness/conformance/fuzz/fuzz_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "harness/conformance/fuzz/suspects.hpp"
#include "harness/process/process_usage.hpp"

namespace parley::conformance::fuzz {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t batch_size = 256;
constexpr std::size_t most_lines = 300;  // of the wire log in a finding
constexpr int confirmations = 3;
constexpr std::uint64_t memory_allowance = 512ULL << 20U;  // in one batch, whose inputs are some MiB

std::vector<std::string> wire_of(const CaseResult& result) {
  auto lines = to_lines(result.transcript);
  if (lines.size() > most_lines) lines.resize(most_lines);
  return lines;
}

std::string what_is(Health health) {
  switch (health) {
    case Health::serves:
      return "it serves";
    case Health::refuses:
      return "it answers, but refuses the opening handshake now";
    case Health::deaf:
      return "it takes connections, but answers no opening handshake and no ping";
    case Health::gone:
      return "it takes no connections any more";
    case Health::unknown:
      return "this machine has no port or descriptor left to ask it";
  }
  return "";
}

bool has_breach(const Script& script, const CaseResult& result, const std::string& rule) {
  const auto all = breaches(script, result);
  return std::any_of(all.begin(), all.end(), [&](const Breach& breach) { return breach.rule == rule; });
}

class FuzzRun {
 public:
  FuzzRun(const Peer& peer, const FuzzOptions& options, const FuzzEvents& events)
      : options_(options), events_(events), player_(peer, options.player) {}

  FuzzReport run() {
    report_.memory_before = memory();
    while (!over()) {
      const auto start = Clock::now();
      const auto before = following_up_;
      play_batch();
      spent_ += Clock::now() - start - (following_up_ - before);
    }
    report_.memory_after = memory();
    report_.duration = spent_;
    return std::move(report_);
  }

 private:
  [[nodiscard]] bool over() const { return spent_ >= options_.time || player_.stopped() || !report_.given_up.empty(); }

  // Playing.

  void play_batch() {
    const auto start = Clock::now();
    const auto before = memory();
    std::vector<Input> inputs;
    std::vector<Script> scripts;
    for (std::size_t i = 0; i < batch_size; ++i) {
      inputs.push_back(make_input(options_.seed, next_ + i));
      scripts.push_back(inputs.back().script);
    }
    std::stop_source stop;
    const std::stop_callback also(player_.options().stop, [&stop] { stop.request_stop(); });
    auto round = player_.play(scripts, stop.get_token(), [&](const CaseResult&) {
      ++report_.inputs;
      const auto elapsed = spent_ + (Clock::now() - start);
      tell(elapsed, "fuzzing");
      if (elapsed >= options_.time) stop.request_stop();
    });
    next_ += begun(round);
    const auto health = player_.look_closely();
    if (player_.stopped()) return;
    if (health == Health::serves) {
      watch_memory(before, inputs, round);
    } else {
      follow_up(health, inputs, round);
    }
    for (const auto index : round.finished) examine(inputs[index], *round.results[index]);
  }

  /// Those that found nobody are played again.
  [[nodiscard]] static std::size_t begun(const Round& round) {
    const auto open = std::find_if(round.results.begin(), round.results.end(),
                                   [](const auto& result) { return !result || result->unreachable; });
    return std::max<std::size_t>(1, static_cast<std::size_t>(open - round.results.begin()));
  }

  void tell(std::chrono::nanoseconds elapsed, std::string_view doing) const {
    if (events_.on_progress) events_.on_progress({elapsed, report_.inputs, report_.findings.size(), doing});
  }

  // What is wrong with one connection.

  void examine(const Input& input, const CaseResult& result) {
    for (const auto& breach : breaches(input.script, result)) {
      if (is_known(breach.rule) || player_.stopped()) continue;
      auto finding = begin_finding(Sign::illegal_output, input);
      finding.rule = breach.rule;
      finding.section = breach.section;
      finding.text = breach.text;
      finding.what = breach.what;
      finding.wire = wire_of(result);
      const auto start = Clock::now();
      settle(finding, [this, rule = breach.rule, &finding](const Script& script) {
        const auto seen = player_.play(script);
        if (!seen) return static_cast<void>(player_.revive()), false;
        if (!has_breach(script, *seen, rule)) return false;
        finding.wire = wire_of(*seen);
        return true;
      });
      following_up_ += Clock::now() - start;
      add(std::move(finding), breach.rule);
    }
  }

  // What is wrong with the server as a whole.

  void follow_up(Health health, const std::vector<Input>& inputs, const Round& round) {
    if (health == Health::refuses || health == Health::unknown) {
      report_.given_up = what_is(health);
      return;
    }
    const auto sign = health == Health::gone ? Sign::death : Sign::deafness;
    const bool back = player_.revive();
    const auto how = what_is(health) + (player_.how().empty() ? "" : ": " + player_.how());
    if (!back) report_.given_up = "the server is gone: " + how;
    const auto key = fmt::format("{} {}", to_string(sign), how.substr(0, how.find('\n')));
    if (is_known(key)) return;
    const auto suspects = suspects_of(round, std::max(1U, player_.options().jobs));
    FuzzFinding finding = begin_finding(sign, inputs[suspects.empty() ? 0 : suspects.front()]);
    finding.section = "RFC 6455 §10.4, §10.7";
    finding.text = "Whatever a peer sends, a server goes on serving others.";
    finding.what = how;
    finding.confirmation = back ? "no single connection did it again" : "the server did not come back";
    finding.connections.clear();
    for (const auto suspect : suspects) finding.connections.push_back(inputs[suspect].script);
    const auto start = Clock::now();
    if (back) find_culprit(finding, inputs, suspects);
    following_up_ += Clock::now() - start;
    add(std::move(finding), key);
  }

  void find_culprit(FuzzFinding& finding, const std::vector<Input>& inputs, const std::vector<std::size_t>& suspects) {
    for (std::size_t i = 0; i < suspects.size(); ++i) {
      if (player_.stopped() || !report_.given_up.empty()) return;
      tell(spent_, "looking for the connection that did it");
      if (!ends_server(inputs[suspects[i]].script, finding.wire)) continue;
      // It may have been the one before, a little late.
      if (blame(inputs[suspects[i]], finding) || (i > 0 && blame(inputs[suspects[i - 1]], finding))) return;
    }
  }

  /// False: played once more it does not do it.
  bool blame(const Input& input, FuzzFinding& finding) {
    if (!ends_server(input.script, finding.wire)) return false;
    finding.connections = {input.script};
    finding.number = input.number;
    finding.mutations = input.mutations;
    settle(finding, [this, &finding](const Script& script) { return ends_server(script, finding.wire); });
    return true;
  }

  bool ends_server(const Script& script, std::vector<std::string>& wire) {
    const auto seen = player_.play(script);
    if (player_.look() == Health::serves) return false;
    const auto health = player_.look_closely();
    if (health != Health::gone && health != Health::deaf) return false;
    if (seen) wire = wire_of(*seen);
    if (!player_.revive()) report_.given_up = "the server is gone: " + player_.how();
    return true;
  }

  void watch_memory(std::uint64_t before, const std::vector<Input>& inputs, const Round& round) {
    constexpr auto until_freed = std::chrono::seconds(2);
    if (before == 0 || memory() <= before + memory_allowance || is_known("memory")) return;
    std::this_thread::sleep_for(until_freed);
    const auto after = memory();
    if (after <= before + memory_allowance) return;
    FuzzFinding finding = begin_finding(Sign::memory, inputs.front());
    finding.section = "RFC 6455 §10.4";
    finding.text = "An endpoint protects itself against what costs it too much.";
    finding.what = fmt::format("its process grew by {} MiB during {} connections and is still that large after them",
                               (after - before) >> 20U, round.finished.size());
    finding.confirmation = "not played again: it is not known which of the connections did it";
    finding.connections.clear();
    for (const auto& input : inputs) finding.connections.push_back(input.script);
    add(std::move(finding), "memory");
  }

  [[nodiscard]] std::uint64_t memory() const {
    const auto usage = player_.pid() ? harness::usage_of(*player_.pid()) : std::nullopt;
    return usage ? usage->resident_bytes : 0;
  }

  // Findings.

  [[nodiscard]] FuzzFinding begin_finding(Sign sign, const Input& input) const {
    FuzzFinding finding;
    finding.sign = sign;
    finding.seed = options_.seed;
    finding.number = input.number;
    finding.mutations = input.mutations;
    finding.connections = {input.script};
    return finding;
  }

  bool is_known(const std::string& key) {
    const auto known = known_.find(key);
    if (known == known_.end()) return false;
    ++report_.times[known->second];
    return true;
  }

  void add(FuzzFinding finding, const std::string& key) {
    if (events_.on_finding) events_.on_finding(finding);
    known_.emplace(key, report_.findings.size());
    report_.findings.push_back(std::move(finding));
    report_.times.push_back(1);
  }

  /// Makes it small, and says whether it can be relied on. It stays as it is when it does not show alone.
  void settle(FuzzFinding& finding, const Shows& shows) {
    const auto start = Clock::now();
    const Enough enough = [&] {
      tell(spent_, "making a finding smaller");
      return player_.stopped() || !report_.given_up.empty() || Clock::now() - start > options_.minimise_for;
    };
    auto& script = finding.connections.front();
    const auto evidence = finding.wire;
    if (times_shown(script, shows, 2) > 0) script = minimise(std::move(script), shows, enough);
    const int shown = times_shown(script, shows, confirmations);
    finding.certainty = shown == confirmations ? Certainty::confirmed : Certainty::flaky;
    finding.confirmation = fmt::format("{} of {} times", shown, confirmations);
    if (!report_.given_up.empty()) finding.confirmation = "the server was gone before it could be played again";
    if (shown == 0) finding.wire = evidence;
  }

  int times_shown(const Script& script, const Shows& shows, int times) const {
    int shown = 0;
    for (int i = 0; i < times && report_.given_up.empty() && !player_.stopped(); ++i) shown += shows(script) ? 1 : 0;
    return shown;
  }

  const FuzzOptions& options_;
  const FuzzEvents& events_;
  FuzzPlayer player_;
  FuzzReport report_;
  std::map<std::string, std::size_t> known_;
  std::chrono::nanoseconds spent_{};         // without the following up
  std::chrono::nanoseconds following_up_{};  // of findings that are new
  std::uint64_t next_ = 0;
};

}  // namespace

FuzzReport fuzz_server(const Peer& peer, const FuzzOptions& options, const FuzzEvents& events) {
  return FuzzRun(peer, options, events).run();
}

bool shows(FuzzPlayer& player, const FuzzFinding& finding, std::vector<CaseResult>& results) {
  auto round = player.play(finding.connections, player.options().stop, {});
  bool breach = false;
  for (std::size_t i = 0; i < round.results.size(); ++i) {
    if (!round.results[i]) continue;
    breach = breach || has_breach(finding.connections[i], *round.results[i], finding.rule);
    results.push_back(*std::move(round.results[i]));
  }
  switch (finding.sign) {
    case Sign::illegal_output:
      return breach;
    case Sign::death:
    case Sign::deafness: {
      const auto health = player.look_closely();
      return health == Health::gone || health == Health::deaf;
    }
    case Sign::memory:
      return false;
  }
  return false;
}

}  // namespace parley::conformance::fuzz
