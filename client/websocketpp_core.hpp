// The configuration of websocketpp: one thread, no logging, no timers, bytes handed in and out by us. Private to
// websocketpp_engine.cpp, which costs the compiler 20 seconds.
#pragma once

#include <websocketpp/client.hpp>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core_client.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/logger/stub.hpp>

namespace parley::client::websocketpp_core {

namespace wspp = ::websocketpp;

struct Config : wspp::config::core_client {
  using type = Config;
  using base = wspp::config::core_client;
  using concurrency_type = wspp::concurrency::none;
  using elog_type = wspp::log::stub;
  using alog_type = wspp::log::stub;
  // Masks must be unpredictable (RFC 6455 §5.3): the system's generator, not a seeded one.
  using rng_type = wspp::random::random_device::int_generator<std::uint32_t, concurrency_type>;
  static constexpr bool enable_multithreading = false;

  struct transport_config : base::transport_config {
    using concurrency_type = wspp::concurrency::none;
    using elog_type = wspp::log::stub;
    using alog_type = wspp::log::stub;
    static constexpr bool enable_multithreading = false;
  };
  using transport_type = wspp::transport::iostream::endpoint<transport_config>;
  using permessage_deflate_type = wspp::extensions::permessage_deflate::enabled<base::permessage_deflate_config>;
};

using Endpoint = wspp::client<Config>;
using Connection = Endpoint::connection_type;
using Message = Connection::message_ptr;
namespace opcode = wspp::frame::opcode;

}  // namespace parley::client::websocketpp_core
