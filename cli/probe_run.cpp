#include "cli/probe_run.hpp"

#include <optional>
#include <utility>

namespace parley::cli {

client::ProbeReport run_probe(const client::ProbeOptions& options) {
  net::Loop loop;
  std::optional<client::ProbeReport> report;
  client::Probe probe(loop, options, [&](client::ProbeReport its) {
    report = std::move(its);
    loop.stop();
  });
  loop.run();
  return std::move(report).value();
}

ExitCode probe_exit_code(const client::ProbeReport& report, const protocol::Uri& uri) {
  if (report.opened) return ExitCode::fine;
  return (uri.secure ? report.secured : report.connected) ? ExitCode::failures : ExitCode::unreachable;
}

}  // namespace parley::cli
