#include "cli/check_fuzz.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <limits>
#include <random>
#include <stdexcept>

#include "cli/reporting.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "harness/conformance/describe_script.hpp"
#include "harness/conformance/fuzz/finding_file.hpp"
#include "harness/conformance/fuzz/fuzz_run.hpp"
#include "harness/conformance/survey.hpp"
#include "harness/report/text.hpp"

namespace parley::cli {
namespace {

using conformance::fuzz::FuzzFinding;

constexpr const char* group = "Fuzzing";

/// The seed may be typed again: not too long.
std::uint64_t some_seed() {
  return std::random_device{}() % 1'000'000;
}

conformance::fuzz::FuzzPlayer::Options player_options(const conformance::Survey& survey, const CheckArguments& check,
                                                      const ServerUnderTest& server, const std::stop_token& stop) {
  conformance::fuzz::FuzzPlayer::Options options;
  options.jobs = check.jobs.value_or(options.jobs);
  options.thorough = check.timeout ? patience(check) : conformance::patience_for(survey);
  options.quick.answer = std::clamp<std::chrono::nanoseconds>(20 * survey.round_trip, std::chrono::milliseconds(250),
                                                              options.thorough.answer);
  options.quick.quiet = options.quick.answer / 2;
  options.stop = stop;
  options.pid = server.pid;
  return options;
}

conformance::Survey survey(const ServerUnderTest& server, const CheckArguments& check, const std::stop_token& stop) {
  auto found = conformance::survey_server(server.peer, patience(check), stop);
  if (stop.stop_requested()) return {};
  if (!found.unreachable.empty()) throw Failure(ExitCode::unreachable, found.unreachable);
  if (!found.closed.empty()) {
    throw Failure(ExitCode::unreachable, "the usual opening handshake does not succeed: " + found.closed);
  }
  return found;
}

void print_script(std::ostream& out, const FuzzFinding& finding, std::size_t most) {
  std::vector<std::string> lines;
  for (const auto& script : finding.connections) {
    for (auto& line : conformance::describe(script, conformance::Role::server)) lines.push_back(std::move(line));
  }
  for (std::size_t i = 0; i < std::min(lines.size(), most); ++i) out << "      " << lines[i] << '\n';
  if (lines.size() > most) out << "      … and " << lines.size() - most << " more lines\n";
}

void print_finding(std::ostream& out, const FuzzFinding& finding, std::size_t most_lines) {
  out << fmt::format("✗ {}  {}\n    {}\n    seen: {}\n    {}: {}\n", name_of(finding), finding.section, finding.text,
                     harness::printable(finding.what), to_string(finding.certainty), finding.confirmation);
  out << fmt::format(
      "    input {} of seed {}{}\n", finding.number, finding.seed,
      finding.connections.size() == 1 ? "" : fmt::format(", or one of {} others", finding.connections.size() - 1));
  print_script(out, finding, most_lines);
}

std::string file_for(const std::string& directory, const FuzzFinding& finding) {
  const auto name = fmt::format("{}-{}-{}.json", name_of(finding), finding.seed, finding.number);
  return (std::filesystem::path(directory) / name).string();
}

std::function<void(const conformance::fuzz::FuzzProgress&)> show_fuzz_progress() {
  if (::isatty(STDERR_FILENO) != 1) return {};
  return [last = std::chrono::steady_clock::time_point()](const conformance::fuzz::FuzzProgress& progress) mutable {
    constexpr auto every = std::chrono::milliseconds(100);
    const auto now = std::chrono::steady_clock::now();
    if (now - last < every) return;
    last = now;
    const auto seconds = std::chrono::duration<double>(progress.elapsed).count();
    std::cerr << fmt::format("\r\x1b[K  {:.1f} s  {} inputs  {:.0f}/s  {} findings  {}", seconds, progress.inputs,
                             static_cast<double>(progress.inputs) / std::max(seconds, 0.1), progress.findings,
                             progress.doing)
              << std::flush;
  };
}

void end_progress() {
  if (::isatty(STDERR_FILENO) == 1) std::cerr << "\r\x1b[K" << std::flush;
}

void print_summary(const conformance::fuzz::FuzzReport& report, const std::string& url, std::uint64_t seed) {
  if (!report.given_up.empty()) std::cout << "ended early: " << harness::printable(report.given_up) << '\n';
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    std::cout << fmt::format("  {:<60} seen {}\n", name_of(report.findings[i]),
                             report.times[i] == 1 ? "once" : fmt::format("{} times", report.times[i]));
  }
  if (report.memory_before != 0 && report.memory_after != 0) {
    std::cout << fmt::format("  memory: {} MiB before, {} MiB after\n", report.memory_before >> 20U,
                             report.memory_after >> 20U);
  }
  std::cout << fmt::format("{}: {} in {} inputs and {:.1f} s, seed {}\n", url,
                           harness::format_counted(report.findings.size(), "finding"), report.inputs,
                           std::chrono::duration<double>(report.duration).count(), seed);
}

FuzzFinding read_finding(const std::string& file) {
  return conformance::fuzz::read_finding(read_file(file), file);
}

}  // namespace

