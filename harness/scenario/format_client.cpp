// Clients and their Variables.
#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

const Shape& false_shape() {
  static const Shape shape{.kind = Kind::only_false};
  return shape;
}

const Shape& value_map_shape() {
  static const Shape shape{.kind = Kind::map, .item = any_shape};
  return shape;
}

const Shape& header_map_shape() {
  static const Shape some{.kind = Kind::list, .min = 1, .item = field_value_shape};
  static const Shape values{.kind = Kind::either,
                            .alternatives = {field_value_shape, []() -> const Shape& { return some; }}};
  static const Shape shape{.kind = Kind::map, .item = []() -> const Shape& { return values; }, .key = token_shape};
  return shape;
}

const Shape& credentials_shape() {
  static const Shape shape{.kind = Kind::object,
                           .name = "credentials",
                           .meaning = "Sent as Authorization: Basic.",
                           .fields = {{"user", text_shape, "The user's name.", Need::required},
                                      {"password", text_shape, "The password.", Need::required}}};
  return shape;
}

const Shape& client_tls_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "client_tls",
      .meaning = "How the server's certificate is judged; the embedded server's own is trusted anyway.",
      .fields = {{"insecure", boolean_shape, "Take every certificate."},
                 {"ca", text_shape, "A PEM file with the certificates to trust, seen from the scenario's folder."}}};
  return shape;
}

const Shape& factor_shape() {
  static const Shape shape{.kind = Kind::number, .min = 1, .max = 1000};
  return shape;
}

const Shape& backoff_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "reconnect",
      .meaning = "Exponential backoff with full jitter: each wait is drawn evenly from 0 to a ceiling that grows.",
      .fields = {
          {"first", duration_shape, "The ceiling before the first new attempt; \"500ms\" when left out."},
          {"max", duration_shape, "The highest ceiling; \"30s\" when left out."},
          {"factor", factor_shape, "Each ceiling to the one before; 2 when left out."},
          {"attempts", count_shape, "How many in a row before it gives up; 0, as when left out, for no end."},
          {"stable_after", duration_shape, "Open for so long, it begins again with `first`; \"5s\" when left out."}}};
  return shape;
}

const Shape& reconnect_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {boolean_shape, backoff_shape}};
  return shape;
}

const Shape& limits_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "limits",
      .meaning = "How much of the server's input the client takes.",
      .fields = {{"max_message", positive_size_shape, "Longer messages fail the connection with 1009."},
                 {"max_frame", positive_size_shape, "Longer frames fail the connection with 1009."},
                 {"max_fragments", positive_shape, "More frames in a message fail it with 1008."},
                 {"max_head", positive_size_shape, "Longest head of the server's handshake."}}};
  return shape;
}

/// To one address of a server, a machine has about 28,000 ports to connect from.
const Shape& member_count_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 1, .max = 25000};
  return shape;
}

const Shape& mask_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = {"random", "seeded", "zero"}};
  return shape;
}

const Shape& strategy_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = {"refresh", "append", "prepend"}};
  return shape;
}

const Shape& page_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = {"http", "https"}};
  return shape;
}

const Shape& hooks_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "hooks",
      .meaning = "What the Variable's event handlers return.",
      .fields = {{"onBeforeOpen", false_shape, "false: every open is refused."},
                 {"onBeforeMessageSend", any_shape, "false: nothing is sent; any other value is sent instead."},
                 {"onMessageReceive", any_shape, "Takes the place of the data; {{message}} is the data."},
                 {"onBeforeClose", false_shape, "false: the client's own close is refused."}}};
  return shape;
}

}  // namespace

const Shape& variable_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "variable",
      .meaning = "The WebSocket Variable that keeps the client's data.",
      .fields = {
          {"startUpdate", boolean_shape, "Open before the first step; true when left out."},
          {"dataUpdateStrategy", strategy_shape, "What a new message does to the dataset; \"refresh\" when left out."},
          {"dataLimit", count_shape, "The longest dataset; 0 for no limit; 20 when left out."},
          {"dataSet", any_shape, "The dataset before the first message; [] when left out."},
          {"requestBody", any_shape, "Sent after every onOpen, when startUpdate is not false."},
          {"page", page_shape, "The scheme of the page that holds the Variable: https lets wss through only."},
          {"hooks", hooks_shape, "What the event handlers return."}}};
  return shape;
}

const Shape& client_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "client",
      .meaning = "One client, or a group of equal ones.",
      .fields = {
          {"comment", text_shape, "For the reader of the file."},
          {"count", member_count_shape, "How many of them; 1 when left out."},
          {"path", path_shape, "The path of the URL, \"/\" when left out; {name} takes a value of `parameters`."},
          {"parameters", value_map_shape, "Values for {name} in the path."},
          {"query", value_map_shape, "The query of the URL, in this order."},
          {"url", url_shape, "Another server than the scenario's."},
          {"service", text_shape, "A folder that `parley import` has written, seen from the scenario's folder."},
          {"profile", text_shape, "Which of the service's profiles says where it is; where it was imported otherwise."},
          {"params", value_map_shape, "Values for the service's parameters, those of the path and of the query."},
          {"request", any_shape, "The service's request: its fields by name, or all of it; sent after every onOpen."},
          {"headers", header_map_shape, "More header fields for the opening handshake."},
          {"subprotocols", token_or_tokens_shape, "Offered, in order of preference."},
          {"compression", compression_shape, "Whether and how permessage-deflate is offered; false when left out."},
          {"credentials", credentials_shape, "User and password."},
          {"tls", client_tls_shape, "How the server's certificate is judged."},
          {"reconnect", reconnect_shape, "Open again after an end that was not asked for; false when left out."},
          {"variable", variable_shape, "How the client keeps its data."},
          {"limits", limits_shape, "How much input the client takes."},
          {"mask", mask_shape, "Masking keys: fresh ones, repeatable ones from the seed, or 0."},
          {"max_queue", positive_size_shape, "Bytes that may wait to be sent."},
          {"connect_timeout", positive_duration_shape, "How long TCP and TLS may take."},
          {"handshake_timeout", positive_duration_shape, "How long the server's answer may take."},
          {"close_timeout", duration_shape, "How long the closing handshake may take."}}};
  return shape;
}

}  // namespace parley::scenario
