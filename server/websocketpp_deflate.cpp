// The websocketpp engine with permessage-deflate: another instantiation, because the library decides at compile time
// whether it accepts the extension.
#include "server/websocketpp_core.hpp"

#include <websocketpp/extensions/permessage_deflate/enabled.hpp>

namespace parley::server {

std::unique_ptr<WebsocketppEngines> websocketpp_core::make_deflating(const protocol::ServerEngineOptions& options) {
  return std::make_unique<Engines<Config<wspp::extensions::permessage_deflate::enabled>>>(options);
}

}  // namespace parley::server
