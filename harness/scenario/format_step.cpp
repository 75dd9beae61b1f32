// Steps: the verbs.
#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

const Shape& rate_shape() {
  static const Shape shape{.kind = Kind::number, .min = 0.001, .max = 1e7};
  return shape;
}

const Shape& open_shape() {
  static const Shape options{.kind = Kind::object,
                             .name = "open",
                             .meaning = "How to open.",
                             .fields = {{"wait", boolean_shape, "false: go on while the connection is being made."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {true_shape, []() -> const Shape& { return options; }}};
  return shape;
}

const Shape& filler_shape() {
  static const Shape filler{
      .kind = Kind::object,
      .name = "filler",
      .meaning = "A long text.",
      .fields = {{"size", payload_size_shape, "Bytes, at most 1GiB.", Need::required},
                 {"of", some_text_shape, "Repeated until the size is reached; digits when left out."}}};
  static const Shape shape{.kind = Kind::either, .alternatives = {text_shape, []() -> const Shape& { return filler; }}};
  return shape;
}

const Shape& bytes_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "bytes",
      .meaning = "Bytes.",
      .fields = {{"hex", text_shape, "Two digits a byte, spaces between bytes allowed."},
                 {"base64", text_shape, "RFC 4648 §4."},
                 {"size", payload_size_shape, "So many bytes, drawn from the seed; at most 1GiB."}},
      .exactly_one = {"hex", "base64", "size"}};
  return shape;
}

const Shape& round_trip_shape() {
  static const Shape answer{.kind = Kind::choice, .choices = {"echo", "next"}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {boolean_shape, []() -> const Shape& { return answer; }}};
  return shape;
}

const Shape& message_type_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = {"text", "binary"}};
  return shape;
}

const Shape& fragments_shape() {
  static const Shape shape{.kind = Kind::integer, .min = 1, .max = 1 << 20};  // as many as peers take when left alone
  return shape;
}

const Shape& send_object_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "send",
      .meaning = "One message, or many.",
      .fields = {{"text", filler_shape, "A text message."},
                 {"json", any_shape, "A text message that holds this value as JSON."},
                 {"binary", bytes_shape, "A binary message."},
                 {"file", text_shape, "A file's content, seen from the scenario's folder."},
                 {"type", message_type_shape, "What a file is sent as; \"binary\" when left out."},
                 {"repeat", positive_shape, "How often; {{i}} counts from 0."},
                 {"rate", rate_shape, "Messages a second of each client; as fast as possible when left out."},
                 {"depth", positive_shape, "At most so many messages wait for their answers at a time."},
                 {"round_trip", round_trip_shape,
                  "Time each message until its answer: true or \"echo\" for the equal "
                  "message, \"next\" for whichever comes next."},
                 {"fragments", fragments_shape,
                  "In how many frames each message goes; some are empty when it is short."},
                 {"fragment_size", positive_size_shape, "The most payload bytes of a frame."},
                 {"compress", boolean_shape, "false: not compressed though compression was agreed on."}},
      .exactly_one = {"text", "json", "binary", "file"}};
  return shape;
}

const Shape& send_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {text_shape, send_object_shape}};
  return shape;
}

const Shape& control_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {true_shape, text_shape, bytes_shape}};
  return shape;
}

Shape make_counted_messages() {
  Shape shape{.kind = Kind::object, .name = "messages", .meaning = "Messages of one kind.", .fields = matcher_fields()};
  shape.fields.insert(shape.fields.begin(), Field{"count", positive_shape, "How many.", Need::required});
  return shape;
}

const Shape& messages_shape() {
  static const Shape counted = make_counted_messages();
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {positive_shape, []() -> const Shape& { return counted; }}};
  return shape;
}

const Shape& failure_shape() {
  static const Shape details{.kind = Kind::object,
                             .name = "handshake_failure",
                             .meaning = "How the server refuses.",
                             .fields = {{"status", status_shape, "The HTTP status; 0 when there was no HTTP answer."},
                                        {"reason", regex_shape, "Found in the reason that the client reports."},
                                        {"headers", expected_headers_shape, "Header fields of the answer, by name."},
                                        {"body", message_shape, "The body of the answer."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {true_shape, status_shape, []() -> const Shape& { return details; }}};
  return shape;
}

const Shape& await_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "await",
      .meaning = "What must happen.",
      .fields = {{"message", message_shape, "A message like this; others before it are passed over."},
                 {"next", message_shape, "The very next message must be like this."},
                 {"messages", messages_shape, "So many more messages."},
                 {"ping", control_shape, "A ping; true for any payload."},
                 {"pong", control_shape, "A pong; true for any payload."},
                 {"close", close_shape, "The end of the connection."},
                 {"handshake_failure", failure_shape, "A refused opening."},
                 {"event", event_name_shape, "An event of the Variable or of the browser's WebSocket."},
                 {"open", true_shape, "The open connection, after an open that did not wait, or a reconnect."}},
      .exactly_one = {"message", "next", "messages", "ping", "pong", "close", "handshake_failure", "event", "open"}};
  return shape;
}

const Shape& barrier_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {true_shape, name_shape}};
  return shape;
}

const Shape& close_verb_shape() {
  static const Shape body{.kind = Kind::object,
                          .name = "close",
                          .meaning = "The Close frame.",
                          .fields = {{"code", close_code_shape, "The status code; 1000 when left out; 1005 for none."},
                                     {"reason", text_shape, "At most 123 bytes."}}};
  static const Shape shape{.kind = Kind::either,
                           .alternatives = {true_shape, close_code_shape, []() -> const Shape& { return body; }}};
  return shape;
}

}  // namespace

const std::vector<std::string_view>& bare_verbs() {
  static const std::vector<std::string_view> verbs = {"open",           "ping", "pong",  "barrier", "pause_reading",
                                                      "resume_reading", "drop", "reset", "close"};
  return verbs;
}

const Shape& step_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "step",
      .meaning = "One step: a verb, who does it, and how long it may take.",
      .fields = {{"client", text_or_texts_shape, "Who does it; all clients when left out."},
                 {"within", positive_duration_shape, "How long it may take."},
                 {"comment", text_shape, "For the reader of the file."},
                 {"open", open_shape, "Connects and waits until the connection is open."},
                 {"send", send_shape, "Sends one message, or many."},
                 {"ping", control_shape, "Sends a ping."},
                 {"pong", control_shape, "Sends a pong that nobody asked for."},
                 {"wait", duration_shape, "Does nothing for so long."},
                 {"await", await_shape, "Waits for what must happen."},
                 {"silence", positive_duration_shape, "No message may come for so long."},
                 {"barrier", barrier_shape, "Waits until all these clients are here."},
                 {"pause_reading", true_shape, "Stops reading from the socket: TCP holds the server back."},
                 {"resume_reading", true_shape, "Reads again."},
                 {"drop", true_shape, "Ends TCP without a Close frame."},
                 {"reset", true_shape, "Ends TCP with RST."},
                 {"close", close_verb_shape, "The closing handshake, until the connection has ended."}},
      .exactly_one = {"open", "send", "ping", "pong", "wait", "await", "silence", "barrier", "pause_reading",
                      "resume_reading", "drop", "reset", "close"}};
  return shape;
}

}  // namespace parley::scenario
