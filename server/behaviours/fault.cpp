#include "server/behaviours/fault.hpp"

#include "server/fault_engine.hpp"
#include "server/http_endpoints.hpp"
#include "server/path.hpp"

namespace parley::server {
namespace {

std::string names_of_server_faults() {
  std::string names = "none";
  for (const auto& info : protocol::faulty::faults()) {
    if (protocol::faulty::can_have(protocol::Role::server, info.fault)) names.append(", ").append(info.name);
  }
  return names;
}

}  // namespace

std::optional<protocol::HttpResponse> FaultEcho::refuse(const protocol::HttpRequest& request) {
  if (fault_of_path(normalized_path(request.path()))) return std::nullopt;
  return plain_response(404, "the path names no fault of a server; expected one of: " + names_of_server_faults());
}

void FaultEcho::on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now /*now*/,
                           Actions& actions) {
  actions.send(id, type, payload);
}

}  // namespace parley::server
