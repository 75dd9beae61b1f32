// The websocketpp engine without permessage-deflate.
#include "server/websocketpp_core.hpp"

#include <websocketpp/extensions/permessage_deflate/disabled.hpp>

namespace parley::server {

std::unique_ptr<WebsocketppEngines> websocketpp_core::make_plain(const protocol::ServerEngineOptions& options) {
  return std::make_unique<Engines<Config<wspp::extensions::permessage_deflate::disabled>>>(options);
}

std::unique_ptr<WebsocketppEngines> make_websocketpp_engines(const protocol::ServerEngineOptions& options) {
  return options.deflate ? websocketpp_core::make_deflating(options) : websocketpp_core::make_plain(options);
}

}  // namespace parley::server
