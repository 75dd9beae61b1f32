// What a client's URL asks the desk for: a case by its id, or one of the URLs that drivers written for
// Autobahn|Testsuite open.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace parley::conformance {

struct CaseById {
  std::string id;  // "/case/6455-5.5.2-ping"
};
struct CaseByNumber {
  std::size_t number = 0;  // "?case=3": from 1
};
struct CaseByTuple {
  std::string tuple;  // "?casetuple=1.1.1"
};
/// The two ways in which drivers name a case.
using DriverCase = std::variant<CaseByNumber, CaseByTuple>;

struct RunCase {
  DriverCase test;
  std::string agent;
};
struct GetCaseCount {};
struct GetCaseInfo {
  DriverCase test;
};
struct GetCaseStatus {
  DriverCase test;
  std::string agent;
};
struct UpdateReports {
  std::string agent;
};
struct StopServer {};

using DeskTarget = std::variant<CaseById, RunCase, GetCaseCount, GetCaseInfo, GetCaseStatus, UpdateReports, StopServer>;

/// Nothing for anything else. A number that is missing or none is 0. The target may have any form ("/case/…",
/// "http://…/case/…", "case/…"): whether it is a legal one is for the cases to say.
[[nodiscard]] std::optional<DeskTarget> parse_desk_target(std::string_view text);

}  // namespace parley::conformance
