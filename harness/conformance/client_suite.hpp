// The suite for clients: listens, has them come, and gathers what they did.
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/conformance/case_player.hpp"
#include "harness/conformance/listen_options.hpp"
#include "harness/conformance/suite.hpp"

namespace parley::conformance {

/// The results of one client, in the order of the cases.
using ResultsByAgent = std::map<std::string, std::vector<CaseResult>>;

/// A shell command for each case, in which {url} stands for the case's URL. A client that does not come, or ends before
/// it has come, makes its case an error that shows its last output. Throws std::system_error when it cannot listen.
[[nodiscard]] std::vector<CaseResult> play_with_command(const std::vector<const Case*>& cases,
                                                        const std::string& command, const ListenOptions& listen,
                                                        const PlayOptions& options, const OnFinish& on_finish);

struct DriverEvents {
  std::function<void(const std::string& base)> on_listening = {};
  OnFinish on_finish = {};
  /// A driver wants its report: what it and those before it have done so far. It is told again at the end.
  std::function<void(const ResultsByAgent& so_far)> on_update_reports = {};
  /// The command has ended by itself, with "exit code 0" or otherwise; it may not have played all cases.
  std::function<void(const std::string& how, const std::string& output)> on_command_end = {};
};

/// Clients that find the cases by themselves: as a driver for Autobahn|Testsuite does, or a URL at a time. `command`
/// is started once, with {base} replaced, and its end is the end; when it is empty, the end is /stopServer or
/// `options.stop`. Throws std::system_error when it cannot listen, std::runtime_error with the command's last output
/// when it ended in failure before any case was played.
[[nodiscard]] ResultsByAgent play_with_drivers(const std::vector<const Case*>& cases, const std::string& command,
                                               const ListenOptions& listen, const PlayOptions& options,
                                               const DriverEvents& events);

}  // namespace parley::conformance
