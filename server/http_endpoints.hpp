// The HTTP side of the server's port: what is answered to a request without an upgrade.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/http_message.hpp"

namespace parley::server {

/// A path that takes WebSocket connections, as far as HTTP has to know it.
struct HttpRoute {
  std::string path;  // normalized
  std::string behaviour;
  std::map<std::string, std::string> options = {};  // that everybody may see
};

/// GET and HEAD of "/healthz", "/metrics" and the console ("/" and its parts, see console_page.hpp); 426 for a path
/// that wants an upgrade (RFC 9110 §15.5.22), 404 for one that is not there, 405 for other methods.
[[nodiscard]] protocol::HttpResponse answer_http(const protocol::HttpRequest& request,
                                                 const std::vector<HttpRoute>& routes,
                                                 const std::function<std::string()>& metrics);

/// A text/plain response with this sentence and a line end.
[[nodiscard]] protocol::HttpResponse plain_response(int status, std::string_view sentence);

}  // namespace parley::server
