#include "harness/load/walls.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <fstream>

namespace parley::load {
namespace {

constexpr std::uint64_t own_descriptors = 64;  // that we need besides connections: files, threads' pollers

}  // namespace

std::string explain(std::error_code error) {
  const std::string what = error.message();
  switch (error.value()) {
    case EMFILE:
      return what + ": each connection takes a descriptor; raise the limit (ulimit -n, or LimitNOFILE= in a unit)";
    case ENFILE:
      return what + ": the whole system has no descriptor left; raise fs.file-max (sysctl)";
    case EADDRNOTAVAIL:
    case EADDRINUSE:
      return what +
             ": no local port is left, for they are in use or in TIME_WAIT; add addresses with --source-ip "
             "(127.0.0.2,127.0.0.3 for a peer on this machine), or widen net.ipv4.ip_local_port_range";
    case ECONNREFUSED:
      return what + ": nobody listens there, or the peer's backlog is full (net.core.somaxconn, and its listen())";
    case ETIMEDOUT:
      return what + ": the peer does not answer; a longer --ramp opens connections more slowly";
    default:
      return what;
  }
}

Limits system_limits() {
  Limits limits;
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) limits.descriptors = descriptors.rlim_cur;
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  limits.ports = range >> low >> high && high >= low ? high - low + 1 : 28232;  // Linux's own choice
  return limits;
}

std::vector<std::string> walls_for(std::uint64_t connections, std::uint64_t sources, const Limits& limits) {
  std::vector<std::string> walls;
  if (connections + own_descriptors > limits.descriptors) {
    walls.push_back(
        fmt::format("{} connections need as many descriptors, and this process may have {}, its hard limit; raise it "
                    "(ulimit -Hn as root, or LimitNOFILE= in a unit)",
                    connections, limits.descriptors));
  }
  const std::uint64_t ports = limits.ports * std::max<std::uint64_t>(sources, 1);
  if (connections > ports) {
    walls.push_back(
        fmt::format("{} connections need as many local ports, and there are {}; leave from more addresses (--source-ip "
                    "127.0.0.1,127.0.0.2,… for a peer on this machine), or widen net.ipv4.ip_local_port_range",
                    connections, ports));
  }
  return walls;
}

}  // namespace parley::load
