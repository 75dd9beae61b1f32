// Short runs against a LoadPeer.
#pragma once

#include <chrono>
#include <stop_token>

#include "harness/load/run.hpp"
#include "harness/load/testing/load_peer.hpp"

namespace parley::load::testing {

using namespace std::chrono_literals;

inline Plan plan_for(const LoadPeer& peer) {
  Plan plan;
  plan.link.peer = {net::PolledSocket::Address(asio::ip::make_address("127.0.0.1")), peer.port()};
  plan.link.handshake.uri.host = "localhost";
  plan.link.handshake.uri.port = peer.port();
  plan.connections = 5;
  plan.threads = 2;
  plan.warmup = 20ms;
  plan.duration = 200ms;
  plan.interval = 50ms;
  plan.patience = 20s;  // long: a busy machine is no fault
  return plan;
}

inline Outcome run(const Plan& plan, const std::stop_token& stop = {}) {
  const Payload payload(plan.payload, plan.type);
  return load::run(plan, payload, stop, {});
}

inline std::uint64_t faults_but(const Outcome& outcome, Fault fault) {
  return outcome.faults().total() - outcome.faults().count(fault);
}

}  // namespace parley::load::testing
