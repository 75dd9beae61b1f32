// A report of parley bench that comes back from a file, to be set beside others or to be merged with them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "harness/load/histogram.hpp"

namespace parley::load {

struct BenchDocument {
  std::string name;  // what a reader calls this run
  std::string url;
  std::string workload;
  std::uint64_t connections = 0;
  std::string main_time;                        // one of the names in `times`
  std::map<std::string, double> per_second;     // by the names of the JSON: "messages_received", …
  std::map<std::string, Histogram> times;       // nanoseconds, by name: "latency", …
  std::map<std::string, std::uint64_t> errors;  // by kind
};

/// True when the JSON in `text` says of itself that parley bench wrote it.
[[nodiscard]] bool is_bench_document(std::string_view text);

/// Throws std::invalid_argument that names `file` and what is wrong.
[[nodiscard]] BenchDocument read_bench_document(std::string_view text, const std::string& file,
                                                const std::string& name);

/// Runs that loaded one server at the same time, as one: rates, connections and errors are added, and so are the
/// histograms, so that percentiles are those of all messages. Throws std::invalid_argument when the workloads differ.
[[nodiscard]] BenchDocument merge(const std::vector<BenchDocument>& documents);

/// A table of all, each in a column; of two or more with what the others have of the first.
[[nodiscard]] std::string compare(const std::vector<BenchDocument>& documents);

}  // namespace parley::load
