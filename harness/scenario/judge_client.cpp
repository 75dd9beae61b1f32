// Events, closes, counters and handshakes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/report/difference.hpp"
#include "harness/scenario/judge.hpp"

namespace parley::scenario {
namespace {

std::string lines(const std::vector<std::string_view>& names) {
  return fmt::format("{}", fmt::join(names, "\n"));
}

std::string listed(const std::vector<std::string_view>& names) {
  return names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", "));
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The events of the sequence, the Variable's or the browser's, that `names` is about.
std::vector<std::string_view> sequence(const std::vector<Event>& events, const std::vector<std::string>& names,
                                       const std::vector<std::string>& ignored) {
  const std::vector<std::string>& hint = names.empty() ? ignored : names;
  const bool browser = !hint.empty() && !hint.front().starts_with("on");
  std::vector<std::string_view> result;
  for (const Event event : events) {
    if (is_browser_event(event) == browser && !has(ignored, event_name(event))) result.push_back(event_name(event));
  }
  return result;
}

Finding judge_equal_events(const EventsCheck& check, const std::vector<Event>& events) {
  const std::vector<std::string_view> expected(check.equals->begin(), check.equals->end());
  const auto actual = sequence(events, *check.equals, check.ignore);
  if (expected == actual) return {true, listed(expected), listed(actual), ""};
  return {false, listed(expected), listed(actual), harness::line_difference(lines(expected), lines(actual))};
}

Finding judge_contained_events(const EventsCheck& check, const std::vector<Event>& events) {
  const auto actual = sequence(events, *check.contains, check.ignore);
  const std::string expected = listed({check.contains->begin(), check.contains->end()}) + " in this order";
  auto from = actual.begin();
  for (const std::string& name : *check.contains) {
    from = std::find(from, actual.end(), name);
    if (from == actual.end())
      return {false, expected, listed(actual), fmt::format("{} did not happen in its place", name)};
    ++from;
  }
  return {true, expected, listed(actual), ""};
}

Finding judge_excluded_events(const EventsCheck& check, const std::vector<Event>& events) {
  const std::string expected = fmt::format("never {}", fmt::join(check.excludes, ", "));
  for (const Event event : events) {
    if (has(check.excludes, event_name(event))) return {false, expected, std::string(event_name(event)), ""};
  }
  return {true, expected, "none of them", ""};
}

}  // namespace

Finding judge_events(const EventsCheck& check, const std::vector<Event>& events) {
  Finding finding;
  if (check.equals) finding = judge_equal_events(check, events);
  if (finding.passed && check.contains) finding = judge_contained_events(check, events);
  if (finding.passed && !check.excludes.empty()) finding = judge_excluded_events(check, events);
  return finding;
}

std::string describe(const CloseSeen& close) {
  std::string text = fmt::format("code {}", close.code);
  if (!close.reason.empty()) text += ", reason " + preview(Json(close.reason));
  return text + (close.clean ? ", clean" : ", not clean");
}

std::string AwaitClose::describe() const {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (code) add(fmt::format("code {}", *code));
  if (reason) add("reason " + reason->describe());
  if (clean) add(*clean ? "clean" : "not clean");
  return text.empty() ? "the end of the connection" : text;
}

std::string close_mismatch(const AwaitClose& expected, const CloseSeen& close) {
  const bool same = (!expected.code || *expected.code == close.code) &&
                    (!expected.clean || *expected.clean == close.clean) &&
                    (!expected.reason || mismatch(*expected.reason, Json(close.reason)).empty());
  return same ? "" : fmt::format("expected {}, found {}", expected.describe(), describe(close));
}

Finding judge_close(const AwaitClose& check, const std::optional<CloseSeen>& close, const Lookup& lookup) {
  AwaitClose expected = check;
  if (expected.reason) expected.reason = resolve(*expected.reason, lookup);
  if (!close) return {false, expected.describe(), "the connection never opened or never ended", ""};
  return {close_mismatch(expected, *close).empty(), expected.describe(), describe(*close), ""};
}

