// A service as an AsyncAPI 3.0 document.
#pragma once

#include <vector>

#include "client/service_files.hpp"
#include "client/type_inference.hpp"
#include "client/value.hpp"

namespace parley::client {

/// The document describes the server, so its operations are the server's: it receives the request and sends the
/// response. Each profile becomes a server, the path a channel with the WebSocket binding.
[[nodiscard]] Value asyncapi_document(const ImportedService& service, const std::vector<Profile>& profiles);

/// JSON Schema (draft 07) of a type. One without samples is {}: anything.
[[nodiscard]] Value json_schema_of(const InferredType& type);

}  // namespace parley::client
