#include "harness/conformance/desk_target.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"
#include "protocol/query.hpp"

namespace parley::conformance {
namespace {

DriverCase case_in(std::string_view query) {
  if (auto tuple = protocol::query_value(query, "casetuple")) return CaseByTuple{*std::move(tuple)};
  const auto text = protocol::query_value(query, "case").value_or("");
  return CaseByNumber{static_cast<std::size_t>(protocol::parse_decimal(text).value_or(0))};
}

/// The resource name in a target of any form, without what comes behind "#".
std::string resource_name(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const auto path = target.find('/');
  const auto scheme = target.find("://");
  if (scheme != std::string_view::npos && scheme < path) {
    target.remove_prefix(scheme + 3);
    target.remove_prefix(std::min(target.find('/'), target.size()));
  }
  return target.starts_with('/') ? std::string(target) : "/" + std::string(target);
}

}  // namespace

std::optional<DeskTarget> parse_desk_target(std::string_view text) {
  const auto name = resource_name(text);
  const std::string_view target = name;
  const auto mark = target.find('?');
  const auto path = target.substr(0, mark);
  const auto query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  const auto agent = protocol::query_value(query, "agent").value_or("");
  constexpr std::string_view case_path = "/case/";
  if (path.starts_with(case_path)) return CaseById{std::string(path.substr(case_path.size()))};
  if (path == "/runCase") return RunCase{case_in(query), agent};
  if (path == "/getCaseCount") return GetCaseCount{};
  if (path == "/getCaseInfo") return GetCaseInfo{case_in(query)};
  if (path == "/getCaseStatus") return GetCaseStatus{case_in(query), agent};
  if (path == "/updateReports") return UpdateReports{agent};
  if (path == "/stopServer") return StopServer{};
  return std::nullopt;
}

}  // namespace parley::conformance
