// Basic credentials of a request (RFC 7617).
#pragma once

#include <optional>
#include <string_view>

#include "protocol/http_message.hpp"

namespace parley::server {

/// Nothing when the request's Authorization holds exactly `user`, written "name:password"; else the 401 that asks for
/// it in the name of `realm`. Takes as long for a password that is almost right as for one that is all wrong.
[[nodiscard]] std::optional<protocol::HttpResponse> refuse_strangers(const protocol::HttpRequest& request,
                                                                     std::string_view user, std::string_view realm);

}  // namespace parley::server
