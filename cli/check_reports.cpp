#include "cli/check_reports.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "cli/reporting.hpp"
#include "harness/conformance/console.hpp"
#include "harness/conformance/report_autobahn.hpp"
#include "harness/conformance/report_html.hpp"
#include "harness/conformance/report_json.hpp"
#include "harness/conformance/report_junit.hpp"

namespace parley::cli {
namespace {

using conformance::SuiteReport;

/// One peer of a run.
class Writer {
 public:
  Writer(const CheckArguments& arguments, const Checked& checked, const conformance::Baseline& baseline)
      : arguments_(arguments),
        checked_(checked),
        baseline_(baseline),
        comparison_(conformance::compare(*checked.report, baseline, arguments.strictness())) {}

  void print() const {
    conformance::ConsoleOptions options;
    options.colour = colour_for(to_stdout() ? STDERR_FILENO : STDOUT_FILENO, arguments_.no_color);
    options.details = arguments_.verbose ? conformance::Details::findings : conformance::Details::failures;
    options.replay = checked_.replay;
    conformance::print_report(to_stdout() ? std::cerr : std::cout, *checked_.report, comparison_, options);
  }

  /// `mark` goes into the names of the files.
  void write(const std::string& mark) const {
    if (!to_stdout() && !arguments_.json.empty()) write_file(marked(arguments_.json, mark), json());
    if (!arguments_.junit.empty()) {
      write_file(marked(arguments_.junit, mark), conformance::junit_report(*checked_.report, comparison_));
    }
  }

  /// What only the end of a run can say.
  void finish(const std::string& mark) const {
    if (to_stdout()) std::cout << json();
    if (arguments_.write_baseline.empty()) return;
    if (checked_.report->interrupted) {  // what it did not come to would fail the next run as news
      std::cerr << "parley: interrupted: no baseline is written\n";
      return;
    }
    write_file(marked(arguments_.write_baseline, mark),
               conformance::write_baseline(*checked_.report, arguments_.strictness(), baseline_));
  }

  /// As text: bytes of a peer are made UTF-8 there.
  [[nodiscard]] conformance::CheckDocument document() const {
    return conformance::read_check_document(json(), arguments_.json, checked_.report->peer);
  }

  [[nodiscard]] ExitCode code() const {
    if (!arguments_.write_baseline.empty()) return ExitCode::fine;
    if (comparison_.fails()) return ExitCode::failures;
    const auto& report = *checked_.report;
    const bool all_skipped = report.count(conformance::Verdict::skipped) == report.entries.size();
    return all_skipped ? ExitCode::skipped : ExitCode::fine;
  }

 private:
  [[nodiscard]] bool to_stdout() const { return arguments_.json == "-"; }
  [[nodiscard]] std::string json() const { return conformance::json_report_text(*checked_.report, comparison_); }

  static std::string marked(const std::string& file, const std::string& mark) {
    const std::filesystem::path path(file);
    return (path.parent_path() / (path.stem().string() + mark + path.extension().string())).string();
  }

  const CheckArguments& arguments_;
  const Checked& checked_;
  const conformance::Baseline& baseline_;
  conformance::Comparison comparison_;
};

void write_autobahn_report(const std::string& directory, const std::vector<Checked>& checked) {
  std::vector<const SuiteReport*> reports;
  for (const auto& each : checked) reports.push_back(each.report);
  for (const auto& file : conformance::autobahn_report(reports)) {
    const auto text = file.content.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    write_file((std::filesystem::path(directory) / file.name).string(), text + "\n");
  }
}

/// Goes into the names of its files.
std::string mark_of(const Checked& one, Naming naming) {
  return naming == Naming::plain ? "" : "-" + conformance::file_word(one.report->peer);
}

}  // namespace

void write_checks(const CheckArguments& arguments, const std::vector<Checked>& checked,
                  const conformance::Baseline& baseline, Naming naming) {
  std::vector<conformance::CheckDocument> documents;
  for (const auto& each : checked) {
    const Writer writer(arguments, each, baseline);
    writer.write(mark_of(each, naming));
    if (!arguments.html.empty()) documents.push_back(writer.document());
  }
  if (!documents.empty()) write_file(arguments.html, conformance::html_report(documents));
  if (!arguments.autobahn.empty()) write_autobahn_report(arguments.autobahn, checked);
}

ExitCode finish_checks(const CheckArguments& arguments, const std::vector<Checked>& checked,
                       const conformance::Baseline& baseline, Naming naming) {
  auto worst = ExitCode::fine;
  for (const auto& each : checked) {
    const Writer writer(arguments, each, baseline);
    writer.print();
    writer.finish(mark_of(each, naming));
    if (worst != ExitCode::failures && writer.code() != ExitCode::fine) worst = writer.code();
  }
  write_checks(arguments, checked, baseline, naming);
  return worst;
}

}  // namespace parley::cli
