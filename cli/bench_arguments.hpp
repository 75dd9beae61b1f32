// What the command line of `parley bench` says.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/peer_arguments.hpp"
#include "harness/load/plan.hpp"
#include "harness/load/search.hpp"
#include "harness/load/threshold.hpp"
#include "harness/scenario/play.hpp"
#include "harness/scenario/scenario.hpp"

namespace parley::cli {

struct BenchArguments {
  PeerArguments peer;
  std::vector<std::string> others;  // further URLs

  std::string workload = "echo";
  load::Plan plan;
  double rate = 0;  // 0: closed loop
  std::string arrivals = "constant";
  std::string payload = "20";
  bool text = false;
  bool binary = false;
  std::string verify = "stamp";
  bool compression = false;
  bool hold = false;
  std::vector<std::string> sources;
  unsigned repeat = 1;
  std::string start_at;
  std::string shard;  // "i/n"

  std::string of = "echo";  // search: the workload that is raised
  std::string raise = "rate";
  double from = 0, to = 0;  // 0: by themselves
  double precision = 5;     // percent
  double confidence = 95;   // percent

  std::string scenario;           // a file
  std::vector<std::string> vars;  // "name=value"

  // A search makes many short runs unless -d and --warmup say otherwise; what a workload has no use for is refused.
  bool duration_given = false;
  bool warmup_given = false;
  bool depth_given = false;
  bool publishers_given = false;

  std::vector<std::string> thresholds;
  int pid = 0;  // 0: none
  std::string json, hlog, csv, html;
  bool no_color = false;
};

void add_bench_arguments(CLI::App& command, BenchArguments& arguments);
/// Those of searches, scenarios and several machines.
void add_mode_arguments(CLI::App& command, BenchArguments& arguments);

// All throw std::invalid_argument that names the option, or Failure.
/// One or more; several only for what can be set side by side.
[[nodiscard]] std::vector<std::string> bench_urls(const BenchArguments& arguments);
/// All of the plan but the address of the peer; of a search without the load.
[[nodiscard]] load::Plan make_plan(const BenchArguments& arguments, const std::string& url);
[[nodiscard]] std::vector<load::Threshold> make_thresholds(const BenchArguments& arguments, const load::Plan& plan);

[[nodiscard]] bool is_search(const BenchArguments& arguments);
/// Without its limits.
[[nodiscard]] load::SearchPlan make_search(const BenchArguments& arguments, const load::Plan& plan);
/// Of a search for which none was given.
[[nodiscard]] std::vector<load::Threshold> default_limits(const load::Plan& plan);

[[nodiscard]] scenario::Scenario read_bench_scenario(const BenchArguments& arguments);
[[nodiscard]] scenario::PlayOptions bench_play_options(const BenchArguments& arguments, const std::string& url);

/// The part of the plan that one of several generators does: "0/4" to "3/4".
void take_shard(const std::string& shard, load::Plan& plan);

}  // namespace parley::cli
