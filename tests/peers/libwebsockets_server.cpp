// An echo server of libwebsockets: `libwebsockets_server PORT`.
#include <libwebsockets.h>

#include <cstdlib>
#include <deque>
#include <memory>
#include <new>
#include <string>

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
  if (argc != 2) return EXIT_FAILURE;
  lws_set_log_level(0, nullptr);
  lws_protocols protocols[] = {{"echo", on_event, sizeof(Echo), 65536, 0, nullptr, 0}, {}};
  lws_context_creation_info info = {};
  info.port = std::atoi(argv[1]);
  info.iface = "127.0.0.1";
  info.protocols = protocols;
  info.options = LWS_SERVER_OPTION_VALIDATE_UTF8;  // off by default
  auto* const context = lws_create_context(&info);
  if (context == nullptr) return EXIT_FAILURE;
  while (lws_service(context, 0) >= 0) {
  }
  lws_context_destroy(context);
}
