// Where the suite for clients listens, and under which name clients are sent there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/tls.hpp"

namespace parley::conformance {

struct ListenOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses
  std::shared_ptr<net::TlsContext> tls = nullptr;
  std::vector<std::string> subprotocols = {};  // those we speak; empty: whatever is offered
  std::string host = {};  // in the URLs that clients get, a name or another address; empty: the address
};

}  // namespace parley::conformance
