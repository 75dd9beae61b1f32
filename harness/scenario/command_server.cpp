#include "harness/scenario/command_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

#include "harness/process/child_process.hpp"
#include "harness/scenario/runtime_values.hpp"
#include "net/connector.hpp"
#include "protocol/duration.hpp"
#include "protocol/uri.hpp"

namespace parley::scenario {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto look_every = std::chrono::milliseconds(20);
constexpr auto grace = std::chrono::seconds(5);  // from the signal that ends it to SIGKILL
constexpr std::size_t told_lines = 10;

/// A port of the loopback interface that nobody listens on. The command must take it at once: it is free for anybody.
std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool found = socket >= 0 && ::bind(socket, generic, size) == 0 && ::getsockname(socket, generic, &size) == 0;
  if (socket >= 0) ::close(socket);
  if (!found) throw std::runtime_error("cannot find a free port");
  return ntohs(address.sin_port);
}

bool accepts(const protocol::Uri& uri) {
  net::Loop loop;
  bool accepted = false;
  net::ConnectOptions to;
  to.host = uri.host;
  to.port = uri.port;
  to.timeout = std::chrono::milliseconds(500);
  const auto attempt = net::connect(
      loop, to, [&](std::unique_ptr<net::Stream>) { accepted = true; }, [](const net::ConnectFailure&) {});
  loop.run();
  return accepted;
}

std::string last_lines(const std::string& text, std::size_t count) {
  std::size_t end = text.size();
  while (end > 0 && text[end - 1] == '\n') --end;
  std::size_t begin = end;
  for (std::size_t lines = 0; begin > 0; --begin) {
    if (text[begin - 1] == '\n' && ++lines == count) break;
  }
  return text.substr(begin, end - begin);
}

class CommandRunner final : public RunningServer {
 public:
  CommandRunner(const CommandServer& command, const Lookup& lookup)
      : command_(command), url_(expand_text(command.url, lookup)), process_(child_options(command, lookup)) {}
  ~CommandRunner() override { process_.end(command_.stop_signal, grace); }

  void wait_until_ready(const std::stop_token& stop);

  [[nodiscard]] std::string url() const override { return url_; }
  [[nodiscard]] std::string ca_pem() const override { return {}; }
  [[nodiscard]] std::string last_output() const override { return last_lines(process_.output(), told_lines); }
  [[nodiscard]] std::optional<std::string> ended() const override { return process_.ended(); }
  [[nodiscard]] std::optional<pid_t> pid() const override { return process_.pid(); }

 private:
  static harness::ChildOptions child_options(const CommandServer& command, const Lookup& lookup);
  [[nodiscard]] bool is_ready(const protocol::Uri& uri);
  [[noreturn]] void fail(const std::string& why) const;

  CommandServer command_;
  std::string url_;
  mutable harness::ChildProcess process_;
};

harness::ChildOptions CommandRunner::child_options(const CommandServer& command, const Lookup& lookup) {
  harness::ChildOptions options;
  for (const std::string& argument : command.arguments) options.arguments.push_back(expand_text(argument, lookup));
  for (const auto& [name, value] : command.environment) {
    options.environment.emplace_back(name, expand_text(value, lookup));
  }
  options.directory = command.directory;
  return options;
}

void CommandRunner::wait_until_ready(const std::stop_token& stop) {
  const auto uri = protocol::parse_uri(url_);
  if (!uri) throw std::runtime_error(fmt::format("the command's URL {}: {}", url_, uri.error()));
  const auto deadline = Clock::now() + command_.start_timeout;
  while (!is_ready(*uri)) {
    if (const auto ended = process_.ended()) fail(fmt::format("ended before it was ready ({})", *ended));
    if (stop.stop_requested()) throw std::runtime_error("interrupted");
    if (Clock::now() < deadline) continue;
    fail(fmt::format("was not ready within {}", protocol::format_duration(command_.start_timeout)));
  }
}

bool CommandRunner::is_ready(const protocol::Uri& uri) {
  if (!command_.ready) {
    if (accepts(uri)) return true;
    static_cast<void>(process_.output_after(look_every));
    return false;
  }
  const std::string output = process_.output_after(look_every);
  return command_.ready->regex.is_in(output);
}

void CommandRunner::fail(const std::string& why) const {
  std::string text = fmt::format("the server {} {}", command_.arguments.front(), why);
  const std::string output = last_lines(process_.output_after(look_every), told_lines);
  throw std::runtime_error(text + (output.empty() ? "; it printed nothing" : "; its last output:\n" + output));
}

}  // namespace

std::unique_ptr<RunningServer> start_command(const CommandServer& command, std::uint64_t seed, unsigned run,
                                             const std::stop_token& stop) {
  const RuntimeValues values("server", 0, free_port(), seed, run);
  CommandServer complete = command;
  if (complete.url.empty()) complete.url = "ws://127.0.0.1:{{port}}";
  auto server = std::make_unique<CommandRunner>(complete, values.lookup());
  server->wait_until_ready(stop);
  return server;
}

}  // namespace parley::scenario
