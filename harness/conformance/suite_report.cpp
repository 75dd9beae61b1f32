#include "harness/conformance/suite_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <numeric>

#include "protocol/base64.hpp"
#include "protocol/bytes.hpp"

namespace parley::conformance {
namespace {

Entry make_entry(const Case& test) {
  Entry entry;
  entry.id = entry.replay = test.id;
  entry.aliases = test.aliases;
  entry.group = test.group;
  entry.section = test.section;
  entry.level = test.level;
  entry.title = test.title;
  entry.rule = test.rule;
  return entry;
}

/// A monitor over all cases: the first one that shows the fault, and how many more.
struct Watch {
  std::size_t watched = 0;
  std::size_t broken = 0;
  const CaseResult* first = nullptr;
  std::string what;

  void add(const CaseResult& result, const std::string& seen) {
    if (broken++ > 0) return;
    first = &result;
    what = seen;
  }
};

/// What the closing of a case says about two of the rules.
void watch_closing(Rule rule, const CaseResult& result, Watch& watch) {
  if (rule == Rule::close_answered && result.closing == Closing::unanswered)
    watch.add(result, "our Close was not answered");
  if (rule == Rule::tcp_closed && result.closing == Closing::left_open) {
    watch.add(result, "a Close went both ways, and the peer left TCP open");
  }
  if (rule == Rule::tcp_closed_after_failure && result.closing == Closing::lingering) {
    watch.add(result, "the server sent a Close, got ours, and left TCP open");
  }
}

/// After a Close in both directions nothing that is unread can have made a reset of the end.
void watch_tls(const CaseResult& result, Watch& watch) {
  if (!result.tls_truncated || result.closing != Closing::clean) return;
  ++watch.watched;
  if (*result.tls_truncated) watch.add(result, "TCP ended without a close_notify");
}

/// Who counts, in either order of the bytes: one pair in 250 000 of random keys is as near.
bool are_neighbours(const protocol::MaskKey& first, const protocol::MaskKey& second) {
  constexpr std::uint32_t near = 1U << 12U;
  const auto distance = [&](auto begin_first, auto end_first, auto begin_second) {
    const auto digits = [](std::uint32_t sum, std::uint8_t byte) { return (sum << 8U) | byte; };
    const auto a = std::accumulate(begin_first, end_first, std::uint32_t{0}, digits);
    const auto b = std::accumulate(begin_second, begin_second + (end_first - begin_first), std::uint32_t{0}, digits);
    return std::min(a - b, b - a);
  };
  return first != second && (distance(first.begin(), first.end(), second.begin()) < near ||
                             distance(first.rbegin(), first.rend(), second.rbegin()) < near);
}

/// Bits that are the same in all of many keys. Of 64 random keys each bit is both 0 and 1, but once in 2^63 times.
class ConstantBits {
 public:
  void add(protocol::ByteView key) {
    if (count_++ == 0) ones_ = zeros_ = protocol::Bytes(key.begin(), key.end());
    for (std::size_t i = 0; i < std::min(key.size(), ones_.size()); ++i) {
      ones_[i] &= key[i];
      zeros_[i] |= key[i];
    }
  }
  [[nodiscard]] std::size_t keys() const { return count_; }
  /// 0 where there are too few keys to tell.
  [[nodiscard]] int bits() const {
    if (count_ < fewest) return 0;
    int sum = 0;
    for (std::size_t i = 0; i < ones_.size(); ++i) {
      sum += std::popcount(static_cast<std::uint8_t>(ones_[i] | ~zeros_[i]));
    }
    return sum;
  }

