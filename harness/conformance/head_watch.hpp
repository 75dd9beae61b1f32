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

/// Any response of a server, an interim one and a refusal too.
void watch_any_response(const protocol::HttpResponse& response, const OnFinding& on_finding);

/// The bytes of its head, which show what the parser forgives.
void watch_response_text(std::string_view head, const OnFinding& on_finding);

/// Would be a field of the response of a server that writes what it was asked for into its own head.
inline constexpr std::string_view injected_field = "X-Parley-Injected";

/// A client's opening handshake.
void watch_request(const Observation& seen, const OnFinding& on_finding);

/// What this client says of the server in its TLS handshake (SNI) can be judged: it says something, or came to a host
/// that has a name to say. RFC 6066 §3 knows DNS names only, fully qualified: of a name without a dot, such as
/// localhost, nothing is asked.
[[nodiscard]] bool could_name_server(const Observation& seen);

/// What an answer amounts to, if it agrees on permessage-deflate at all. Its faults are the business of others.
[[nodiscard]] std::optional<protocol::DeflateParameters> read_deflate_answer(std::string_view extensions);

}  // namespace parley::conformance
