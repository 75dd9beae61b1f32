#include "harness/conformance/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "harness/conformance/catalogue/catalogue.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw std::invalid_argument(file + ": " + what);
}

std::set<std::string> known_ids(Role peer) {
  std::set<std::string> ids;
  for (const auto& test : catalogue(peer)) ids.insert(test.id);
  for (const auto& monitor : monitors(peer)) ids.insert(std::string(monitor.id));
  return ids;
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
  Json known = Json::object();
  for (const auto& entry : report.entries) {
    if (!is_failure(entry, strictness)) continue;
    const auto noted = before.known.find(entry.id);
    known[entry.id] = noted != before.known.end() ? noted->second : fmt::format("{}: {}", entry.section, entry.why);
  }
  const Json json = {{"schema_version", schema_version}, {"known", std::move(known)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Comparison compare(const SuiteReport& report, const Baseline& baseline, Strictness strictness) {
  Comparison comparison;
  for (const auto& entry : report.entries) {
    const bool known = baseline.known.contains(entry.id);
    if (is_failure(entry, strictness)) {
      (known ? comparison.known : comparison.failures).push_back(&entry);
    } else if (known && entry.verdict != Verdict::skipped) {
      comparison.stale.push_back(entry.id);
    }
  }
  if (baseline.known.empty()) return comparison;
  const auto ids = known_ids(report.role);
  for (const auto& [id, note] : baseline.known) {
    if (!ids.contains(id)) comparison.unknown_cases.push_back(id);
  }
  return comparison;
}

}  // namespace parley::conformance