void add_fuzz_arguments(CLI::App& command, FuzzArguments& arguments) {
  auto* const option = add_duration(command, "--fuzz", arguments.time,
                                    "no cases: send spoiled traffic for so long, and watch what comes back");
  option->group(group);
  for (const auto* other : {"CASE", "--spec", "--baseline", "--write-baseline", "--json", "--junit", "--html",
                            "--autobahn", "--dry-run", "--strict"}) {
    option->excludes(command.get_option(other));
  }
  add_number(command, "--seed", arguments.seed, {0, std::numeric_limits<std::uint64_t>::max()},
             "the same inputs as with this seed before (any)")
      ->needs(option)
      ->group(group);
  command.add_option("--findings", arguments.directory, "where to write what is found (parley-findings)")
      ->type_name("DIRECTORY")
      ->needs(option)
      ->group(group);
}

ExitCode fuzz(const FuzzArguments& arguments, const ServerArguments& server_arguments, const CheckArguments& check) {
  const auto stop = stop_at_signal();
  raise_descriptor_limit();
  auto server = find_server(server_arguments, stop.get_token());
  const auto url = server.peer.uri.to_string();
  conformance::fuzz::FuzzOptions options;
  options.seed = arguments.seed.value_or(some_seed());
  options.time = *arguments.time;
  options.player = player_options(survey(server, check, stop.get_token()), check, server, stop.get_token());
  options.player.revive = revival_of(server, server_arguments, stop.get_token());
  conformance::fuzz::FuzzEvents events;
  events.on_progress = show_fuzz_progress();
  events.on_finding = [&](const FuzzFinding& finding) {
    constexpr std::size_t most_lines = 14;
    const auto file = file_for(arguments.directory, finding);
    write_file(file, conformance::fuzz::write_finding(finding));
    end_progress();
    print_finding(std::cout, finding, most_lines);
    std::cout << "    " << join_words(replay_words({"parley", "replay", file}, server_arguments, check)) << '\n'
              << std::flush;
  };
  const auto report = conformance::fuzz::fuzz_server(server.peer, options, events);
  end_progress();
  print_summary(report, url, options.seed);
  if (stop.stop_requested()) return ExitCode::interrupted;
  if (!report.findings.empty()) return ExitCode::failures;
  return report.given_up.empty() ? ExitCode::fine : ExitCode::unreachable;
}

bool is_finding_file(const std::string& word) {
  return word.find("://") == std::string::npos && std::filesystem::is_regular_file(word);
}

ExitCode replay_finding(const std::string& file, const ServerArguments& server_arguments, const CheckArguments& check) {
  const auto finding = read_finding(file);
  const auto stop = stop_at_signal();
  const auto server = find_server(server_arguments, stop.get_token());
  conformance::fuzz::FuzzPlayer player(
      server.peer, player_options(survey(server, check, stop.get_token()), check, server, stop.get_token()));
  print_finding(std::cout, finding, std::string::npos);
  std::vector<conformance::CaseResult> results;
  const bool shown = shows(player, finding, results);
  for (const auto& result : results) {
    std::cout << "  on the wire\n";
    for (const auto& line : conformance::to_lines(result.transcript)) std::cout << "    " << line << '\n';
    std::cout << "  seen: " << harness::printable(result.seen) << '\n';
  }
  if (stop.stop_requested()) return ExitCode::interrupted;
  std::cout << (shown ? "✗ it shows again\n" : "✓ it does not show this time\n");
  return shown ? ExitCode::failures : ExitCode::fine;
}

}  // namespace parley::cli
