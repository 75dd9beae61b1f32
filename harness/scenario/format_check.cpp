// Checks after the last step, and what a message or a value is expected to be like.
#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

const Shape& number_shape() {
  static const Shape shape{.kind = Kind::number};
  return shape;
}

const Shape& value_type_shape() {
  static const Shape shape{
      .kind = Kind::choice,
      .choices = {"text", "binary", "object", "array", "string", "number", "integer", "boolean", "null"}};
  return shape;
}

const Shape& any_list_shape() {
  static const Shape shape{.kind = Kind::list};
  return shape;
}

const Shape& pointer_map_shape() {
  static const Shape shape{.kind = Kind::map, .min = 1, .item = value_shape, .key = pointer_shape};
  return shape;
}

/// What an object or a list can include.
const Shape& parts_shape() {
  static const Shape object{.kind = Kind::map, .item = any_shape};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {[]() -> const Shape& { return object; }, any_list_shape}};
  return shape;
}

const Shape& sorted_shape() {
  static const Shape order{.kind = Kind::choice, .choices = {"ascending", "descending"}};
  static const Shape details{
      .kind = Kind::object,
      .name = "sorted_by",
      .meaning = "The order of the items.",
      .fields = {{"pointer", pointer_shape, "The value to sort by; \"\" is the item itself.", Need::required},
                 {"order", []() -> const Shape& { return order; },
                  "\"ascending\" when left out; equal neighbours are fine."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {pointer_shape, []() -> const Shape& { return details; }}};
  return shape;
}

Shape make_dataset() {
  Shape shape{.kind = Kind::object,
              .name = "dataset",
              .meaning = "What the dataset is like.",
              .min = 1,
              .fields = matcher_fields()};
  shape.fields.push_back({"each", value_shape, "What every item is like."});
  shape.fields.push_back({"first", value_shape, "What the first item is like."});
  shape.fields.push_back({"last", value_shape, "What the last item is like."});
  shape.fields.push_back({"sorted_by", sorted_shape, "The items are in this order."});
  return shape;
}

const Shape& dataset_shape() {
  static const Shape details = make_dataset();
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {any_list_shape, []() -> const Shape& { return details; }}};
  return shape;
}

const Shape& delivery_shape() {
  static const Shape guarantee{.kind = Kind::choice, .choices = {"exactly_once", "at_least_once", "at_most_once"}};
  static const Shape shape{
      .kind = Kind::object,
      .name = "delivery",
      .meaning = "What became of the messages between senders and receivers.",
      .fields = {{"from", text_or_texts_shape, "Who sent them.", Need::required},
                 {"to", text_or_texts_shape, "Who must have received them.", Need::required},
                 {"guarantee", []() -> const Shape& { return guarantee; },
                  "\"exactly_once\" when left out: nothing lost, nothing doubled."},
                 {"in_order", boolean_shape, "Each sender's messages came in its order; true when left out."},
                 {"pointer", pointer_shape, "Where the sent text is within a received JSON message."},
                 {"capture", regex_shape, "Its first group is the sent text within a received message."}}};
  return shape;
}

const Shape& event_list_shape() {
  static const Shape shape{.kind = Kind::list, .item = event_name_shape};
  return shape;
}

const Shape& some_events_shape() {
  static const Shape shape{.kind = Kind::list, .min = 1, .item = event_name_shape};
  return shape;
}

const Shape& events_shape() {
  static const Shape details{
      .kind = Kind::object,
      .name = "events",
      .meaning = "The events, in their order.",
      .min = 1,
      .fields = {{"equals", event_list_shape, "All of them."},
                 {"contains", some_events_shape, "These in this order, perhaps with others between them."},
                 {"ignore", some_events_shape, "Events that do not count for `equals`."},
                 {"excludes", some_events_shape, "Events that never happened."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {event_list_shape, []() -> const Shape& { return details; }}};
  return shape;
}

const Shape& counters_shape() {
  static const Shape shape{.kind = Kind::object,
                           .name = "counters",
                           .meaning = "Numbers of each client.",
                           .min = 1,
                           .fields = {{"messages_sent", whole_amount_shape, "Data messages sent."},
                                      {"messages_received", whole_amount_shape, "Data messages received."},
                                      {"bytes_sent", whole_amount_shape, "Their payload bytes."},
                                      {"bytes_received", whole_amount_shape, "Their payload bytes."},
                                      {"pings_received", whole_amount_shape, "Pings of the server."},
                                      {"pongs_received", whole_amount_shape, "Pongs of the server."},
                                      {"opens", whole_amount_shape, "Connections that opened."},
                                      {"failures", whole_amount_shape, "Attempts to open that failed."},
                                      {"closes", whole_amount_shape, "Connections that ended."}}};
  return shape;
}

const Shape& handshake_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "handshake",
      .meaning = "What was agreed on in the last opening handshake.",
      .min = 1,
      .fields = {{"status", status_shape, "The HTTP status: 101 when it opened."},
                 {"subprotocol", text_shape, "The chosen subprotocol; \"\" for none."},
                 {"compression", compression_shape, "Whether permessage-deflate was agreed on, and with what."},
                 {"headers", expected_headers_shape, "Header fields of the answer, by name."}}};
  return shape;
}

}  // namespace

