// What a run of the suite found: a value, which every format of report reads.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/case_player.hpp"
#include "harness/conformance/monitor.hpp"
#include "harness/conformance/survey.hpp"

namespace parley::conformance {

/// A line of the report: a case, or a monitor.
struct Entry {
  enum class Kind : std::uint8_t { test, monitor };
  Kind kind = Kind::test;
  std::string id;
  std::vector<std::string> aliases;
  std::string_view group;
  std::string_view section;
  Level level = Level::must;
  std::string title;
  std::string rule;
  Verdict verdict = Verdict::error;
  std::string why;
  std::string replay;                  // the id of the case that shows it
  const CaseResult* result = nullptr;  // null: a monitor that nothing broke, or skipped
};

struct SuiteReport {
  Role role = Role::server;  // of the peer under test
  std::string parley_version;
  std::string machine;
  std::string command;  // as it was typed
  std::string peer;     // its URL, or the client's command or name
  std::chrono::system_clock::time_point started;
  std::chrono::nanoseconds duration{};
  Survey survey;
  std::size_t not_played = 0;       // of the cases that the peer could have been put to
  bool interrupted = false;         // by the user: that is why
  std::vector<CaseResult> results;  // must not change any more: entries point to it
  std::vector<Entry> entries;

  [[nodiscard]] std::size_t count(Verdict verdict) const;
};

/// The entries for `cases`, in their order, and for the monitors. `report.results` are of these cases, in their order
/// too; a case without a result is skipped if the peer lacks what it needs, else left out, and counted as not played.
void fill_entries(SuiteReport& report, const std::vector<const Case*>& cases);

}  // namespace parley::conformance
