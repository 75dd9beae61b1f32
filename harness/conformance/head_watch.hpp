// The opening handshake of a peer, watched in every case.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "harness/conformance/monitor.hpp"
#include "harness/conformance/observation.hpp"

namespace parley::conformance {

/// A server's 101.
void watch_response(const Observation& seen, const OnFinding& on_finding);

/// A client's opening handshake.
void watch_request(const protocol::HttpRequest& request, const OnFinding& on_finding);

/// What an answer amounts to, if it agrees on permessage-deflate at all. Its faults are the business of others.
[[nodiscard]] std::optional<protocol::DeflateParameters> read_deflate_answer(std::string_view extensions);

}  // namespace parley::conformance
