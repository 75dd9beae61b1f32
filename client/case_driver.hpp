// CaseDriver: walks a client under test through the cases of a test server, by the interface that Autobahn|Testsuite
// made common: "/getCaseCount" sends the number of cases; each "/runCase?case=N&agent=NAME" is a connection on which
// the server plays one of them; "/updateReports?agent=NAME" has it write what it found.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "client/echo_client.hpp"

namespace parley::client {

struct DriverOptions {
  ClientOptions client;  // of the client under test; its URI is that of the server, "/" or a folder below it
  std::string agent = "parley";
  std::uint64_t jobs = 1;  // cases side by side
};

struct DriverReport {
  std::uint64_t cases = 0;  // that the server has
  std::uint64_t run = 0;
  std::string error;  // why not all are done; empty: they are
  bool reached = false;
};

class CaseDriver {
 public:
  /// Begins at once. `on_done` is called once, from the loop; the driver may be destroyed from within it.
  CaseDriver(net::Loop& loop, DriverOptions options, std::function<void(DriverReport)> on_done);
  CaseDriver(CaseDriver&&) = delete;

 private:
  [[nodiscard]] ClientOptions options_for(const std::string& resource) const;
  /// What is no case is asked for by a sound client, whatever is wrong with the one under test.
  void ask(const std::string& resource, std::function<void(const EchoReport&)> then);
  void take_count(const EchoReport& report);
  void run_cases();
  void run_case(std::uint64_t number);
  void end_case(std::uint64_t number, const EchoReport& report);
  void finish(std::string error);

  net::Loop& loop_;
  DriverOptions options_;
  std::function<void(DriverReport)> on_done_;
  DriverReport report_;
  std::uint64_t next_ = 1;
  std::string trouble_;                                           // why no more cases are begun
  std::map<std::uint64_t, std::unique_ptr<EchoClient>> running_;  // by case
  std::unique_ptr<EchoClient> question_;
};

}  // namespace parley::client
