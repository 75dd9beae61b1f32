// play_with_command: a client is started for each case.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <optional>

#include "harness/conformance/client_desk.hpp"
#include "harness/conformance/client_suite.hpp"
#include "harness/conformance/second_hearing.hpp"
#include "harness/conformance/shell_command.hpp"
#include "harness/process/child_process.hpp"

namespace parley::conformance {
namespace {

constexpr auto look_around = std::chrono::milliseconds(5);  // how often the programs are looked after
constexpr auto time_to_come = std::chrono::seconds(20);     // a virtual machine may have to start
constexpr auto time_to_leave = std::chrono::seconds(1);     // after its case is over
constexpr auto late_arrival = std::chrono::milliseconds(500);

/// The client of one case.
struct Running {
  std::size_t index = 0;
  std::unique_ptr<harness::ChildProcess> process;
  net::TimePoint started;
  std::optional<net::TimePoint> judged;  // when its case was over
  std::optional<net::TimePoint> ended;   // when it was seen to have ended
  bool is_second = false;                // that was started for this case
};

/// By a signal that nobody sends to another; a shell turns it into an exit code.
bool is_crash(std::string_view end) {
  for (const int signal : {SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV}) {
    if (end == fmt::format("signal {}", signal) || end == fmt::format("exit code {}", 128 + signal)) return true;
  }
  return false;
}

class CommandField {
 public:
  CommandField(const std::vector<const Case*>& cases, const std::string& command, const ListenOptions& listen,
               const PlayOptions& options, const OnFinish& on_finish)
      : cases_(cases),
        command_(command),
        options_(options),
        on_finish_(on_finish),
        results_(cases.size()),
        hearings_(std::max(enough_hearings, options.jobs)) {
    const auto on_result = [this](const std::string& /*agent*/, CaseResult result) { take(std::move(result)); };
    desk_.emplace(loop_, listen, options.patience, cases, DeskEvents{on_result, [](const auto&) {}, [] {}});
    desk_->expect_own_urls();
    for (std::size_t i = 0; i < cases.size(); ++i) next_.push_back(i);
  }

  std::vector<CaseResult> play() {
    const std::stop_callback on_stop(options_.stop, [this] { loop_.post([this] { loop_.stop(); }); });
    if (!options_.stop.stop_requested()) {
      look();
      loop_.run();
    }
    running_.clear();
    std::vector<CaseResult> played;
    for (auto& result : results_) {
      if (result) played.push_back(*std::move(result));
    }
    return played;
  }

 private:
  void start_more() {
    while (!next_.empty() && running_.size() < options_.jobs) {
      const std::size_t index = next_.front();
      next_.pop_front();
      if (results_[index] && !hearings_.worth_while()) continue;
      Running client;
      client.index = index;
      client.is_second = results_[index].has_value();
      client.started = net::Clock::now();
      const auto command = shell_command(command_, "{url}", desk_->url(*cases_[client.index]));
      client.process = std::make_unique<harness::ChildProcess>(harness::ChildOptions{command, {}, {}});
      running_.push_back(std::move(client));
    }
  }

  /// A client that comes a second time (to log in, say) has had its case.
  void take(CaseResult result) {
    for (auto& client : running_) {
      if (cases_[client.index] != result.test || client.judged) continue;
      client.judged = net::Clock::now();
      return keep(client.index, std::move(result));
    }
  }

  void keep(std::size_t index, CaseResult result) {
    auto& first = results_[index];
    if (first) {
      result = after_second_hearing(*first, std::move(result));
      hearings_.count(is_other(result, *first));
    } else if (on_finish_) {
      on_finish_(result);
    }
    first = std::move(result);
  }

  void give_up(const Running& client, const std::string& why) {
    CaseResult result;
    result.test = cases_[client.index];
    result.unreachable = true;
    const auto output = client.process->output();
    result.why = output.empty() ? why : fmt::format("{}; its last output:\n{}", why, output);
    if (auto judgement = judge_absence(*result.test)) {
      result.verdict = judgement->verdict;
      result.why = std::move(judgement->why);
    }
    keep(client.index, std::move(result));
  }

  /// Nothing of it is left to be waited for.
  bool is_over(Running& client, net::TimePoint now) {
    const auto end = client.process->ended();
    if (end && !client.ended) client.ended = now;
    if (client.judged) {
      if (!end && now < *client.judged + time_to_leave) return false;
      if (!end) {
        client.process->end(SIGTERM, std::chrono::milliseconds(50));
      } else if (is_crash(*end)) {  // which looks like a connection that is failed on purpose
        warn(*results_[client.index], fmt::format("this ends the client's process: {}", *end));
        return true;
      }
      if (!client.is_second && deserves_second_hearing(*results_[client.index])) next_.push_back(client.index);
      return true;
    }
    // What it has sent may still be on its way to us.
    const auto& test = *cases_[client.index];
    const bool came = desk_->is_playing(test) || desk_->is_awaited(test);
    if (client.ended && now > *client.ended + late_arrival && !came) {
      give_up(client, fmt::format("the client ended ({}) without a case being played", *end));
      return true;
    }
    if (!end && now > client.started + time_to_come && !came) {
      give_up(client, "the client did not come");
      client.process->end(SIGTERM, std::chrono::milliseconds(50));
      return true;
    }
    return false;
  }

  void look() {
    const auto now = net::Clock::now();
    std::erase_if(running_, [&](Running& client) { return is_over(client, now); });
    start_more();
    if (running_.empty()) return loop_.stop();
    loop_.after(look_around, [this] { look(); });
  }

  const std::vector<const Case*>& cases_;
  const std::string& command_;
  const PlayOptions& options_;
  const OnFinish& on_finish_;
  std::vector<std::optional<CaseResult>> results_;
  std::deque<std::size_t> next_;
  Hearings hearings_;
  std::vector<Running> running_;
  net::Loop loop_;
  std::optional<ClientDesk> desk_;
};

}  // namespace

std::vector<CaseResult> play_with_command(const std::vector<const Case*>& cases, const std::string& command,
                                          const ListenOptions& listen, const PlayOptions& options,
                                          const OnFinish& on_finish) {
  return CommandField(cases, command, listen, options, on_finish).play();
}

}  // namespace parley::conformance