Finding judge_counters(const CountersCheck& check, const Counters& counters) {
  Finding finding;
  for (const auto& [name, comparison] : check.counters) {
    const std::uint64_t value = counter(counters, name);
    const std::string separator = finding.expected.empty() ? "" : ", ";
    finding.expected += fmt::format("{}{} {}", separator, name, comparison.to_string());
    finding.actual += fmt::format("{}{} {}", separator, name, value);
    if (comparison.holds(static_cast<double>(value))) continue;
    finding.passed = false;
    finding.detail += fmt::format("{}{}: expected {}, found {}", finding.detail.empty() ? "" : "\n", name,
                                  comparison.to_string(), value);
  }
  return finding;
}

namespace {

Json parameters_of(const protocol::DeflateParameters& parameters) {
  return {{"server_no_context_takeover", parameters.server_no_context_takeover},
          {"client_no_context_takeover", parameters.client_no_context_takeover},
          {"server_max_window_bits", parameters.server_max_window_bits},
          {"client_max_window_bits", parameters.client_max_window_bits}};
}

std::string compression_mismatch(const HandshakeCheck& check, const HandshakeSeen& seen) {
  if (check.compression && *check.compression != seen.deflate.has_value()) {
    return fmt::format("compression: expected {}, found {}", *check.compression, seen.deflate.has_value());
  }
  if (!check.compression_parameters) return {};
  const Json agreed = parameters_of(*seen.deflate);
  for (const auto& [name, value] : check.compression_parameters->items()) {
    if (agreed.contains(name) && agreed.at(name) != value) {
      return fmt::format("{}: expected {}, found {}", name, value.dump(), agreed.at(name).dump());
    }
  }
  return {};
}

std::string headers_mismatch(const HandshakeCheck& check, const HandshakeSeen& seen, const Lookup& lookup) {
  for (const auto& [name, matcher] : check.headers) {
    const auto value = seen.fields.combined(name);
    if (!value) return fmt::format("the answer has no {}", name);
    if (const std::string difference = mismatch(resolve(matcher, lookup), Json(*value)); !difference.empty()) {
      return fmt::format("{}: {}", name, difference);
    }
  }
  return {};
}

std::string handshake_mismatch(const HandshakeCheck& check, const HandshakeSeen& seen, const Lookup& lookup) {
  if (check.status && *check.status != seen.status) {
    return fmt::format("status: expected {}, found {}", *check.status, seen.status);
  }
  if (check.subprotocol && expand_text(*check.subprotocol, lookup) != seen.subprotocol) {
    return fmt::format("subprotocol: expected \"{}\", found \"{}\"", expand_text(*check.subprotocol, lookup),
                       seen.subprotocol);
  }
  if (std::string difference = compression_mismatch(check, seen); !difference.empty()) return difference;
  return headers_mismatch(check, seen, lookup);
}

std::string describe(const HandshakeCheck& check) {
  std::vector<std::string> parts;
  if (check.status) parts.push_back(fmt::format("status {}", *check.status));
  if (check.subprotocol) parts.push_back(fmt::format("subprotocol \"{}\"", *check.subprotocol));
  if (check.compression) parts.emplace_back(*check.compression ? "compressed" : "not compressed");
  for (const auto& [name, matcher] : check.headers) parts.push_back(fmt::format("{} {}", name, matcher.describe()));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

Finding judge_handshake(const HandshakeCheck& check, const std::optional<HandshakeSeen>& handshake,
                        const Lookup& lookup) {
  if (!handshake) return {false, "an opening handshake", "there was none", ""};
  const std::string difference = handshake_mismatch(check, *handshake, lookup);
  const std::string actual = fmt::format("status {}, subprotocol \"{}\", {}", handshake->status, handshake->subprotocol,
                                         handshake->deflate ? "compressed" : "not compressed");
  return {difference.empty(), describe(check), actual, difference};
}

}  // namespace parley::scenario
