// How both roles configure websocketpp.
#pragma once

#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/transport/iostream/endpoint.hpp>

namespace parley::protocol::websocketpp {

/// `Base` for one thread: no locks, no logging, bytes handed in and out by us.
template <class Base>
struct ConfigWithoutIo : Base {
  using base = Base;
  using concurrency_type = ::websocketpp::concurrency::none;
  using elog_type = ::websocketpp::log::stub;
  using alog_type = ::websocketpp::log::stub;
  static constexpr bool enable_multithreading = false;

  struct transport_config : Base::transport_config {  // NOLINT(readability-identifier-naming): its name in the library
    using concurrency_type = ::websocketpp::concurrency::none;
    using elog_type = ::websocketpp::log::stub;
    using alog_type = ::websocketpp::log::stub;
    static constexpr bool enable_multithreading = false;
  };
  using transport_type = ::websocketpp::transport::iostream::endpoint<transport_config>;
};

}  // namespace parley::protocol::websocketpp