 private:
  static constexpr std::size_t fewest = 64;
  std::size_t count_ = 0;
  protocol::Bytes ones_;   // set in all of them
  protocol::Bytes zeros_;  // clear: not set in any
};

/// Of random values of 32 bits, two of a whole run are the same now and then, but not three; and two frames in a row
/// have the same by chance once, but not twice.
void watch_masks(const std::vector<CaseResult>& results, Watch& watch) {
  constexpr std::size_t too_often = 3;
  constexpr std::size_t too_often_in_a_row = 2;
  constexpr int too_constant = 5;  // bits: generators of 31, or of even numbers, are no better than they should be
  ConstantBits constant;
  std::size_t in_a_row = 0;
  std::size_t counted = 0;
  std::map<protocol::MaskKey, std::size_t> seen;
  for (const auto& result : results) {
    for (const auto& key : result.mask_keys) {
      constant.add(key);
      if (++seen[key] == too_often)
        watch.add(result, fmt::format("the key {} came three times", protocol::to_hex(key)));
    }
    const auto& keys = result.mask_keys;
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice != keys.end() && ++in_a_row == too_often_in_a_row) {
      watch.add(result, fmt::format("two frames in a row have the key {}", protocol::to_hex(*twice)));
    }
    const auto near = std::adjacent_find(keys.begin(), keys.end(), are_neighbours);
    if (near != keys.end() && ++counted == too_often) {
      watch.add(result, fmt::format("three times a key is little more or less than the one before: {} and {}",
                                    protocol::to_hex(near[0]), protocol::to_hex(near[1])));
    }
  }
  if (constant.bits() >= too_constant) {
    watch.add(results.back(),
              fmt::format("of 32 bits {} are the same in all of {} keys", constant.bits(), constant.keys()));
  }
}

void watch_handshake_keys(const std::vector<CaseResult>& results, Watch& watch) {
  constexpr int too_constant = 9;  // bits: a random UUID has 6 (RFC 9562 §5.4)
  ConstantBits constant;
  std::map<std::string, std::size_t> seen;
  for (const auto& result : results) {
    if (!result.handshake_key.empty() && ++seen[result.handshake_key] == 2) {
      watch.add(result, fmt::format("the key \"{}\" came twice", result.handshake_key));
    }
    if (const auto key = protocol::base64_decode(result.handshake_key); key && !key->empty()) constant.add(*key);
  }
  if (constant.bits() >= too_constant) {
    watch.add(results.back(),
              fmt::format("of 128 bits {} are the same in all of {} keys", constant.bits(), constant.keys()));
  }
}

Watch watch_all(Rule rule, const std::vector<CaseResult>& results) {
  Watch watch;
  for (const auto& result : results) {
    if (rule == Rule::close_notify) {
      watch_tls(result, watch);
      continue;
    }
    if (rule == Rule::server_name && !result.could_name_server) continue;
    if (result.closing != Closing::not_judged || result.frames > 0 || !result.handshake_key.empty()) ++watch.watched;
    for (const auto& finding : result.findings) {
      if (finding.rule == rule) watch.add(result, finding.what);
    }
    watch_closing(rule, result, watch);
  }
  if (rule == Rule::fresh_mask) watch_masks(results, watch);
  if (rule == Rule::request_fresh_key) watch_handshake_keys(results, watch);
  return watch;
}

std::string_view why_not_watched(Rule rule) {
  if (rule == Rule::close_notify) return "no case came to a clean end over TLS";
  if (rule == Rule::server_name) return "no client came to a DNS name with a dot in it; --host puts one into the URLs";
  return "no case came as far as a WebSocket connection";
}

Entry make_entry(const Monitor& monitor, const std::vector<CaseResult>& results) {
  Entry entry;
  entry.kind = Entry::Kind::monitor;
  entry.id = monitor.id;
  entry.group = monitor.group;
  entry.section = monitor.section;
  entry.level = monitor.level;
  entry.title = "watched in every case";
  entry.rule = monitor.text;
  const auto watch = watch_all(monitor.rule, results);
  if (watch.broken > 0) {
    entry.verdict = failing(monitor.level);
    entry.why = fmt::format("{}; seen in {} of {} cases", watch.what, watch.broken, results.size());
    entry.replay = watch.first->test->id;
    entry.result = watch.first;
  } else if (watch.watched > 0) {
    entry.verdict = Verdict::pass;
  } else {
    entry.verdict = Verdict::skipped;
    entry.why = why_not_watched(monitor.rule);
  }
  return entry;
}

}  // namespace

std::size_t SuiteReport::count(Verdict verdict) const {
  return static_cast<std::size_t>(
      std::count_if(entries.begin(), entries.end(), [verdict](const Entry& e) { return e.verdict == verdict; }));
}

void fill_entries(SuiteReport& report, const std::vector<const Case*>& cases) {
  auto result = report.results.begin();
  for (const auto* test : cases) {
    auto entry = make_entry(*test);
    if (result != report.results.end() && result->test == test) {
      entry.verdict = result->verdict;
      entry.why = result->why;
      entry.result = &*result++;
    } else if (const auto lack = report.survey.lacks(*test); !lack.empty()) {
      entry.verdict = Verdict::skipped;
      entry.why = lack;
    } else {
      ++report.not_played;
      continue;
    }
    report.entries.push_back(std::move(entry));
  }
  const bool over_tls = std::any_of(report.results.begin(), report.results.end(),
                                    [](const CaseResult& each) { return each.tls_truncated.has_value(); });
  for (const auto& monitor : monitors(report.role)) {
    if (monitor.group == "tls" && !over_tls) continue;
    report.entries.push_back(make_entry(monitor, report.results));
  }
}

}  // namespace parley::conformance
