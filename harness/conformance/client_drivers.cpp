// play_with_drivers: clients come by themselves.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <stdexcept>

#include "harness/conformance/client_desk.hpp"
#include "harness/conformance/client_suite.hpp"
#include "harness/conformance/shell_command.hpp"
#include "harness/process/child_process.hpp"

namespace parley::conformance {
namespace {

constexpr auto look_around = std::chrono::milliseconds(20);  // how often the program is looked after
constexpr auto time_to_leave = std::chrono::seconds(2);      // after /stopServer

class DriverField {
 public:
  DriverField(const std::vector<const Case*>& cases, const ListenOptions& listen, const PlayOptions& options,
              const DriverEvents& events)
      : cases_(cases), options_(options), events_(events) {
    for (std::size_t i = 0; i < cases.size(); ++i) places_.emplace(cases[i], i);
    DeskEvents desk;
    desk.on_result = [this](const std::string& agent, CaseResult result) { keep(agent, std::move(result)); };
    desk.on_update_reports = [this](const std::string& /*agent*/) { update_reports(); };
    desk.on_stop = [this] { loop_.stop(); };
    desk_.emplace(loop_, listen, options.patience, cases, std::move(desk));
  }

  ResultsByAgent play(const std::string& command) {
    const std::stop_callback on_stop(options_.stop, [this] { loop_.post([this] { loop_.stop(); }); });
    if (events_.on_listening) events_.on_listening(desk_->base());
    if (!command.empty()) {
      desk_->expect_own_urls();
      const auto arguments = shell_command(command, "{base}", desk_->base());
      process_ = std::make_unique<harness::ChildProcess>(harness::ChildOptions{arguments, {}, {}});
      look();
    }
    if (!options_.stop.stop_requested()) loop_.run();
    end_process();
    return std::move(results_);
  }

 private:
  void keep(const std::string& agent, CaseResult result) {
    if (events_.on_finish) events_.on_finish(result);
    auto& results = results_[agent];
    const auto place = places_.at(result.test);
    const auto before = [this](const CaseResult& each, std::size_t at) { return places_.at(each.test) < at; };
    const auto at = std::lower_bound(results.begin(), results.end(), place, before);
    if (at != results.end() && at->test == result.test) {
      *at = std::move(result);  // a case that is played again is judged again
    } else {
      results.insert(at, std::move(result));
    }
  }

  void update_reports() {
    if (events_.on_update_reports && !results_.empty()) events_.on_update_reports(results_);
  }

  void look() {
    if (const auto end = process_->ended()) return on_process_end(*end);
    loop_.after(look_around, [this] { look(); });
  }

  void on_process_end(const std::string& end) {
    // What it has sent may still be on its way to us.
    loop_.after(std::chrono::milliseconds(200), [this] { stop_when_idle(); });
    end_ = end;
  }

  void stop_when_idle() {
    if (!desk_->is_idle()) {
      loop_.after(look_around, [this] { stop_when_idle(); });
      return;
    }
    loop_.stop();
  }

  void end_process() {
    if (!process_) return;
    if (!process_->ended()) process_->end(SIGTERM, time_to_leave);
    if (end_ && events_.on_command_end) events_.on_command_end(*end_, process_->output());
    if (!results_.empty() || options_.stop.stop_requested()) return;
    throw std::runtime_error(fmt::format("the client ended ({}) before it had played any case; its last output:\n{}",
                                         end_.value_or("by us"), process_->output()));
  }

  const std::vector<const Case*>& cases_;
  const PlayOptions& options_;
  const DriverEvents& events_;
  std::map<const Case*, std::size_t> places_;
  ResultsByAgent results_;
  std::unique_ptr<harness::ChildProcess> process_;
  std::optional<std::string> end_;  // of a process that ended by itself
  net::Loop loop_;
  std::optional<ClientDesk> desk_;
};

}  // namespace

ResultsByAgent play_with_drivers(const std::vector<const Case*>& cases, const std::string& command,
                                 const ListenOptions& listen, const PlayOptions& options, const DriverEvents& events) {
  return DriverField(cases, listen, options, events).play(command);
}

}  // namespace parley::conformance
