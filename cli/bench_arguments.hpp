// What the command line of `parley bench` says.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/peer_arguments.hpp"
#include "harness/load/plan.hpp"
#include "harness/load/threshold.hpp"

namespace parley::cli {

struct BenchArguments {
  PeerArguments peer;

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

  std::vector<std::string> thresholds;
  int pid = 0;  // 0: none
  std::string json, hlog, csv;
  bool no_color = false;
};

void add_bench_arguments(CLI::App& command, BenchArguments& arguments);

// Both throw std::invalid_argument that names the option, or Failure.
/// All of the plan but the address of the peer.
[[nodiscard]] load::Plan make_plan(const BenchArguments& arguments);
[[nodiscard]] std::vector<load::Threshold> make_thresholds(const BenchArguments& arguments, const load::Plan& plan);

}  // namespace parley::cli
