// libwebsockets: echo, for the suite and for the comparison of bench/.
//
//   libwebsockets_server PORT [--deflate | --tls CERTIFICATE KEY]     prints its port
#include <libwebsockets.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace {

constexpr std::size_t buffer_size = 65536;

struct Message {
  std::string frame = {};  // LWS_PRE bytes for a header, then the text
  bool binary = false;
};

/// What came is kept until it can be written back.
struct Echo {
  Message incoming = {};
  std::deque<Message> outgoing = {};
  bool front_is_written = false;

  /// True when a message is complete.
  bool receive(lws* connection, const void* data, std::size_t size) {
    if (lws_is_first_fragment(connection) != 0) {
      incoming = {std::string(LWS_PRE, '\0'), lws_frame_is_binary(connection) != 0};
    }
    incoming.frame.append(static_cast<const char*>(data), size);
    if (lws_is_final_fragment(connection) == 0) return false;
    outgoing.push_back(std::move(incoming));
    return true;
  }

  /// False when the connection is broken.
  bool write(lws* connection) {
    // Its deflate reads on in a message for as long as it is not called here again.
    if (std::exchange(front_is_written, false)) outgoing.pop_front();
    if (outgoing.empty()) return true;
    auto& message = outgoing.front();
    const auto size = message.frame.size() - LWS_PRE;
    const auto type = message.binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
    auto* const begin = reinterpret_cast<unsigned char*>(message.frame.data()) + LWS_PRE;
    if (lws_write(connection, begin, size, type) < static_cast<int>(size)) return false;
    front_is_written = true;
    lws_callback_on_writable(connection);
    return true;
  }
};

/// Out of the box deflate works in pieces of 1 KiB. A message that fills the last of them to the brim runs into an
/// assertion of 4.1.6 (`priv->rx.avail_out`); so those that the comparison sends must fit.
void widen_deflate(lws* connection) {
  const auto bits = std::to_string(std::bit_width(buffer_size) - 1);
  lws_set_extension_option(connection, "permessage-deflate", "rx_buf_size", bits.c_str());
  lws_set_extension_option(connection, "permessage-deflate", "tx_buf_size", bits.c_str());
}

int on_event(lws* connection, lws_callback_reasons reason, void* user, void* data, std::size_t size) {
  auto* const echo = static_cast<Echo*>(user);
  switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
      new (echo) Echo;
      widen_deflate(connection);
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
  if (argc < 2) return EXIT_FAILURE;
  const std::string_view mode = argc > 2 ? argv[2] : "";
  lws_set_log_level(0, nullptr);
  lws_protocols protocols[] = {{"echo", on_event, sizeof(Echo), buffer_size, 0, nullptr, 0}, {}};
  const lws_extension extensions[] = {
      {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate; client_max_window_bits"}, {}};
  lws_context_creation_info info = {};
  info.port = std::atoi(argv[1]);
  info.iface = "127.0.0.1";
  info.protocols = protocols;
  info.vhost_name = "echo";
  info.options = LWS_SERVER_OPTION_VALIDATE_UTF8;  // off by default
  if (mode == "--deflate") info.extensions = extensions;
  if (mode == "--tls" && argc > 4) {
    info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    info.ssl_cert_filepath = argv[3];
    info.ssl_private_key_filepath = argv[4];
  }
  auto* const context = lws_create_context(&info);
  if (context == nullptr) return EXIT_FAILURE;
  std::printf("%d\n", lws_get_vhost_listen_port(lws_get_vhost_by_name(context, "echo")));
  std::fflush(stdout);
  while (lws_service(context, 0) >= 0) {
  }
  lws_context_destroy(context);
}