std::vector<Field> matcher_fields() {
  return {{"equals", any_shape, "This value; a string is compared with the text, anything else as JSON."},
          {"contains", any_shape, "This part of a text, or an equal item of a list."},
          {"matches", regex_shape, "A regular expression (ECMAScript) that is found in the text."},
          {"includes", parts_shape, "An object with at least these members, at every depth."},
          {"values", pointer_map_shape, "Values by JSON pointer, each a matcher or the value itself."},
          {"type", value_type_shape, "The type of the message, or of its JSON value."},
          {"min", number_shape, "A number of at least this."},
          {"max", number_shape, "A number of at most this."},
          {"length", whole_amount_shape, "Items of a list, members of an object, characters of a text."},
          {"size", whole_amount_shape, "Payload bytes of a message."},
          {"hex", text_shape, "These bytes."},
          {"base64", text_shape, "These bytes."}};
}

const Shape& matcher_shape() {
  static const Shape shape{.kind = Kind::object,
                           .name = "matcher",
                           .meaning = "What a message or a value is like; all that is said must hold.",
                           .fields = matcher_fields()};
  return shape;
}

const Shape& value_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {matcher_shape, any_shape}};
  return shape;
}

const Shape& message_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {text_shape, matcher_shape}};
  return shape;
}

const Shape& expected_headers_shape() {
  static const Shape shape{.kind = Kind::map, .min = 1, .item = message_shape, .key = token_shape};
  return shape;
}

const Shape& status_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 0, .max = 999};
  return shape;
}

const Shape& close_shape() {
  static const Shape details{
      .kind = Kind::object,
      .name = "close_expectation",
      .meaning = "How a connection ends.",
      .min = 1,
      .fields = {{"code", close_code_shape, "The received code; 1005 for none, 1006 for no Close frame."},
                 {"reason", message_shape, "The received reason."},
                 {"clean", boolean_shape, "Whether a Close frame went both ways."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {true_shape, close_code_shape, []() -> const Shape& { return details; }}};
  return shape;
}

const Shape& event_name_shape() {
  static const Shape shape{.kind = Kind::choice,
                           .choices = {"onBeforeOpen", "onOpen", "onBeforeMessageSend", "onMessageReceive",
                                       "onBeforeClose", "onClose", "onError", "open", "message", "error", "close"}};
  return shape;
}

const Shape& check_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "check",
      .meaning = "What must hold after the last step.",
      .fields = {{"client", text_or_texts_shape, "Whose; every client's when left out."},
                 {"name", text_shape, "What reports call it."},
                 {"comment", text_shape, "For the reader of the file."},
                 {"dataset", dataset_shape, "The dataset: a list that it equals, or what it is like."},
                 {"delivery", delivery_shape, "Loss, duplicates and order between clients."},
                 {"events", events_shape, "The sequence of events."},
                 {"close", close_shape, "How the last connection ended."},
                 {"counters", counters_shape, "Messages, bytes, pings and connections."},
                 {"handshake", handshake_shape, "What was agreed on."}},
      .exactly_one = {"dataset", "delivery", "events", "close", "counters", "handshake"}};
  return shape;
}

}  // namespace parley::scenario
