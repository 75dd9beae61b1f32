// How the server's engine configures websocketpp. Private to the sources that instantiate it.
#pragma once

#include <websocketpp/config/core.hpp>
#include <websocketpp/message_buffer/message.hpp>

#include "protocol/websocketpp_config.hpp"
#include "server/websocketpp_messages.hpp"

namespace parley::server::websocketpp_core {

namespace wspp = ::websocketpp;

/// Messages are used again; the permessage-deflate policy is chosen at compile time.
template <template <class> class Deflate>
struct Config : protocol::websocketpp::ConfigWithoutIo<wspp::config::core> {
  using type = Config;

  using message_type = wspp::message_buffer::message<MessagePool>;
  using con_msg_manager_type = MessagePool<message_type>;
  using endpoint_msg_manager_type = MessagePools<con_msg_manager_type>;

  using permessage_deflate_type = Deflate<base::permessage_deflate_config>;
};

}  // namespace parley::server::websocketpp_core
