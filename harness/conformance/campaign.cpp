#include "harness/conformance/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/conformance/strain.hpp"
#include "harness/conformance/survey.hpp"

namespace parley::conformance {
namespace {

/// A server whose process is about to end may still take a connection, but it says nothing.
bool has_spoken(const CaseResult& result) {
  return std::any_of(result.transcript.chunks.begin(), result.transcript.chunks.end(),
                     [](const Chunk& chunk) { return chunk.direction == Direction::received; });
}

bool is_open(const std::optional<CaseResult>& result) {
  return !result || result->unreachable;
}

/// Of connections with the same case at the same time. RFC 6455 §4.1 lets a server refuse some of very many.
CaseResult worst_of(std::vector<std::optional<CaseResult>> results) {
  const bool several = results.size() > 1;
  const auto badness = [several](const std::optional<CaseResult>& result) {
    if (!result) return 0;
    if (several && result->verdict == Verdict::error) return 1;
    return result->verdict == Verdict::pass ? 2 : result->verdict == Verdict::pass_lenient ? 3 : 4;
  };
  const auto worst = std::max_element(results.begin(), results.end(),
                                      [&](const auto& a, const auto& b) { return badness(a) < badness(b); });
  auto result = **worst;
  if (several && result.verdict == Verdict::error) {
    result.verdict = Verdict::skipped;
    result.unreachable = false;
    result.why = fmt::format("none of {} connections at the same time came about: {}", results.size(), result.why);
  }
  return result;
}

void fail(CaseResult& result, const std::string& how) {
  result.verdict = Verdict::fail;
  result.unreachable = result.silent = false;
  result.why = fmt::format("this ends the server: {}", how);
}

}  // namespace

Campaign::Campaign(const Peer& peer, const std::vector<const Case*>& cases, const PlayOptions& options,
                   const OnFinish& on_finish)
    : peer_(peer), cases_(cases), options_(options), on_finish_(on_finish), results_(cases.size()), pid_(options.pid) {}

std::vector<CaseResult> Campaign::play() {
  play_shared();
  hear_again();
  play_each_alone();
  std::vector<CaseResult> played;
  const bool stopped = options_.stop.stop_requested() && !given_up_;  // else those that found nobody are told so
  for (auto& result : results_) {
    if (result && !(stopped && is_open(result))) played.push_back(*std::move(result));
  }
  return played;
}

void Campaign::play_shared() {
  for (auto open = open_cases(Crowding::shared); !open.empty() && !over();) {
    auto round = play_round(open, options_.jobs, on_finish_);
    for (std::size_t i = 0; i < open.size(); ++i) results_[open[i]] = std::move(round.results[i]);
    for (const auto finished : round.finished) latest_.push_back(open[finished]);
    // Twice: those that were in flight, and those that found a server that was just about to go.
    const std::size_t kept = 2 * static_cast<std::size_t>(std::max(1U, options_.jobs));
    if (latest_.size() > kept) latest_.erase(latest_.begin(), latest_.end() - static_cast<std::ptrdiff_t>(kept));
    const auto left = open_cases(Crowding::shared);
    if (!over() && (!left.empty() || options_.revive) && is_gone()) {
      find_culprit();
    } else if (left.size() == open.size()) {  // it serves, but takes no connection of these
      return;
    }
    open = open_cases(Crowding::shared);
  }
}

bool Campaign::is_to_be_heard_again(std::size_t index) const {
  return options_.hear_again && results_[index] && deserves_second_hearing(*results_[index]);
}

/// Half as many at a time, if there were several. Those of one round are from all over the suite, so that a round that
/// changes nothing tells of the peer, not of a moment.
void Campaign::hear_again() {
  std::vector<std::size_t> accused;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (is_to_be_heard_again(i)) accused.push_back(i);
  }
  const std::size_t of_a_round = std::max(enough_hearings, options_.jobs / 2);
  const std::size_t rounds = (accused.size() + of_a_round - 1) / of_a_round;
  for (std::size_t round = 0; round < rounds && !over(); ++round) {
    std::vector<std::size_t> some;
    for (auto i = round; i < accused.size(); i += rounds) some.push_back(accused[i]);
    if (!hear_round(some)) return;
  }
}

bool Campaign::hear_round(const std::vector<std::size_t>& accused) {
  auto round = play_round(accused, std::max(1U, options_.jobs / 2), {});
  if (!over() && is_gone()) {
    latest_ = accused;
    if (options_.revive) find_culprit();
    return false;
  }
  bool changed = false;
  for (std::size_t i = 0; i < accused.size(); ++i) {
    auto& first = *results_[accused[i]];
    if (!round.results[i]) continue;
    auto result = after_second_hearing(first, *std::move(round.results[i]));
    changed = changed || is_other(result, first);
    first = std::move(result);
  }
  return changed;
}

void Campaign::play_each_alone() {
  const auto open = open_cases(Crowding::alone);
  if (!open.empty() && !over() && !is_passing(probe().verdict)) question_ = &opening_case();
  for (const auto index : open) {
    if (over() || !play_alone(index)) return;
    if (on_finish_) on_finish_(*results_[index]);
  }
  for (const auto index : open) {
    if (is_to_be_heard_again(index) && hearings_.worth_while() && !over()) hear_alone_again(index);
  }
}

