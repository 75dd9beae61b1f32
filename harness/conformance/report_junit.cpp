#include "harness/conformance/report_junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>
#include <vector>

#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

/// How JUnit tells an entry.
enum class Tells : std::uint8_t { pass, note, skip, failure, error };

using Entries = std::vector<const Entry*>;

bool holds(const Entries& entries, const Entry& entry) {
  return std::find(entries.begin(), entries.end(), &entry) != entries.end();
}

Tells tells(const Entry& entry, const Comparison& comparison) {
  if (holds(comparison.known, entry)) return Tells::skip;
  if (holds(comparison.failures, entry)) return entry.verdict == Verdict::error ? Tells::error : Tells::failure;
  switch (entry.verdict) {
    case Verdict::disputed:
    case Verdict::skipped:
      return Tells::skip;
    case Verdict::warning:
    case Verdict::pass_lenient:
    case Verdict::info:
      return Tells::note;
    case Verdict::pass:
    case Verdict::fail:
    case Verdict::error:
      return Tells::pass;
  }
  return Tells::pass;
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name) = harness::printable(value).c_str();
}

void set_text(pugi::xml_node node, const std::string& text) {
  node.append_child(pugi::node_pcdata).set_value(harness::printable(text).c_str());
}

void set_counts(pugi::xml_node node, const Entries& entries, const Comparison& comparison) {
  const auto count = [&](Tells wanted) {
    return std::count_if(entries.begin(), entries.end(),
                         [&](const Entry* e) { return tells(*e, comparison) == wanted; });
  };
  set(node, "tests", std::to_string(entries.size()));
  set(node, "failures", std::to_string(count(Tells::failure)));
  set(node, "errors", std::to_string(count(Tells::error)));
  set(node, "skipped", std::to_string(count(Tells::skip)));
}

std::string seconds(std::chrono::nanoseconds time) {
  return fmt::format("{:.6f}", std::chrono::duration<double>(time).count());
}

std::string details(const Entry& entry) {
  auto text = fmt::format("{} ({}, {})\n{}\n", entry.rule, entry.section, to_string(entry.level), entry.why);
  if (entry.result == nullptr) return text;
  for (const auto& line : to_lines(entry.result->transcript)) text += line + "\n";
  return text;
}

void add_entry(pugi::xml_node suite, const SuiteReport& report, const Entry& entry, const Comparison& comparison) {
  auto node = suite.append_child("testcase");
  set(node, "name", entry.id);
  set(node, "classname", fmt::format("parley.{}.{}", report.role == Role::server ? "server" : "client", entry.group));
  set(node, "time", seconds(entry.result == nullptr ? std::chrono::nanoseconds{} : entry.result->duration));
  const auto add = [&](const char* element) {
    auto child = node.append_child(element);
    set(child, "message", entry.why);
    return child;
  };
  switch (tells(entry, comparison)) {
    case Tells::pass:
      return;
    case Tells::note:
      return set_text(node.append_child("system-out"), fmt::format("{}: {}", to_string(entry.verdict), details(entry)));
    case Tells::skip:
      add("skipped");
      return;
    case Tells::failure:
      return set_text(add("failure"), details(entry));
    case Tells::error:
      return set_text(add("error"), details(entry));
  }
}

/// A baseline that is stale fails the run, so it must be seen here too.
void add_stale(pugi::xml_node root, const Comparison& comparison) {
  if (comparison.stale.empty() && comparison.unknown_cases.empty()) return;
  auto suite = root.append_child("testsuite");
  set(suite, "name", "baseline");
  const auto number = std::to_string(comparison.stale.size() + comparison.unknown_cases.size());
  set(suite, "tests", number);
  set(suite, "failures", number);
  const auto add = [&](const std::string& id, const char* what) {
    auto node = suite.append_child("testcase");
    set(node, "name", id);
    set(node, "classname", "parley.baseline");
    set(node.append_child("failure"), "message", what);
  };
  for (const auto& id : comparison.stale) add(id, "passes now: the baseline is stale");
  for (const auto& id : comparison.unknown_cases) add(id, "there is no such case");
}

/// Nor has a run passed that did not come to its end.
void add_interruption(pugi::xml_node root, const SuiteReport& report) {
  if (!report.interrupted) return;
  auto suite = root.append_child("testsuite");
  set(suite, "name", "run");
  set(suite, "tests", "1");
  set(suite, "errors", "1");
  auto node = suite.append_child("testcase");
  set(node, "name", "interrupted");
  set(node, "classname", "parley.run");
  set(node.append_child("error"), "message",
      fmt::format("interrupted, {} not played", harness::format_counted(report.not_played, "case")));
}

}  // namespace

std::string junit_report(const SuiteReport& report, const Comparison& comparison) {
  std::vector<std::pair<std::string_view, Entries>> suites;
  Entries all;
  for (const auto& entry : report.entries) {
    const auto same = [&](const auto& suite) { return suite.first == entry.group; };
    auto suite = std::find_if(suites.begin(), suites.end(), same);
    if (suite == suites.end()) suite = suites.insert(suites.end(), {entry.group, {}});
    suite->second.push_back(&entry);
    all.push_back(&entry);
  }
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  auto root = document.append_child("testsuites");
  set(root, "name", "parley check " + report.peer);
  set_counts(root, all, comparison);
  set(root, "time", seconds(report.duration));
  for (const auto& [group, entries] : suites) {
    auto suite = root.append_child("testsuite");
    set(suite, "name", group);
    set_counts(suite, entries, comparison);
    for (const auto* entry : entries) add_entry(suite, report, *entry, comparison);
  }
  add_stale(root, comparison);
  add_interruption(root, report);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace parley::conformance
