// How much of a latency is the generator's own: `parley bench`'s engine and a bare epoll client, in turn, against a
// bare server that answers at once.
//
//   build/release/bench/generator_latency [RATE [CONNECTIONS [ROUNDS]]]
//
// Server and clients have a processor each where there are two. On a machine that has other things to do, what it shows
// is their noise: `chrt -f 50` in front keeps them out.
#include <fmt/format.h>
#include <sched.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "bench/bare_epoll.hpp"
#include "harness/load/run.hpp"
#include "harness/report/text.hpp"

namespace {

using namespace std::chrono_literals;
using parley::load::Histogram;
using parley::load::Measure;

constexpr auto round_time = 3s;

Histogram generator_latency(const parley::bench::BareLoad& load) {
  parley::load::Plan plan;
  plan.link.peer = {parley::net::PolledSocket::Address(asio::ip::make_address("127.0.0.1")), load.port};
  plan.link.handshake.uri.host = "localhost";
  plan.link.handshake.uri.port = load.port;
  plan.connections = load.connections;
  plan.rate = load.rate;
  plan.payload = {load.payload, load.payload};
  plan.warmup = 0s;
  plan.duration = load.duration;
  const parley::load::Payload payload(plan.payload, plan.type);
  const auto outcome = parley::load::run(plan, payload, {}, {});
  if (outcome.faults().total() > 0) throw std::runtime_error("the generator saw faults");
  return outcome.measured.of(Measure::latency);
}

void pin(unsigned processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  static_cast<void>(::sched_setaffinity(0, sizeof set, &set));  // threads that are started later follow
}

std::string time(std::uint64_t nanoseconds) {
  return parley::harness::format_duration(std::chrono::nanoseconds(nanoseconds));
}

void print(const char* name, const Histogram& times) {
  fmt::print("{:<12}{:>10}", name, times.count());
  for (const double percent : {50.0, 90.0, 99.0, 99.9, 100.0}) fmt::print("{:>12}", time(times.percentile(percent)));
  fmt::print("\n");
}

}  // namespace

int main(int argc, char** argv) {
  const bool two = std::thread::hardware_concurrency() > 1;
  const parley::bench::BareEchoServer server(two ? 0 : -1);
  if (two) pin(1);
  parley::bench::BareLoad load;
  load.port = server.port();
  load.rate = argc > 1 ? std::atof(argv[1]) : 5000;
  load.connections = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 10;
  load.duration = round_time;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  Histogram bare;
  Histogram generator;
  for (int i = 0; i < rounds; ++i) {
    bare.merge(parley::bench::bare_latency(load));
    generator.merge(generator_latency(load));
  }
  fmt::print(
      "{:g} a second on {} connections, {} rounds of 3 s each, in turn\n{:<12}{:>10}{:>12}{:>12}{:>12}{:>12}{:>12}\n",
      load.rate, load.connections, rounds, "", "count", "p50", "p90", "p99", "p99.9", "max");
  print("bare client", bare);
  print("parley", generator);
  const auto more =
      static_cast<std::int64_t>(generator.percentile(99.9)) - static_cast<std::int64_t>(bare.percentile(99.9));
  fmt::print("p99.9: parley has {} {} than the bare client\n", time(static_cast<std::uint64_t>(std::abs(more))),
             more < 0 ? "less" : "more");
}
