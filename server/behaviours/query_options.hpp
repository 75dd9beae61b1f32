// The options of a behaviour that a request's query may hold, for its connection alone: "/slow?delay=200ms".
#pragma once

#include <optional>
#include <string>

#include "protocol/http_message.hpp"
#include "server/http_endpoints.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

/// The defaults, or what the query has in their place. `Values` has a `read_options`.
template <class Values>
struct QueryOptions {
  Values options;
  std::string fault;  // empty: there is none

  QueryOptions(const protocol::HttpRequest& request, const Values& defaults) : options(defaults) {
    auto reader = OptionReader::of_query(request.query());
    read_options(reader, options);
    reader.refuse_others();
    fault = reader.fault();
  }

  /// The answer to a request whose query is at fault.
  [[nodiscard]] std::optional<protocol::HttpResponse> refusal() const {
    if (fault.empty()) return std::nullopt;
    return plain_response(400, fault);
  }
};

}  // namespace parley::server
