#include "client/case_driver.hpp"

#include <utility>

#include "client/url_builder.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::client {

CaseDriver::CaseDriver(net::Loop& loop, DriverOptions options, std::function<void(DriverReport)> on_done)
    : loop_(loop), options_(std::move(options)), on_done_(std::move(on_done)) {
  ask("/getCaseCount", [this](const EchoReport& report) { take_count(report); });
}

ClientOptions CaseDriver::options_for(const std::string& resource) const {
  ClientOptions client = options_.client;
  std::string& path = client.uri.resource;
  while (path.ends_with('/')) path.pop_back();
  path += resource;
  return client;
}

void CaseDriver::ask(const std::string& resource, std::function<void(const EchoReport&)> then) {
  ClientOptions client = options_for(resource);
  client.engine = protocol::EngineKind::native;
  client.make_engine = nullptr;
  question_ = std::make_unique<EchoClient>(loop_, std::move(client), EchoClient::Duty::listen,
                                           [then = std::move(then)](const EchoReport& report) { then(report); });
}

void CaseDriver::take_count(const EchoReport& report) {
  report_.reached = report.connected;
  if (!report.opened) return finish("/getCaseCount: " + report.failure);
  const auto count = protocol::parse_decimal(report.last_text);
  if (!count) {
    return finish("/getCaseCount: expected the number of cases, found " + protocol::in_quotes(report.last_text));
  }
  report_.cases = *count;
  run_cases();
}

void CaseDriver::run_cases() {
  while (trouble_.empty() && next_ <= report_.cases && running_.size() < options_.jobs) run_case(next_++);
  if (!running_.empty()) return;
  if (!trouble_.empty()) return finish(trouble_);
  ask("/updateReports?agent=" + encode_uri_component(options_.agent),
      [this](const EchoReport& report) { finish(report.opened ? "" : "/updateReports: " + report.failure); });
}

void CaseDriver::run_case(std::uint64_t number) {
  const auto resource = "/runCase?case=" + std::to_string(number) + "&agent=" + encode_uri_component(options_.agent);
  running_[number] =
      std::make_unique<EchoClient>(loop_, options_for(resource), EchoClient::Duty::echo,
                                   [this, number](const EchoReport& report) { end_case(number, report); });
}

void CaseDriver::end_case(std::uint64_t number, const EchoReport& report) {
  // How a case ends is for the server to judge; only a server that is gone has no more cases.
  if (report.connected) {
    ++report_.run;
  } else if (trouble_.empty()) {
    trouble_ = "case " + std::to_string(number) + ": " + report.failure;
  }
  running_.erase(number);
  run_cases();
}

void CaseDriver::finish(std::string error) {
  report_.error = std::move(error);
  const auto on_done = std::move(on_done_);
  on_done(std::move(report_));
}

}  // namespace parley::client
