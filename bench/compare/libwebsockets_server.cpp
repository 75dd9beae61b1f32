// libwebsockets: echo. `libwebsockets_server [--deflate | --tls CERTIFICATE KEY]` prints its port.
#include <libwebsockets.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace {

struct Message {
  std::string text = {};
  bool binary = false;
};

/// What came is kept until it can be written back.
struct Echo {
  Message incoming = {};
  std::deque<Message> outgoing = {};

  /// True when a message is complete.
  bool receive(lws* connection, const void* data, std::size_t size) {
    if (lws_is_first_fragment(connection) != 0) incoming = {{}, lws_frame_is_binary(connection) != 0};
    incoming.text.append(static_cast<const char*>(data), size);
    if (lws_is_final_fragment(connection) == 0) return false;
    outgoing.push_back(std::move(incoming));
    return true;
  }

  /// False when the connection is broken.
  bool write(lws* connection) {
    if (outgoing.empty()) return true;
    auto& message = outgoing.front();
    std::string buffer(LWS_PRE, '\0');
    buffer += message.text;
    const auto type = message.binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
    auto* const begin = reinterpret_cast<unsigned char*>(buffer.data()) + LWS_PRE;
    const int written = lws_write(connection, begin, message.text.size(), type);
    if (written < static_cast<int>(message.text.size())) return false;
    outgoing.pop_front();
    if (!outgoing.empty()) lws_callback_on_writable(connection);
    return true;
  }
};

int on_event(lws* connection, lws_callback_reasons reason, void* user, void* data, std::size_t size) {
  auto* const echo = static_cast<Echo*>(user);
  switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
      new (echo) Echo;
      return 0;
    case LWS_CALLBACK_CLOSED:
      std::destroy_at(echo);
      return 0;
    case LWS_CALLBACK_RECEIVE:
      if (echo->receive(connection, data, size)) lws_callback_on_writable(connection);
      return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
      return echo->write(connection) ? 0 : -1;
    default:
      return lws_callback_http_dummy(connection, reason, user, data, size);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  lws_set_log_level(0, nullptr);
  lws_protocols protocols[] = {{"echo", on_event, sizeof(Echo), 65536, 0, nullptr, 0}, {}};
  const lws_extension extensions[] = {
      {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate; client_max_window_bits"}, {}};
  lws_context_creation_info info = {};
  info.port = 0;
  info.iface = "127.0.0.1";
  info.protocols = protocols;
  info.vhost_name = "echo";
  if (mode == "--deflate") info.extensions = extensions;
  if (mode == "--tls" && argc > 3) {
    info.options = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    info.ssl_cert_filepath = argv[2];
    info.ssl_private_key_filepath = argv[3];
  }
  auto* const context = lws_create_context(&info);
  if (context == nullptr) return EXIT_FAILURE;
  std::printf("%d\n", lws_get_vhost_listen_port(lws_get_vhost_by_name(context, "echo")));
  std::fflush(stdout);
  while (lws_service(context, 0) >= 0) {
  }
  lws_context_destroy(context);
}
