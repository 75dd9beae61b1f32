#include "harness/load/bench_document.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/load/report_read.hpp"

namespace parley::load {

bool is_bench_document(std::string_view text) {
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object()) return false;
  if (json.contains("runs")) return json.at("runs").is_array() && json.contains("parley_version");
  if (!json.contains("plan") || !json.contains("result")) return false;
  return json.at("plan").is_object() && json.at("plan").contains("workload");
}

std::vector<BenchDocument> read_bench_documents(std::string_view text, const std::string& file,
                                                const std::string& name) {
  try {
    const auto json = nlohmann::ordered_json::parse(text);
    std::vector<BenchDocument> documents;
    if (!json.contains("runs")) {
      documents.push_back({name, read_report(json)});
      return documents;
    }
    for (const auto& run : json.at("runs")) {
      auto& document = documents.emplace_back(BenchDocument{"", read_report(run)});
      document.name = fmt::format("{}: {}", name, document.report.url);
    }
    if (documents.empty()) throw std::invalid_argument("there is no run in it");
    return documents;
  } catch (const nlohmann::ordered_json::exception& error) {
    throw std::invalid_argument(fmt::format("{}: not a report of parley bench: {}", file, error.what()));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{}: {}", file, error.what()));
  }
}

}  // namespace parley::load