void Campaign::hear_alone_again(std::size_t index) {
  const auto first = *results_[index];
  const auto ends = ends_;
  if (!play_alone(index) || ends_ != ends) return;  // one that ends the server is told so
  auto& result = *results_[index];
  result = after_second_hearing(first, std::move(result));
  hearings_.count(is_other(result, first));
}

bool Campaign::play_alone(std::size_t index) {
  const Case& test = *cases_[index];
  Strain strain(pid_);
  auto round = play_round(std::vector(test.connections, index), test.connections, {});
  if (options_.stop.stop_requested()) return false;
  auto result = worst_of(std::move(round.results));
  strain.judge_memory(test, result);
  const auto alive = probe();
  if (options_.stop.stop_requested()) return false;
  judge_liveness(alive, result);
  if (options_.revive && !has_spoken(alive) && !tell_end(result)) return false;
  results_[index] = std::move(result);
  return true;
}

Round Campaign::play_round(const std::vector<std::size_t>& indices, unsigned jobs, const OnFinish& on_finish) {
  std::vector<const Case*> some;
  for (const auto index : indices) some.push_back(cases_[index]);
  return Field(peer_, some, jobs, options_.patience, options_.stop, on_finish).play();
}

// When the server is gone.

void Campaign::find_culprit() {
  const auto suspects = std::exchange(latest_, {});
  const auto forget = [&] {  // what they saw may have been its end
    for (const auto suspect : suspects) results_[suspect].reset();
  };
  const bool back = revive();
  if (options_.stop.stop_requested()) return forget();  // it may be there, and only nobody waited for it
  const auto how = how_;
  if (!back) {
    blame_all(without_clean(suspects), how);
    return give_up(suspects.empty() ? how : "not played: the server is gone: " + how);
  }
  const auto in_flight = without_clean(suspects);
  forget();
  std::size_t guilty = 0;
  for (const auto suspect : suspects) {
    if (over()) return;
    if (ends_server(suspect)) ++guilty;
  }
  if (guilty == 0 && !over()) blame_all(in_flight.empty() ? suspects : in_flight, how);
}

/// Of the case that has ended the server, which is brought back.
bool Campaign::tell_end(CaseResult& result) {
  const bool back = revive();
  if (options_.stop.stop_requested()) return false;  // nobody came back because of that, perhaps
  fail(result, how_);
  if (!back) give_up("not played: the server is gone: " + how_);
  return true;
}

bool Campaign::ends_server(std::size_t index) {
  auto round = play_round({index}, 1, {});
  if (over() || !round.results.front()) return false;
  auto result = *std::move(round.results.front());
  const bool ended = is_gone();
  if (ended && !tell_end(result)) return false;
  results_[index] = std::move(result);
  return ended;
}

/// Those that ended in a closing handshake were over when the server ended.
std::vector<std::size_t> Campaign::without_clean(std::vector<std::size_t> suspects) const {
  std::erase_if(suspects, [this](std::size_t suspect) {
    return !results_[suspect] || results_[suspect]->closing == Closing::clean;
  });
  return suspects;
}

/// Its end is told, even though it cannot be said which of them brought it about.
void Campaign::blame_all(const std::vector<std::size_t>& suspects, const std::string& how) {
  for (const auto suspect : suspects) {
    if (!results_[suspect]) continue;
    results_[suspect]->verdict = Verdict::error;
    results_[suspect]->silent = false;
    results_[suspect]->why =
        fmt::format("the server ended during this case or one of {} others: {}", suspects.size() - 1, how);
  }
}

CaseResult Campaign::probe() {
  const std::vector<const Case*> cases{question_};
  const auto ask = [&] {
    auto round = Field(peer_, cases, 1, options_.patience, options_.stop, {}).play();
    return round.results.front().value_or(CaseResult{});
  };
  auto result = ask();
  return deserves_second_hearing(result) && !over() ? after_second_hearing(result, ask()) : result;
}

/// Who is asked while the run is stopped has no time to answer.
bool Campaign::is_gone() {
  return !has_spoken(probe()) && !over();
}

bool Campaign::revive() {
  if (++ends_ > most_ends) {
    how_ = fmt::format("it has ended {} times, the last time so: {}", ends_, how_);
    return false;
  }
  if (!options_.revive) {
    const auto last = probe();
    how_ = last.why;
    return false;
  }
  auto revival = options_.revive();
  how_ = std::move(revival.how);
  if (!revival.uri) return false;
  peer_.uri = *std::move(revival.uri);
  pid_ = revival.pid;
  return true;
}

void Campaign::give_up(const std::string& why) {
  given_up_ = true;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    if (!is_open(results_[i])) continue;
    CaseResult result;
    result.test = cases_[i];
    result.unreachable = true;
    result.why = why;
    results_[i] = std::move(result);
  }
}

std::vector<std::size_t> Campaign::open_cases(Crowding crowding) const {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    if (cases_[i]->crowding == crowding && is_open(results_[i])) open.push_back(i);
  }
  return open;
}

}  // namespace parley::conformance
