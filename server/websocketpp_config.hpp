// How the server's engine configures websocketpp. Private to the sources that instantiate it.
#pragma once

#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/message_buffer/message.hpp>

#include "server/websocketpp_messages.hpp"

namespace parley::server::websocketpp_core {

namespace wspp = ::websocketpp;

/// One thread, no locks, no logging, messages used again, bytes handed in and out by us. The permessage-deflate policy
/// is chosen at compile time.
template <template <class> class Deflate>
struct Config : wspp::config::core {
  using type = Config;
  using base = wspp::config::core;
  using concurrency_type = wspp::concurrency::none;
  using elog_type = wspp::log::stub;
  using alog_type = wspp::log::stub;
  static constexpr bool enable_multithreading = false;

  using message_type = wspp::message_buffer::message<MessagePool>;
  using con_msg_manager_type = MessagePool<message_type>;
  using endpoint_msg_manager_type = MessagePools<con_msg_manager_type>;

  struct transport_config : base::transport_config {
    using concurrency_type = wspp::concurrency::none;
    using elog_type = wspp::log::stub;
    using alog_type = wspp::log::stub;
    static constexpr bool enable_multithreading = false;
  };
  using transport_type = wspp::transport::iostream::endpoint<transport_config>;
  using permessage_deflate_type = Deflate<base::permessage_deflate_config>;
};

}  // namespace parley::server::websocketpp_core
