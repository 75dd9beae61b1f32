#include "server/http_endpoints.hpp"

#include <algorithm>

#include "server/console_page.hpp"
#include "server/metrics.hpp"
#include "server/path.hpp"

namespace parley::server {
namespace {

using protocol::HttpRequest;
using protocol::HttpResponse;

HttpResponse text_response(int status, std::string content_type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.fields.add("Content-Type", std::move(content_type));
  response.fields.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

HttpResponse method_not_allowed(std::string_view allowed) {
  auto response = plain_response(405, "expected " + std::string(allowed));
  response.fields.add("Allow", std::string(allowed));  // RFC 9110 §15.5.6
  return response;
}

HttpResponse upgrade_required() {
  auto response = plain_response(426, "this path speaks WebSocket only");
  response.fields.add("Upgrade", "websocket");  // RFC 9110 §15.5.22
  response.fields.add("Sec-WebSocket-Version", "13");
  return response;
}

}  // namespace

HttpResponse plain_response(int status, std::string_view sentence) {
  return text_response(status, "text/plain; charset=utf-8", std::string(sentence) + "\n");
}

HttpResponse answer_http(const HttpRequest& request, const std::vector<HttpRoute>& routes,
                         const std::function<std::string()>& metrics) {
  const auto path = normalized_path(request.path());
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const auto console = console_response(path, routes);
  if ((console || path == "/healthz" || path == "/metrics") && !reads) return method_not_allowed("GET, HEAD");
  if (path == "/healthz") return plain_response(200, "ok");
  if (path == "/metrics") return text_response(200, prometheus_content_type, metrics());
  if (console) return *console;
  const auto here = [&path](const HttpRoute& route) { return serves(route.path, path); };
  if (std::none_of(routes.begin(), routes.end(), here)) return plain_response(404, "there is nothing at this path");
  return request.method == "GET" ? upgrade_required() : method_not_allowed("GET");
}

}  // namespace parley::server
