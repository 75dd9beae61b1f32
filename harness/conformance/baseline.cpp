#include "harness/conformance/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/selection.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw std::invalid_argument(file + ": " + what);
}

/// In the order of the catalogue.
std::vector<std::string> all_ids(Role peer) {
  std::vector<std::string> ids;
  for (const auto& test : catalogue(peer)) ids.push_back(test.id);
  for (const auto& monitor : monitors(peer)) ids.emplace_back(monitor.id);
  return ids;
}

/// Whether all cases were played, but for those that are played on request only.
bool is_whole(const SuiteReport& report) {
  std::set<std::string_view> ids;
  for (const auto& entry : report.entries) ids.insert(entry.id);
  const auto& cases = catalogue(report.role);
  return std::all_of(cases.begin(), cases.end(),
                     [&](const Case& test) { return is_on_request(test) || ids.contains(test.id); });
}

/// What a run has no word about stays known. A monitor that nothing broke in a part of the suite may be broken in
/// another.
bool is_judged(const Entry& entry, bool whole) {
  return entry.verdict != Verdict::skipped && (whole || entry.kind == Entry::Kind::test);
}

}  // namespace

bool is_failure(const Entry& entry, Strictness strictness) {
  switch (entry.verdict) {
    case Verdict::fail:
    case Verdict::error:
      return true;
    case Verdict::warning:
    case Verdict::disputed:
      return strictness == Strictness::strict;
    case Verdict::pass:
    case Verdict::pass_lenient:
    case Verdict::info:
    case Verdict::skipped:
      return false;
  }
  return false;
}

Baseline read_baseline(const std::string& text, const std::string& file) {
  Baseline baseline;
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    fail(file, error.what());
  }
  if (!json.is_object()) fail(file, "expected an object with \"schema_version\" and \"known\"");
  for (const auto& [key, value] : json.items()) {
    if (key == "$schema") continue;
    if (key == "schema_version") {
      if (value != schema_version) fail(file, fmt::format("/schema_version: expected {}", schema_version));
    } else if (key == "known") {
      if (!value.is_object()) fail(file, "/known: expected an object of ids and notes");
      for (const auto& [id, note] : value.items()) {
        if (!note.is_string()) fail(file, fmt::format("/known/{}: expected a note, a string", id));
        baseline.known[id] = note.get<std::string>();
      }
    } else {
      fail(file, fmt::format("/{}: there is no such key; expected schema_version or known", key));
    }
  }
  if (!json.contains("schema_version")) fail(file, "/schema_version is missing");
  if (!json.contains("known")) fail(file, "/known is missing");
  return baseline;
}

std::string write_baseline(const SuiteReport& report, Strictness strictness, const Baseline& before) {
  auto known = before.known;
  const bool whole = is_whole(report);
  for (const auto& entry : report.entries) {
    if (is_failure(entry, strictness)) {
      known.try_emplace(entry.id, fmt::format("{}: {}", entry.section, entry.why));
    } else if (is_judged(entry, whole)) {
      known.erase(entry.id);
    }
  }
  Json lines = Json::object();
  for (const auto& id : all_ids(report.role)) {
    if (const auto note = known.find(id); note != known.end()) lines[id] = note->second;
  }
  const Json json = {{"schema_version", schema_version}, {"known", std::move(lines)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Comparison compare(const SuiteReport& report, const Baseline& baseline, Strictness strictness) {
  Comparison comparison;
  const bool whole = is_whole(report);
  for (const auto& entry : report.entries) {
    const bool known = baseline.known.contains(entry.id);
    if (is_failure(entry, strictness)) {
      (known ? comparison.known : comparison.failures).push_back(&entry);
    } else if (known && is_judged(entry, whole)) {
      comparison.stale.push_back(entry.id);
    }
  }
  if (baseline.known.empty()) return comparison;
  const auto ids = all_ids(report.role);
  for (const auto& [id, note] : baseline.known) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) comparison.unknown_cases.push_back(id);
  }
  return comparison;
}

}  // namespace parley::conformance
