// The faults of a client's half of the opening handshake (RFC 6455 §4.1).
#pragma once

#include <optional>
#include <string>

#include "protocol/engine.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

/// What the client goes by, its key among it.
[[nodiscard]] ClientEngineOptions spoil_options(Fault fault, ClientEngineOptions options);

[[nodiscard]] HttpRequest make_request(Fault fault, const ClientEngineOptions& options);

/// Sets right what the fault overlooks in the answer.
void overlook(Fault fault, HttpResponse& response, const ClientEngineOptions& options);

/// Why the client refuses an answer that is in order.
[[nodiscard]] std::optional<std::string> refuse_legal_response(Fault fault, const HttpResponse& response);

}  // namespace parley::protocol::faulty
