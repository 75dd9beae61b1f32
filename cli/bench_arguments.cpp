#include "cli/bench_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "cli/units.hpp"
#include "harness/load/start_time.hpp"
#include "harness/report/text.hpp"
#include "protocol/base64.hpp"

namespace parley::cli {
namespace {

using load::WorkloadKind;

constexpr const char* load_group = "Load";
constexpr const char* message_group = "Messages";
constexpr const char* verdict_group = "Verdict and output";
constexpr std::uint64_t most_connections = 1ULL << 24;  // what a stamp has room for

constexpr std::array<std::pair<std::string_view, WorkloadKind>, 5> workloads = {{{"echo", WorkloadKind::echo},
                                                                                 {"push", WorkloadKind::push},
                                                                                 {"connect", WorkloadKind::connect},
                                                                                 {"broadcast", WorkloadKind::broadcast},
                                                                                 {"scenario", WorkloadKind::scenario}}};
constexpr auto search_duration = std::chrono::seconds(3);  // of each trial
constexpr auto search_warmup = std::chrono::milliseconds(500);

/// Which workloads have messages under way.
bool has_depth(WorkloadKind kind) {
  return kind == WorkloadKind::echo || kind == WorkloadKind::broadcast;
}

void refuse_idle_options(const BenchArguments& arguments, const load::Plan& plan) {
  const auto needs = [](std::string_view option, std::string_view what) {
    throw std::invalid_argument(fmt::format("{}: goes with {}", option, what));
  };
  const bool paced = plan.rate.has_value() || (is_search(arguments) && arguments.raise == "rate");
  if (arguments.arrivals != "constant" && !paced) needs("--arrivals", "--rate: without it the loop is closed");
  if (arguments.publishers_given && plan.workload != WorkloadKind::broadcast) needs("--publishers", "-w broadcast");
  if (arguments.depth_given && !has_depth(plan.workload)) needs("--depth", "-w echo and broadcast");
  if (arguments.depth_given && paced) needs("--depth", "a closed loop, without a rate");
  const bool waits = plan.workload == WorkloadKind::push || plan.workload == WorkloadKind::idle;
  if (plan.rate && waits) needs("--rate", "a workload that sends or opens something");
  if (!is_search(arguments) && (arguments.from > 0 || arguments.to > 0)) needs("--from and --to", "-w search");
}

template <class Value, std::size_t size>
Value choose(std::string_view option, std::string_view name,
             const std::array<std::pair<std::string_view, Value>, size>& choices) {
  std::string expected;
  for (const auto& [known, value] : choices) {
    if (known == name) return value;
    expected += fmt::format("{}{}", expected.empty() ? "" : ", ", known);
  }
  if (option == "--workload") expected += ", search";
  throw std::invalid_argument(fmt::format("{}: \"{}\" is not known; expected one of: {}", option, name, expected));
}

void add_load(CLI::App& command, BenchArguments& arguments) {
  auto& plan = arguments.plan;
  command
      .add_option("-w,--workload", arguments.workload,
                  "echo (sends, and all comes back), push (only receives), connect (opens and closes), broadcast "
                  "(some publish, all others receive), scenario (users play a file) or search (raises a load until a "
                  "limit breaks) (echo)")
      ->type_name("NAME")
      ->group(load_group);
  add_number(command, "-c,--connections", plan.connections, {1, most_connections}, "so many connections, or users (1)")
      ->group(load_group);
  auto* const depth = add_number(command, "--depth", plan.depth, {1, 1U << 20},
                                 "closed loop: so many messages under way on each connection (1)")
                          ->each([&](const std::string&) { arguments.depth_given = true; })
                          ->group(load_group);
  command
      .add_option("--rate", arguments.rate,
                  "open loop: so many messages (connections, iterations) a second in all, whatever the peer does")
      ->type_name("NUMBER")
      ->check(more_than_zero())
      ->excludes(depth)
      ->group(load_group);
  command.add_option("--arrivals", arguments.arrivals, "of an open loop: constant or poisson (constant)")
      ->type_name("NAME")
      ->group(load_group);
  add_number(command, "--publishers", plan.publishers, {1, most_connections}, "broadcast: connections that publish (1)")
      ->each([&](const std::string&) { arguments.publishers_given = true; })
      ->group(load_group);
  command.add_flag("--hold", arguments.hold, "connect: open all, and hold them")->group(load_group);
  add_duration(command, "-d,--duration", plan.duration, "for which the load counts (10s; each trial of a search 3s)")
      ->each([&](const std::string&) { arguments.duration_given = true; })
      ->group(load_group);
  add_duration(command, "--warmup", plan.warmup, "load before it that does not count (1s; of a trial 500ms)")
      ->each([&](const std::string&) { arguments.warmup_given = true; })
      ->group(load_group);
  add_duration(command, "--ramp", plan.ramp, "open the connections evenly in this time (at full speed)")
      ->group(load_group);
  add_number(command, "-t,--threads", plan.threads, {1, 256}, "threads of the generator, each with its connections (1)")
      ->group(load_group);
  command.add_option("--source-ip", arguments.sources, "leave from these addresses in turn: a,b")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("ADDRESSES")
      ->group(load_group);
  add_number(command, "--seed", plan.seed, {0, UINT64_MAX}, "of Poisson arrivals (1)")->group(load_group);
  add_number(command, "--repeat", arguments.repeat, {1, 10'000}, "so many runs of each URL, in turn: medians (1)")
      ->group(load_group);
}

void add_messages(CLI::App& command, BenchArguments& arguments) {
  command
      .add_option("--payload", arguments.payload,
                  "size, 20 or 16KiB; sizes between two, 20..1KiB; sizes with weights, 20:90,1KiB:10; mix, which is "
                  "one such; or @FILE for its content (20)")
      ->type_name("SIZE|MIN..MAX|SIZE:WEIGHT,…|mix|@FILE")
      ->group(message_group);
  auto* const text = command.add_flag("--text", arguments.text, "text messages")->group(message_group);
  command.add_flag("--binary", arguments.binary, "binary messages, as without this")
      ->excludes(text)
      ->group(message_group);
  command
      .add_option("--verify", arguments.verify,
                  "of each message: full (every byte), stamp (which one, its length and type) or none (stamp)")
      ->type_name("NAME")
      ->group(message_group);
  command.add_flag("--compression", arguments.compression, "offer permessage-deflate")->group(message_group);
}

void add_verdict(CLI::App& command, BenchArguments& arguments) {
  command
      .add_option("--threshold", arguments.thresholds,
                  "what must hold, such as 'p99<50ms'; may be repeated. errors==0 unless one is about errors. Of a "
                  "search the limits, and 'capacity>20000'")
      ->allow_extra_args(false)
      ->type_name("RULE")
      ->group(verdict_group);
  add_number(command, "--pid", arguments.pid, {1, 1U << 30}, "watch the peer's memory and processor time")
      ->group(verdict_group);
  command.add_option("--json", arguments.json, "write the report as JSON; - is standard output")
      ->type_name("FILE")
      ->group(verdict_group);
  command.add_option("--hlog", arguments.hlog, "write a log of histograms, which tools for HdrHistogram read")
      ->type_name("FILE")
      ->group(verdict_group);
  command.add_option("--csv", arguments.csv, "write the time series")->type_name("FILE")->group(verdict_group);
  command.add_option("--html", arguments.html, "write the report as one page")->type_name("FILE")->group(verdict_group);
  command.add_flag("--no-color", arguments.no_color, "no colours on the terminal")->group(verdict_group);
}

std::vector<net::PolledSocket::Address> addresses(const std::vector<std::string>& texts) {
  std::vector<net::PolledSocket::Address> list;
  for (const auto& text : texts) {
    std::error_code error;
    list.push_back(net::parse_address(text, error));
    if (error) throw std::invalid_argument(fmt::format("--source-ip: expected an IP address, found \"{}\"", text));
    if (const auto why = net::why_not_local(list.back())) {
      throw std::invalid_argument(
          fmt::format("--source-ip: {} is no address of this machine: {}", text, why.message()));
    }
  }
  return list;
}

load::LinkOptions link_options(const BenchArguments& arguments, const std::string& url) {
  auto client = client_options(arguments.peer, url);
  load::LinkOptions link;
  link.handshake.uri = std::move(client.uri);
  link.handshake.fields = std::move(client.fields);
  link.handshake.subprotocols = std::move(client.subprotocols);
  if (arguments.compression) link.handshake.deflate = protocol::DeflateOptions{};
  const auto& userinfo = link.handshake.uri.userinfo;
  if (!userinfo.empty()) {
    link.handshake.fields.add("Authorization", protocol::basic_authorization(userinfo));  // RFC 7617 §2
  }
  // A message that is larger than what was sent is the peer's fault, and is told as such; not the end of its
  // connection.
  link.handshake.limits.max_frame = link.handshake.limits.max_message = 2ULL << 30;
  link.tls = std::move(client.tls);
  link.sources = addresses(arguments.sources);
  return link;
}

load::PayloadSpec payload_of(const std::string& text) {
  const auto spec = load::parse_payload(text);
  if (!spec) throw std::invalid_argument("--payload: " + spec.error());
  return *spec;
}

void check(const load::Plan& plan, const BenchArguments& arguments) {
  refuse_idle_options(arguments, plan);
  if (arguments.hold && arguments.workload != "connect") {
    throw std::invalid_argument("--hold goes with --workload connect");
  }
  if ((plan.workload == WorkloadKind::scenario) == arguments.scenario.empty()) {
    throw std::invalid_argument("--scenario goes with --workload scenario, which needs one");
  }
  if (is_search(arguments) && (plan.workload == WorkloadKind::scenario || plan.workload == WorkloadKind::push)) {
    throw std::invalid_argument("--of: expected one of: echo, broadcast, connect");
  }
  if (plan.duration <= load::Duration::zero()) throw std::invalid_argument("--duration: expected more than 0");
  if (plan.workload != WorkloadKind::broadcast) return;
  if (plan.payload.smallest < load::stamp_size || !plan.payload.file.empty() ||
      plan.verification == load::Verification::none) {
    throw std::invalid_argument(fmt::format(
        "broadcast: a message must tell which one it is, so it has at least {} bytes that are not a file's, "
        "and --verify is not none",
        load::stamp_size));
  }
  if (is_search(arguments) && arguments.raise == "connections") return;  // see make_search
  if (plan.publishers >= plan.connections) {
    throw std::invalid_argument(fmt::format("--publishers: {} of {} connections publish, and none is left to receive",
                                            plan.publishers, plan.connections));
  }
}

}  // namespace

void add_bench_arguments(CLI::App& command, BenchArguments& arguments) {
  arguments.peer.timeout = arguments.plan.patience;
  add_handshake_arguments(command, arguments.peer, "ws://host:port/path or wss://…");
  add_timeout(command, "--timeout", arguments.peer.timeout, "for a connection, a handshake, an answer (5s)")
      ->group("Connection");
  command.add_option("MORE", arguments.others, "further servers, to be set side by side with it")->type_name("URL");
  add_load(command, arguments);
  add_mode_arguments(command, arguments);
  add_messages(command, arguments);
  add_verdict(command, arguments);
}

load::Plan make_plan(const BenchArguments& arguments, const std::string& url) {
  constexpr std::array<std::pair<std::string_view, load::Arrivals>, 2> arrivals = {
      {{"constant", load::Arrivals::constant}, {"poisson", load::Arrivals::poisson}}};
  constexpr std::array<std::pair<std::string_view, load::Verification>, 3> verifications = {
      {{"full", load::Verification::full}, {"stamp", load::Verification::stamp}, {"none", load::Verification::none}}};
  load::Plan plan = arguments.plan;
  if (is_search(arguments)) {
    plan.workload = choose("--of", arguments.of, workloads);
    if (!arguments.duration_given) plan.duration = search_duration;
    if (!arguments.warmup_given) plan.warmup = search_warmup;
  } else {
    plan.workload = choose("--workload", arguments.workload, workloads);
  }
  if (plan.workload == WorkloadKind::connect && arguments.hold) plan.workload = WorkloadKind::idle;
  if (arguments.rate > 0) plan.rate = arguments.rate;
  plan.arrivals = choose("--arrivals", arguments.arrivals, arrivals);
  plan.verification = choose("--verify", arguments.verify, verifications);
  plan.payload = payload_of(arguments.payload);
  plan.type = arguments.text ? protocol::MessageType::text : protocol::MessageType::binary;
  plan.patience = arguments.peer.timeout;
  if (!arguments.start_at.empty()) {
    plan.start_at = load::parse_utc(arguments.start_at);
    if (!plan.start_at) {
      throw std::invalid_argument(
          "--start-at: expected a time in UTC such as 2026-11-21T07:15:00Z, or seconds since 1970");
    }
    if (*plan.start_at - std::chrono::system_clock::now() > std::chrono::hours(24)) {
      throw std::invalid_argument("--start-at: expected a time in UTC within a day, found " +
                                  harness::format_utc(*plan.start_at));
    }
  }
  if (!arguments.shard.empty()) take_shard(arguments.shard, plan);
  if (!is_search(arguments)) plan.threads = std::min(plan.threads, plan.connections);  // a search does so itself
  plan.link = link_options(arguments, url);
  check(plan, arguments);
  return plan;
}

std::vector<load::Threshold> make_thresholds(const BenchArguments& arguments, const load::Plan& plan) {
  std::vector<load::Threshold> thresholds;
  load::Plan judged = plan;
  if (is_search(arguments) && arguments.raise == "rate") judged.rate = 1;  // whatever it will be
  for (const auto& text : arguments.thresholds) {
    auto threshold = load::parse_threshold(text, load::main_measure(plan.workload));
    if (!threshold) throw std::invalid_argument("--threshold: " + threshold.error());
    if (const auto why = load::why_never_measured(*threshold, judged); !why.empty()) {
      throw std::invalid_argument(fmt::format("--threshold: \"{}\": {}", text, why));
    }
    if (load::is_about_capacity(*threshold) && !is_search(arguments)) {
      throw std::invalid_argument(fmt::format("--threshold: \"{}\": only a search (-w search) finds a capacity", text));
    }
    thresholds.push_back(*std::move(threshold));
  }
  return thresholds;
}

}  // namespace parley::cli
