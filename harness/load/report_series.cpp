#include "harness/load/report_series.hpp"

#include <fmt/format.h>

namespace parley::load {

std::string series_csv(const BenchReport& report) {
  std::string out =
      "at_ns,length_ns,messages_sent,messages_received,bytes_sent,bytes_received,connections_opened,errors,"
      "open_connections,p50_ns,p99_ns,max_ns,peer_cpu_ns,peer_resident_bytes,peer_context_switches\n";
  for (const auto& row : report.series) {
    const Traffic& traffic = row.traffic;
    out += fmt::format("{},{},{},{},{},{},{},{},{},", row.at.count(), row.length.count(), traffic.messages_sent,
                       traffic.messages_received, traffic.bytes_sent, traffic.bytes_received,
                       traffic.connections_opened, row.faults, row.open_links);
    // A second in which nothing was answered was not a fast one.
    out += row.times.count() > 0
               ? fmt::format("{},{},{},", row.times.percentile(50), row.times.percentile(99), row.times.max())
               : ",,,";
    out += row.peer ? fmt::format("{},{},{}\n", row.peer->cpu_time.count(), row.peer->resident_bytes,
                                  row.peer->context_switches)
                    : ",,\n";
  }
  return out;
}

}  // namespace parley::load
