// parley report: reports of parley check, or of parley bench, side by side.
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "harness/conformance/matrix.hpp"
#include "harness/conformance/report_html.hpp"
#include "harness/load/bench_compare.hpp"
#include "harness/load/bench_document.hpp"
#include "harness/load/report_console.hpp"
#include "harness/load/report_html.hpp"
#include "harness/load/report_json.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(FILE is what parley check --json, or parley bench --json, wrote; all of one kind. A peer is called after its file:
ws.json is "ws". Of checks, without --html, a table of sums is printed, and the cases on which the peers differ. Of load
runs a table of rates and percentiles that says what differs by more than noise; with --merge they count as one run from
several machines, and have one verdict.

Exit codes: 0 fine, whatever the verdicts; with --merge those of parley bench; 2 a fault on the command line or in a file.

Examples:
  parley report ws.json aiohttp.json
  parley report *.json --html matrix.html
  parley report before.json after.json --html out/
  parley report --merge generator-*.json --json whole.json --threshold 'p99<50ms'
)";

struct Arguments {
  std::vector<std::string> files;
  std::string html;
  bool merge = false;
  std::string json;
  std::vector<std::string> thresholds;
  bool no_color = false;
};

/// The file's name, or the whole path where two files have the same.
std::vector<std::string> names_of(const std::vector<std::string>& files) {
  std::multiset<std::string> stems;
  for (const auto& file : files) stems.insert(std::filesystem::path(file).stem().string());
  std::vector<std::string> names;
  for (const auto& file : files) {
    const auto stem = std::filesystem::path(file).stem().string();
    names.push_back(stems.count(stem) == 1 ? stem : file);
  }
  return names;
}

std::vector<load::BenchDocument> read_runs(const Arguments& arguments, const std::vector<std::string>& names) {
  std::vector<load::BenchDocument> documents;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& file = arguments.files[i];
    for (auto& document : load::read_bench_documents(read_file(file), file, names[i])) {
      documents.push_back(std::move(document));
    }
  }
  return documents;
}

/// A directory stands for the index.html in it.
std::string page_of(const std::string& name) {
  const bool directory = name.ends_with('/') || std::filesystem::is_directory(name);
  return directory ? (std::filesystem::path(name) / "index.html").string() : name;
}

void write_page(const std::string& name, const std::string& page) {
  if (name == "-") {
    std::cout << page;
  } else if (!name.empty()) {
    write_file(page_of(name), page);
  }
}

/// One run of them all, with one verdict.
load::BenchReport merged(const Arguments& arguments, const std::vector<load::BenchDocument>& documents) {
  auto whole = load::merge(documents, arguments.thresholds);
  whole.command = command_line();
  return whole;
}

ExitCode merge_bench(const Arguments& arguments, const std::vector<load::BenchDocument>& documents) {
  const auto whole = merged(arguments, documents);
  const bool to_stderr = arguments.json == "-" || arguments.html == "-";  // standard output is for the machine
  load::print_report(to_stderr ? std::cerr : std::cout, whole,
                     colour_for(to_stderr ? STDERR_FILENO : STDOUT_FILENO, arguments.no_color));
  if (arguments.json == "-") {
    std::cout << load::json_report_text(whole);
  } else if (!arguments.json.empty()) {
    write_file(arguments.json, load::json_report_text(whole));
  }
  write_page(arguments.html, load::html_report({{"merged", whole}}));
  return static_cast<ExitCode>(whole.exit_status());
}

/// Nothing when the first file is of another kind.
std::optional<ExitCode> report_bench(const Arguments& arguments, const std::vector<std::string>& names) {
  if (!load::is_bench_document(read_file(arguments.files.front()))) return std::nullopt;
  const auto documents = read_runs(arguments, names);
  if (arguments.merge) return merge_bench(arguments, documents);
  if (!arguments.json.empty() || !arguments.thresholds.empty()) {
    throw std::invalid_argument("--json and --threshold go with --merge");
  }
  if (arguments.html != "-") std::cout << load::compare(documents);
  write_page(arguments.html, load::html_report(documents));
  return ExitCode::fine;
}

ExitCode report(const Arguments& arguments) {
  const auto names = names_of(arguments.files);
  if (const auto code = report_bench(arguments, names)) return *code;
  if (arguments.merge || !arguments.json.empty() || !arguments.thresholds.empty()) {
    throw std::invalid_argument("--merge, --json and --threshold are for reports of parley bench");
  }
  std::vector<conformance::CheckDocument> documents;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& file = arguments.files[i];
    documents.push_back(conformance::read_check_document(read_file(file), file, names[i]));
  }
  for (std::size_t i = 1; i < documents.size(); ++i) {
    const auto role = [](const auto& document) { return document.json["role"].template get<std::string>(); };
    if (role(documents[i]) == role(documents[0])) continue;
    throw std::invalid_argument(arguments.files[0] + " is the report of a " + role(documents[0]) + ", " +
                                arguments.files[i] + " that of a " + role(documents[i]) +
                                ": they were put to different cases");
  }
  if (!arguments.html.empty()) {
    write_page(arguments.html, conformance::html_report(documents));
  } else {
    std::cout << conformance::matrix_text(documents, colour_for(STDOUT_FILENO, arguments.no_color));
  }
  return ExitCode::fine;
}

}  // namespace

void add_report(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("report", "Set reports of parley check, or of parley bench, side by side.");
  const auto arguments = std::make_shared<Arguments>();
  command.add_option("FILE", arguments->files, "reports as JSON, one for each peer")
      ->required()
      ->check(CLI::ExistingFile);
  command.add_option("--html", arguments->html, "write one page, the index.html of a directory; - is standard output")
      ->type_name("FILE|DIRECTORY/");
  command.add_flag("--merge", arguments->merge, "load runs: add them up, percentiles of all messages");
  command.add_option("--json", arguments->json, "of a merge: write it as a report; - is standard output")
      ->type_name("FILE");
  command
      .add_option("--threshold", arguments->thresholds,
                  "of a merge: what must hold, in place of what the runs had to keep; may be repeated")
      ->allow_extra_args(false)
      ->type_name("RULE");
  command.add_flag("--no-color", arguments->no_color, "no colours on the terminal");
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return report(*arguments); }; });
}

}  // namespace parley::cli
