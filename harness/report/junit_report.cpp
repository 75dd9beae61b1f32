#include "harness/report/junit_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <span>
#include <sstream>
#include <vector>

#include "harness/report/difference.hpp"
#include "harness/report/text.hpp"

namespace parley::harness {
namespace {

using Results = std::vector<const ScenarioResult*>;

constexpr std::size_t most_wire_lines = 200;

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::chrono::nanoseconds time{};
};

Counts count(const Results& results) {
  Counts counts;
  for (const auto* r : results) {
    ++counts.tests;
    counts.time += r->duration;
    switch (r->verdict) {
      case Verdict::passed:
        break;
      case Verdict::failed:
        ++counts.failures;
        break;
      case Verdict::skipped:
        ++counts.skipped;
        break;
      case Verdict::error:
        ++counts.errors;
        break;
    }
  }
  return counts;
}

std::string seconds(std::chrono::nanoseconds time) {
  return fmt::format("{:.6f}", std::chrono::duration<double>(time).count());
}

/// XML 1.0 has no way to write most control characters, so they are spelled out; the text must be UTF-8.
void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name) = printable(value).c_str();
}

void set(pugi::xml_node node, const Counts& counts) {
  set(node, "tests", std::to_string(counts.tests));
  set(node, "failures", std::to_string(counts.failures));
  set(node, "errors", std::to_string(counts.errors));
  set(node, "skipped", std::to_string(counts.skipped));
  set(node, "time", seconds(counts.time));
}

void set_text(pugi::xml_node node, std::string_view text) {
  node.append_child(pugi::node_pcdata).set_value(printable(text).c_str());
}

void add_property(pugi::xml_node properties, std::string_view name, std::string_view value) {
  auto property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

std::string failed_checks(const ScenarioResult& r) {
  auto text = r.place() + "\n";
  for (const auto& check : r.checks) {
    if (check.passed) continue;
    const auto difference = check.detail.empty() ? line_difference(check.expected, check.actual) : check.detail;
    text += fmt::format("\n{} {}\n--- expected\n+++ actual\n{}\n", check.name, check.pointer, difference);
  }
  return text;
}

/// The last lines: with -v there may be a hundred thousand, and who reads JUnit files reads all of them.
std::string wire_log(const ScenarioResult& r) {
  std::string text;
  const std::size_t left_out = r.wire.size() - std::min(r.wire.size(), most_wire_lines);
  if (left_out != 0)
    text = fmt::format("({} before these; the JSON report has them)\n", format_counted(left_out, "line"));
  for (const auto& line : std::span(r.wire).subspan(left_out)) {
    text += fmt::format("{:.3f} ms {} {} {}\n", std::chrono::duration<double, std::milli>(line.at).count(), line.client,
                        line.arrow, line.text);
  }
  return text;
}

void add_verdict(pugi::xml_node testcase, const ScenarioResult& r) {
  const auto add = [&](const char* element, const char* type) {
    auto node = testcase.append_child(element);
    set(node, "message", r.reason);
    if (type != nullptr) {
      set(node, "type", type);
      set_text(node, failed_checks(r));
    }
  };
  switch (r.verdict) {
    case Verdict::passed:
      return;
    case Verdict::failed:
      add("failure", "check");
      break;
    case Verdict::skipped:
      add("skipped", nullptr);
      return;
    case Verdict::error:
      add("error", "harness");
      break;
  }
  if (!r.wire.empty()) set_text(testcase.append_child("system-out"), wire_log(r));
}

void add_testcase(pugi::xml_node suite, const ScenarioResult& r) {
  auto testcase = suite.append_child("testcase");
  auto name = fmt::format("{} ({})", r.name, r.pairing());
  if (r.repetition > 1) name += fmt::format(" #{}", r.repetition);
  set(testcase, "name", name);
  set(testcase, "classname", r.file);
  set(testcase, "file", r.file);
  set(testcase, "time", seconds(r.duration));
  add_verdict(testcase, r);
}

void add_suite(pugi::xml_node root, const RunReport& report, const std::string& file, const Results& results) {
  auto suite = root.append_child("testsuite");
  set(suite, "name", file);
  set(suite, count(results));
  const auto started = std::chrono::system_clock::to_time_t(report.started);
  set(suite, "timestamp", fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(started)));
  auto properties = suite.append_child("properties");
  add_property(properties, "parley.version", report.parley_version);
  add_property(properties, "parley.machine", report.machine);
  add_property(properties, "parley.command", report.command);
  add_property(properties, "parley.seed", std::to_string(report.seed));
  for (const auto* result : results) add_testcase(suite, *result);
}

}  // namespace

std::string junit_report(const RunReport& report) {
  std::vector<std::string> order;  // files as they were played
  std::map<std::string, Results> suites;
  Results all;
  for (const auto& result : report.results) {
    auto& suite = suites[result.file];
    if (suite.empty()) order.push_back(result.file);
    suite.push_back(&result);
    all.push_back(&result);
  }

  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  auto root = document.append_child("testsuites");
  set(root, "name", "parley");
  set(root, count(all));
  for (const auto& file : order) add_suite(root, report, file, suites[file]);

  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace parley::harness
