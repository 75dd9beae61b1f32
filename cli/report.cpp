// parley report: reports of parley check, or of parley bench, side by side.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "cli/commands.hpp"
#include "cli/reporting.hpp"
#include "harness/conformance/matrix.hpp"
#include "harness/conformance/report_html.hpp"
#include "harness/load/bench_document.hpp"

namespace parley::cli {
namespace {

constexpr const char* footer =
    R"(FILE is what parley check --json, or parley bench --json, wrote; all of one kind. A peer is called after its file:
ws.json is "ws". Of checks, without --html, a table of sums is printed, and the cases on which the peers differ. Of load
runs a table of rates and percentiles; with --merge they count as one run from several machines.

Exit codes: 0 fine, whatever the verdicts; 2 a fault on the command line or in a file.

Examples:
  parley report ws.json aiohttp.json
  parley report *.json --html matrix.html
  parley report before.json after.json
  parley report --merge generator-1.json generator-2.json
)";

struct Arguments {
  std::vector<std::string> files;
  std::string html;
  bool merge = false;
  bool no_color = false;
};

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in && text.empty()) throw Failure(ExitCode::usage, "cannot read " + name);
  return text;
}

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

/// Nothing when the first file is of another kind.
std::optional<ExitCode> report_bench(const Arguments& arguments, const std::vector<std::string>& names) {
  if (!load::is_bench_document(read_file(arguments.files.front()))) return std::nullopt;
  if (!arguments.html.empty()) throw std::invalid_argument("--html: there is no page for load runs yet");
  std::vector<load::BenchDocument> documents;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& file = arguments.files[i];
    documents.push_back(load::read_bench_document(read_file(file), file, names[i]));
  }
  if (arguments.merge) documents = {load::merge(documents)};
  std::cout << load::compare(documents);
  return ExitCode::fine;
}

ExitCode report(const Arguments& arguments) {
  const auto names = names_of(arguments.files);
  if (const auto code = report_bench(arguments, names)) return *code;
  if (arguments.merge) throw std::invalid_argument("--merge is for reports of parley bench");
  std::vector<conformance::CheckDocument> documents;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& file = arguments.files[i];
    documents.push_back(conformance::read_check_document(read_file(file), file, names[i]));
  }
  if (arguments.html == "-") {
    std::cout << conformance::html_report(documents);
  } else if (!arguments.html.empty()) {
    write_file(arguments.html, conformance::html_report(documents));
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
  command.add_option("--html", arguments->html, "write the matrix as a page; - is standard output")->type_name("FILE");
  command.add_flag("--merge", arguments->merge, "load runs: add them up, percentiles of all messages");
  command.add_flag("--no-color", arguments->no_color, "no colours on the terminal");
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return report(*arguments); }; });
}

}  // namespace parley::cli
