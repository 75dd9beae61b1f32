// What the command line of `parley bench` says of searches, scenarios and several machines.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <stdexcept>

#include "cli/bench_arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/run_arguments.hpp"
#include "cli/units.hpp"
#include "harness/load/walls.hpp"
#include "harness/scenario/problem.hpp"

namespace parley::cli {
namespace {

constexpr const char* search_group = "Search (-w search)";
constexpr const char* scenario_group = "Scenario (-w scenario)";
constexpr const char* machines_group = "Several machines";

constexpr double first_rate = 1000;
constexpr double first_connections = 10;
constexpr double highest_rate = 1e9;
constexpr std::uint64_t most_shards = 1ULL << 24;
constexpr std::uint64_t own_descriptors = 256;  // that are left for what is not a connection

/// Connections that this machine can have, as far as is known beforehand.
double most_connections(const load::Plan& plan) {
  const auto limits = load::system_limits();
  const std::uint64_t ports = limits.ports * std::max<std::uint64_t>(plan.link.sources.size(), 1);
  const std::uint64_t descriptors = limits.descriptors - std::min(limits.descriptors, own_descriptors);
  return static_cast<double>(std::min<std::uint64_t>({descriptors, ports, 1ULL << 24}));
}

/// The workload is not that of a search, and so on: options that would silently do nothing.
void refuse_several(const BenchArguments& arguments) {
  if (arguments.others.empty() && arguments.repeat == 1) return;
  if (is_search(arguments)) throw std::invalid_argument("a search has one URL and repeats its runs itself");
  if (!arguments.start_at.empty() || !arguments.shard.empty()) {
    throw std::invalid_argument(
        "--start-at and --shard go with one run of one URL: runs that are repeated cannot be merged");
  }
  if (!arguments.others.empty() && (arguments.pid != 0 || !arguments.csv.empty() || !arguments.hlog.empty())) {
    throw std::invalid_argument("--pid, --csv and --hlog go with one URL");
  }
}

/// The n-th part of a number, so that all parts add up to it.
std::uint32_t part(std::uint64_t whole, std::uint64_t index, std::uint64_t count) {
  return static_cast<std::uint32_t>(whole * (index + 1) / count - whole * index / count);
}

RunArguments run_arguments(const BenchArguments& arguments, const std::string& url) {
  RunArguments run;
  run.vars = arguments.vars;
  run.url = url;
  run.headers = arguments.peer.headers;
  run.subprotocols = arguments.peer.subprotocols;
  run.insecure = arguments.peer.insecure;
  run.ca_file = arguments.peer.ca_file;
  run.seed = arguments.plan.seed;
  return run;
}

}  // namespace

void add_mode_arguments(CLI::App& command, BenchArguments& arguments) {
  command.add_option("--of", arguments.of, "the workload that is raised: echo, broadcast or connect (echo)")
      ->type_name("NAME")
      ->group(search_group);
  command.add_option("--raise", arguments.raise, "what is raised: rate or connections (rate)")
      ->type_name("NAME")
      ->group(search_group);
  const auto number = [&](const char* name, double& target, const char* help) {
    command.add_option(name, target, help)->type_name("NUMBER")->check(more_than_zero())->group(search_group);
  };
  number("--from", arguments.from, "the first load (1000 a second, or 10 connections)");
  number("--to", arguments.to, "the highest (none; of connections what this machine can have)");
  number("--precision", arguments.precision, "the bounds end so close together, in percent (5)");
  number("--confidence", arguments.confidence, "so certain must they be, in percent (95)");
  command.add_option("--scenario", arguments.scenario, "the file that the users play")
      ->type_name("FILE")
      ->check(CLI::ExistingFile)
      ->group(scenario_group);
  command.add_option("--var", arguments.vars, "a value for {{name}} in it; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->group(scenario_group);
  command
      .add_option("--start-at", arguments.start_at, "begin at this time: 2026-11-21T07:15:00Z, or seconds since 1970")
      ->type_name("TIME")
      ->group(machines_group);
  command.add_option("--shard", arguments.shard, "do this part of the load: 0/4 to 3/4 are all of it")
      ->type_name("I/N")
      ->group(machines_group);
}

std::vector<std::string> bench_urls(const BenchArguments& arguments) {
  refuse_several(arguments);
  std::vector<std::string> urls = {arguments.peer.url};
  urls.insert(urls.end(), arguments.others.begin(), arguments.others.end());
  return urls;
}

bool is_search(const BenchArguments& arguments) {
  return arguments.workload == "search";
}

load::SearchPlan make_search(const BenchArguments& arguments, const load::Plan& plan) {
  load::SearchPlan search;
  if (arguments.raise != "rate" && arguments.raise != "connections") {
    throw std::invalid_argument(fmt::format("--raise: expected rate or connections, found \"{}\"", arguments.raise));
  }
  const bool rate = arguments.raise == "rate";
  if (rate && arguments.rate > 0)
    throw std::invalid_argument("--rate: it is what the search raises; see --from and --to");
  if (arguments.precision >= 100) throw std::invalid_argument("--precision: expected less than 100 percent");
  if (arguments.confidence >= 100) throw std::invalid_argument("--confidence: expected less than 100 percent");
  search.raised = rate ? load::Raised::rate : load::Raised::connections;
  search.range.whole = !rate;
  search.range.from = arguments.from > 0 ? arguments.from : rate ? first_rate : first_connections;
  search.range.to = arguments.to > 0 ? arguments.to : rate ? highest_rate : most_connections(plan);
  search.range.precision = arguments.precision / 100;
  search.range.confidence = arguments.confidence / 100;
  if (!rate && plan.workload == load::WorkloadKind::broadcast && search.range.from <= plan.publishers) {
    throw std::invalid_argument("--from: expected more connections than --publishers, or none is left to receive");
  }
  if (!arguments.shard.empty()) throw std::invalid_argument("--shard: a search is of one generator");
  if (!rate) {
    search.range.lowest = plan.workload == load::WorkloadKind::broadcast ? plan.publishers + 1 : 1;
    const auto walls =
        load::walls_for(static_cast<std::uint64_t>(arguments.to), plan.link.sources.size(), load::system_limits());
    if (!walls.empty()) throw std::invalid_argument("--to: " + walls.front());
  }
  if (search.range.to < search.range.from) throw std::invalid_argument("--to: expected at least --from");
  return search;
}

std::vector<load::Threshold> default_limits(const load::Plan& plan) {
  return {*load::parse_threshold("p99<50ms", load::main_measure(plan.workload))};
}

scenario::Scenario read_bench_scenario(const BenchArguments& arguments) {
  auto read = scenario::read_scenario(arguments.scenario, read_options(run_arguments(arguments, {})));
  if (!read) {
    std::cerr << scenario::to_string(read.error());
    throw Failure(ExitCode::usage, arguments.scenario + " is refused; nothing was played");
  }
  return *std::move(read);
}

scenario::PlayOptions bench_play_options(const BenchArguments& arguments, const std::string& url) {
  return play_options(run_arguments(arguments, url));
}

void take_shard(const std::string& shard, load::Plan& plan) {
  std::uint64_t index = 0;
  std::uint64_t count = 0;
  const char* const end = shard.data() + shard.size();
  const auto first = std::from_chars(shard.data(), end, index);
  const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, count) : first;
  if (!slash || second.ec != std::errc() || second.ptr != end || index >= count || count > most_shards) {
    throw std::invalid_argument(fmt::format("--shard: expected I/N, from 0/N to N-1/N, found \"{}\"", shard));
  }
  if (plan.workload == load::WorkloadKind::broadcast) {
    throw std::invalid_argument(
        "--shard: the receivers of one generator would get what the others publish; give each its own topic");
  }
  const std::uint32_t mine = part(plan.connections, index, count);
  if (mine == 0)
    throw std::invalid_argument(
        fmt::format("--shard: {} connections are too few for {} parts", plan.connections, count));
  if (plan.rate) {
    const double whole = *plan.rate;
    plan.rate = whole * mine / plan.connections;
    // The parts take turns, as the connections of one generator do.
    if (plan.start_at) {
      const std::chrono::duration<double> shift(static_cast<double>(index) / whole);
      *plan.start_at += std::chrono::duration_cast<std::chrono::system_clock::duration>(shift);
    }
  }
  plan.connections = mine;
  plan.shard = load::Shard{static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(count)};
}

}  // namespace parley::cli
