// A report of parley bench that comes back from a file, to be set beside others or to be merged with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/load/bench_report.hpp"

namespace parley::load {

struct BenchDocument {
  std::string name;  // what a reader calls this run
  BenchReport report;
};

/// True when the JSON in `text` says of itself that parley bench wrote it.
[[nodiscard]] bool is_bench_document(std::string_view text);

/// One, or those of several URLs, which are then called "name: URL". Throws std::invalid_argument that names `file` and
/// what is wrong.
[[nodiscard]] std::vector<BenchDocument> read_bench_documents(std::string_view text, const std::string& file,
                                                              const std::string& name);

/// Runs that loaded one server at the same time, as one: rates, connections and errors are added, and so are the
/// histograms, so that percentiles are those of all messages. Judged again, over all, are these thresholds, or else
/// their own; where they were shards, also that none is missing. Throws std::invalid_argument when a threshold is
/// wrong, when they cannot have been one run, and when one of them is there twice.
[[nodiscard]] BenchReport merge(const std::vector<BenchDocument>& documents,
                                const std::vector<std::string>& thresholds = {});

}  // namespace parley::load
