// Service: where a WebSocket Variable connects, and what of the URL is filled in (systems-to-serve §2 and §3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/value.hpp"

namespace parley::client {

enum class ParameterPlace : std::uint8_t { query, path };

struct ServiceParameter {
  std::string name;
  ParameterPlace place = ParameterPlace::query;
  bool required = false;
};

struct Service {
  std::string id;
  std::string url;  // "wss://host/rooms/{room}"; a path parameter stands as {name} or {name:regex}
  std::vector<ServiceParameter> parameters;  // in declared order
};

/// One row of a Variable's dataBinding.
struct Binding {
  std::string target;          // a parameter's name, "RequestBody", or "RequestBody.<field>"
  std::optional<Value> value;  // nothing: undefined
};

/// The message that a Variable sends when it is given none: the value of "RequestBody", or an object of the
/// "RequestBody.<field>" values that are defined. Nothing when neither is bound.
[[nodiscard]] std::optional<Value> request_body(const std::vector<Binding>& bindings);

}  // namespace parley::client
