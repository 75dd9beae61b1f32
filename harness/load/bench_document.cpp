#include "harness/load/bench_document.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/load/hdr.hpp"

namespace parley::load {
namespace {

using Json = nlohmann::ordered_json;

/// Minimum, maximum and mean stand beside the histogram, which knows them by bucket only.
Histogram histogram_of(const Json& times, const std::string& name) {
  const auto decoded = decode_hdr(times.at("histogram").get<std::string>());
  if (!decoded) throw std::invalid_argument(fmt::format("/result/times/{}: {}", name, decoded.error()));
  return Histogram::of_buckets(decoded->buckets(), times.at("min_ns").get<std::uint64_t>(),
                               times.at("max_ns").get<std::uint64_t>(), times.at("mean_ns").get<double>());
}

BenchDocument read(const Json& json) {
  BenchDocument document;
  const Json& result = json.at("result");
  document.url = json.at("url").get<std::string>();
  document.workload = json.at("plan").at("workload").get<std::string>();
  document.connections = json.at("plan").at("connections").get<std::uint64_t>();
  document.main_time = result.at("main_time").get<std::string>();
  for (const auto& [name, rate] : result.at("per_second").items()) document.per_second[name] = rate.get<double>();
  for (const auto& [name, times] : result.at("times").items()) document.times[name] = histogram_of(times, name);
  for (const Json& error : result.at("errors")) {
    document.errors[error.at("kind").get<std::string>()] = error.at("count").get<std::uint64_t>();
  }
  return document;
}

}  // namespace

bool is_bench_document(std::string_view text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("plan") || !json.contains("result")) return false;
  return json.at("plan").is_object() && json.at("plan").contains("workload");
}

BenchDocument read_bench_document(std::string_view text, const std::string& file, const std::string& name) {
  try {
    BenchDocument document = read(Json::parse(text));
    document.name = name;
    return document;
  } catch (const Json::exception& error) {
    throw std::invalid_argument(fmt::format("{}: not a report of parley bench: {}", file, error.what()));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("{}: {}", file, error.what()));
  }
}

BenchDocument merge(const std::vector<BenchDocument>& documents) {
  BenchDocument whole = documents.front();
  whole.name = "merged";
  for (std::size_t i = 1; i < documents.size(); ++i) {
    const BenchDocument& part = documents[i];
    if (part.workload != whole.workload) {
      throw std::invalid_argument(fmt::format("{} is of workload {} and {} of {}: they cannot be merged",
                                              documents.front().name, whole.workload, part.name, part.workload));
    }
    whole.connections += part.connections;
    for (const auto& [name, rate] : part.per_second) whole.per_second[name] += rate;
    for (const auto& [name, times] : part.times) whole.times[name].merge(times);
    for (const auto& [kind, count] : part.errors) whole.errors[kind] += count;
  }
  return whole;
}

}  // namespace parley::load
