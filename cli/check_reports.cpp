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
  Writer(const CheckArguments& arguments, const Checked& checked, Baselines& baselines, Naming naming)
      : arguments_(arguments),
        checked_(checked),
        baseline_(baselines.of(checked.report->peer, naming)),
        comparison_(conformance::compare(*checked.report, baseline_, arguments.strictness())),
        naming_(naming) {}

  void print() const {
    conformance::ConsoleOptions options;
    options.colour = colour_for(to_stdout() ? STDERR_FILENO : STDOUT_FILENO, arguments_.no_color);
    options.details = arguments_.verbose ? conformance::Details::findings : conformance::Details::failures;
    options.replay = checked_.replay;
    conformance::print_report(to_stdout() ? std::cerr : std::cout, *checked_.report, comparison_, options);
  }

  void write() const {
    if (!to_stdout() && !arguments_.json.empty()) write_file(name(arguments_.json), json());
    if (!arguments_.junit.empty()) {
      write_file(name(arguments_.junit), conformance::junit_report(*checked_.report, comparison_));
    }
  }

  /// What only the end of a run can say.
  void finish() const {
    if (to_stdout()) std::cout << json();
    if (arguments_.write_baseline.empty()) return;
    if (checked_.report->interrupted) {  // what it did not come to would fail the next run as news
      std::cerr << "parley: interrupted: no baseline is written\n";
      return;
    }
    write_file(name(arguments_.write_baseline),
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

  [[nodiscard]] std::string name(const std::string& file) const {
    return naming_ == Naming::plain ? file : file_of_peer(file, checked_.report->peer);
  }

  const CheckArguments& arguments_;
  const Checked& checked_;
  const conformance::Baseline& baseline_;
  conformance::Comparison comparison_;
  Naming naming_;
};

void write_autobahn_report(const std::string& directory, const std::vector<Checked>& checked) {
  std::vector<const SuiteReport*> reports;
  for (const auto& each : checked) reports.push_back(each.report);
  for (const auto& file : conformance::autobahn_report(reports)) {
    const auto text = file.content.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    write_file((std::filesystem::path(directory) / file.name).string(), text + "\n");
  }
}

}  // namespace

void write_checks(const CheckArguments& arguments, const std::vector<Checked>& checked, Baselines& baselines,
                  Naming naming) {
  std::vector<conformance::CheckDocument> documents;
  for (const auto& each : checked) {
    const Writer writer(arguments, each, baselines, naming);
    writer.write();
    if (!arguments.html.empty()) documents.push_back(writer.document());
  }
  if (!documents.empty()) write_file(arguments.html, conformance::html_report(documents));
  if (!arguments.autobahn.empty()) write_autobahn_report(arguments.autobahn, checked);
}

ExitCode finish_checks(const CheckArguments& arguments, const std::vector<Checked>& checked, Baselines& baselines,
                       Naming naming) {
  auto worst = ExitCode::fine;
  for (const auto& each : checked) {
    const Writer writer(arguments, each, baselines, naming);
    writer.print();
    writer.finish();
    if (worst != ExitCode::failures && writer.code() != ExitCode::fine) worst = writer.code();
  }
  write_checks(arguments, checked, baselines, naming);
  return worst;
}

}  // namespace parley::cli
