// websocketpp as it comes: its own transport and its usual configuration. /echo and /broadcast.
//
//   websocketpp_server [--deflate | --tls CERTIFICATE KEY]     prints its port
#include <set>
#include <string>
#include <string_view>
#include <websocketpp/config/asio.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/server.hpp>

namespace {

struct Deflating : websocketpp::config::asio {
  struct permessage_deflate_config {};  // NOLINT(readability-identifier-naming): websocketpp looks for this name
  using permessage_deflate_type = websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>;
};

template <class Config, class Prepare>
int serve(Prepare prepare) {
  using Server = websocketpp::server<Config>;
  using Handle = websocketpp::connection_hdl;
  Server server;
  std::set<Handle, std::owner_less<Handle>> all;
  server.clear_access_channels(websocketpp::log::alevel::all);
  server.clear_error_channels(websocketpp::log::elevel::all);
  server.init_asio();
  server.set_reuse_addr(true);
  prepare(server);
  server.set_open_handler([&](const Handle& handle) {
    const auto connection = server.get_con_from_hdl(handle);
    connection->get_raw_socket().set_option(asio::ip::tcp::no_delay(true));
    if (connection->get_resource() == "/broadcast") all.insert(handle);
  });
  server.set_close_handler([&](const Handle& handle) { all.erase(handle); });
  server.set_message_handler([&](const Handle& handle, const typename Server::message_ptr& message) {
    std::error_code ignored;
    if (all.count(handle) == 0) return server.send(handle, message->get_payload(), message->get_opcode(), ignored);
    for (const auto& to : all) server.send(to, message->get_payload(), message->get_opcode(), ignored);
  });
  server.set_listen_backlog(4096);
  server.listen(asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  server.start_accept();
  std::error_code error;
  std::printf("%d\n", server.get_local_endpoint(error).port());
  std::fflush(stdout);
  server.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto nothing = [](auto&) {};
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == "--deflate") return serve<Deflating>(nothing);
  if (mode != "--tls" || argc < 4) return serve<websocketpp::config::asio>(nothing);
  return serve<websocketpp::config::asio_tls>([argv](auto& server) {
    server.set_tls_init_handler([argv](const websocketpp::connection_hdl&) {
      auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
      context->use_certificate_chain_file(argv[2]);
      context->use_private_key_file(argv[3], asio::ssl::context::pem);
      return context;
    });
  });
}
