// The websocketpp engine with permessage-deflate: another instantiation, because the library decides at compile time
// whether it accepts the extension.
#include "server/websocketpp_core.hpp"

#include "protocol/websocketpp_deflate.hpp"

namespace parley::server {

std::unique_ptr<WebsocketppEngines> websocketpp_core::make_deflating(const protocol::ServerEngineOptions& options) {
  return std::make_unique<Engines<Config<protocol::websocketpp::BoundedDeflate>>>(options);
}

}  // namespace parley::server
