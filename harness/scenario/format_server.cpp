// The server: embedded, already running, or a command to start.
#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

const Shape& text_map_shape() {
  static const Shape shape{.kind = Kind::map, .item = text_shape};
  return shape;
}

const Shape& routes_shape() {
  static const Shape shape{.kind = Kind::map, .item = text_shape, .key = route_shape};
  return shape;
}

const Shape& command_shape() {
  static const Shape shape{.kind = Kind::list, .min = 1, .item = text_shape};
  return shape;
}

const Shape& origins_shape() {
  static const Shape shape{.kind = Kind::list, .item = origin_shape};
  return shape;
}

const Shape& threads_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 1, .max = 256};
  return shape;
}

const Shape& signal_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = {"SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGKILL"}};
  return shape;
}

const Shape& window_bits_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 8, .max = 15};
  return shape;
}

const Shape& level_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 1, .max = 9};
  return shape;
}

const Shape& deflate_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "compression",
      .meaning = "permessage-deflate (RFC 7692).",
      .fields = {{"server_no_context_takeover", boolean_shape, "The server forgets its window after each message."},
                 {"client_no_context_takeover", boolean_shape, "The client forgets its window after each message."},
                 {"server_max_window_bits", window_bits_shape, "The server's window is 2 to this power of bytes."},
                 {"client_max_window_bits", window_bits_shape, "The client's window is 2 to this power of bytes."},
                 {"level", level_shape, "zlib's 1 (fast) to 9 (small)."},
                 {"memory_level", level_shape, "zlib's memory level."},
                 {"threshold", size_shape, "Shorter messages are sent as they are."}}};
  return shape;
}

}  // namespace

const Shape& compression_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {boolean_shape, deflate_shape}};
  return shape;
}

const Shape& server_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "server",
      .meaning = "The server that the clients meet.",
      .fields = {
          {"comment", text_shape, "For the reader of the file."},
          {"behaviour", text_shape, "A built-in behaviour for every path: \"echo\", \"node-demo?interval=1s\"."},
          {"routes", routes_shape, "Paths, each with a built-in behaviour."},
          {"tls", boolean_shape, "wss with a self-signed certificate that the clients trust."},
          {"subprotocols", token_or_tokens_shape, "Those it speaks; the first of the client's that is here is chosen."},
          {"origins", origins_shape, "The Origin values that are let in; all when left out."},
          {"compression", compression_shape, "Whether and how permessage-deflate is accepted."},
          {"max_message", positive_size_shape, "Longer messages are refused with 1009."},
          {"max_frame", positive_size_shape, "Longer frames are refused with 1009."},
          {"max_connections", count_shape, "More are answered with 503; 0 for no limit."},
          {"max_queue", positive_size_shape, "Bytes that may wait for one slow client."},
          {"threads", threads_shape, "Event loops of the server."},
          {"idle_timeout", positive_duration_shape,
           "Closes with 1001 a connection from which nothing came for so long."},
          {"handshake_timeout", positive_duration_shape, "How long an opening handshake may take."},
          {"drain_timeout", duration_shape, "How long the server waits for closing handshakes when it stops."},
          {"url", url_shape, "A server that is running already, or where `command` will listen."},
          {"command", command_shape, "A program to start, with its arguments; {{port}} is a free port."},
          {"ready", regex_shape, "What the command prints when it is ready; else its port is tried."},
          {"start_timeout", positive_duration_shape,
           "How long the command may take to be ready; \"30s\" when left out."},
          {"stop", signal_shape, "The signal that ends the command; \"SIGTERM\" when left out."},
          {"directory", text_shape, "Where the command runs; the scenario's folder when left out."},
          {"environment", text_map_shape, "Environment variables for the command, besides our own."}}};
  return shape;
}

}  // namespace parley::scenario
