#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "harness/scenario/build.hpp"
#include "protocol/close_code.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t max_control_payload = 125;  // RFC 6455 §5.5
constexpr std::size_t max_close_reason = 123;     // the code takes two bytes of it

Content build_payload(const Json& node, const std::string& pointer, const BuildContext& context) {
  if (node.contains("size")) return SeededBytes{to_size(node.at("size"))};
  return FixedBytes{build_bytes(node, pointer, context)};
}

std::size_t size_of(const Content& content) {
  if (const auto* text = std::get_if<Text>(&content))
    return find_placeholders(text->text).empty() ? text->text.size() : 0;
  if (const auto* bytes = std::get_if<FixedBytes>(&content)) return bytes->bytes.size();
  if (const auto* bytes = std::get_if<SeededBytes>(&content)) return bytes->size;
  return 0;
}

/// The payload of a ping or pong: `true` is an empty one.
Content build_control(const Json& node, const std::string& pointer, const BuildContext& context) {
  Content content = Text{};
  if (node.is_string()) content = Text{node.get<std::string>()};
  if (node.is_object()) content = build_payload(node, pointer, context);
  if (size_of(content) > max_control_payload) {
    context.refuse(pointer,
                   fmt::format("the payload of a control frame has at most 125 bytes (RFC 6455 §5.5), found {}",
                               size_of(content)));
  }
  return content;
}

Content build_file(const std::string& name, const std::string& pointer, const BuildContext& context) {
  const std::filesystem::path path = context.folder / name;
  std::ifstream in(path, std::ios::binary);
  if (!in || !std::filesystem::is_regular_file(path)) {
    context.refuse(pointer, fmt::format("cannot read the file {}", path.string()));
    return FixedBytes{};
  }
  return FixedBytes{protocol::Bytes(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>())};
}

Content build_text(const Json& node, const std::string& pointer, const BuildContext& context) {
  if (node.is_string()) return Text{node.get<std::string>()};
  FillerText filler{to_size(node.at("size")), node.value("of", std::string("0123456789"))};
  if (const auto waiting = find_placeholders(filler.of); !waiting.empty()) {
    context.refuse(child(pointer, "of"), fmt::format("{{{{{}}}}} is known only while the scenario is played: a text "
                                                     "that is repeated is made before",
                                                     waiting.front().name));
  }
  return filler;
}

void build_content(Send& send, const Json& node, const std::string& pointer, const BuildContext& context) {
  if (node.contains("text")) {
    send.content = build_text(node.at("text"), child(pointer, "text"), context);
  } else if (node.contains("json")) {
    send.content = JsonContent{node.at("json")};
  } else if (node.contains("binary")) {
    send.content = build_payload(node.at("binary"), child(pointer, "binary"), context);
    send.type = protocol::MessageType::binary;
  } else {
    send.content = build_file(node.at("file").get<std::string>(), child(pointer, "file"), context);
    send.type = node.value("type", std::string("binary")) == "text" ? protocol::MessageType::text
                                                                    : protocol::MessageType::binary;
  }
  if (node.contains("type") && !node.contains("file")) {
    context.refuse(child(pointer, "type"), "\"type\" goes with \"file\" only");
  }
}

void build_timing(Send& send, const Json& node, const std::string& pointer, const BuildContext& context) {
  send.repeat = node.value("repeat", send.repeat);
  send.rate = node.value("rate", send.rate);
  send.depth = node.value("depth", send.depth);
  if (node.contains("round_trip")) {
    const Json& answer = node.at("round_trip");
    if (answer == Json(true) || answer == Json("echo")) send.answer = Answer::echo;
    if (answer == Json("next")) send.answer = Answer::next;
  }
  if (send.depth != 0 && send.answer == Answer::not_timed) {
    context.refuse(child(pointer, "depth"), "\"depth\" counts unanswered messages: it needs \"round_trip\"");
  }
}

Send build_send(const Json& node, const std::string& pointer, const BuildContext& context) {
  Send send;
  if (node.is_string()) {
    send.content = Text{node.get<std::string>()};
    return send;
  }
  build_content(send, node, pointer, context);
  build_timing(send, node, pointer, context);
  send.fragments = node.value("fragments", send.fragments);
  if (node.contains("fragment_size")) {
    send.fragment_size = to_size(node.at("fragment_size"));
    if (node.contains("fragments")) {
      context.refuse(child(pointer, "fragment_size"), "expected \"fragments\" or \"fragment_size\", found both");
    }
  }
  send.compress = node.value("compress", true);
  return send;
}

/// What no engine will send: the peer's reaction to it is a matter for the conformance suite, which writes bytes.
void check_code(std::uint16_t code, const std::string& pointer, const BuildContext& context) {
  if (code == 1005 || protocol::may_be_on_the_wire(code)) return;
  context.refuse(pointer,
                 fmt::format("{} may not stand in a Close frame (RFC 6455 §7.4): expected 1000 to 1003, 1007 to "
                             "1014, 3000 to 4999, or 1005 for a frame without a code",
                             code));
}

Close build_close(const Json& node, const std::string& pointer, const BuildContext& context) {
  Close close;
  if (node.is_number()) {
    close.body.code = node.get<std::uint16_t>();
    check_code(close.body.code, pointer, context);
  }
  if (!node.is_object()) return close;
  close.body.code = node.value("code", close.body.code);
  check_code(close.body.code, child(pointer, "code"), context);
  close.body.reason = node.value("reason", std::string());
  if (close.body.reason.size() > max_close_reason) {
    context.refuse(child(pointer, "reason"),
                   fmt::format("expected at most 123 bytes (RFC 6455 §5.5), found {}", close.body.reason.size()));
  }
  if (close.body.code == 1005 && !close.body.reason.empty()) {
    context.refuse(child(pointer, "reason"), "code 1005 is a Close frame without a body: it cannot carry a reason");
  }
  return close;
}

Barrier build_barrier(const Json& node, const Step& step, const std::string& pointer, const BuildContext& context) {
  std::size_t members = 0;
  for (const std::size_t client : step.clients) {
    members += client < context.client_counts.size() ? context.client_counts[client] : 2;  // 2: a faulty client
  }
  if (members == 1) context.refuse(pointer, "a barrier needs at least two clients, found one");
  return Barrier{node.is_string() ? node.get<std::string>() : ""};
}

Action build_action(const Json& node, const Step& step, const std::string& pointer, const BuildContext& context) {
  const auto at = [&](const char* key) { return child(pointer, key); };
  if (node.contains("open")) {
    const Json& open = node.at("open");
    return Open{open.is_object() && !open.value("wait", true) ? Waiting::not_at_all : Waiting::until_open};
  }
  if (node.contains("send")) return build_send(node.at("send"), at("send"), context);
  if (node.contains("ping")) return Ping{build_control(node.at("ping"), at("ping"), context)};
  if (node.contains("pong")) return Pong{build_control(node.at("pong"), at("pong"), context)};
  if (node.contains("wait")) return Wait{to_duration(node.at("wait"))};
  if (node.contains("await")) return build_await(node.at("await"), at("await"), context);
  if (node.contains("silence")) return Silence{to_duration(node.at("silence"))};
  if (node.contains("barrier")) return build_barrier(node.at("barrier"), step, at("barrier"), context);
  if (node.contains("pause_reading")) return PauseReading{};
  if (node.contains("resume_reading")) return ResumeReading{};
  if (node.contains("drop")) return Drop{};
  if (node.contains("reset")) return Reset{};
  return build_close(node.at("close"), at("close"), context);
}

AwaitFailure build_failure(const Json& node, const std::string& pointer, const BuildContext& context) {
  AwaitFailure failure;
  if (node.is_number()) failure.status = node.get<int>();
  if (!node.is_object()) return failure;
  if (node.contains("status")) failure.status = node.at("status").get<int>();
  if (node.contains("reason")) failure.reason = to_pattern(node.at("reason"));
  if (node.contains("headers")) failure.headers = build_values(node.at("headers"), child(pointer, "headers"), context);
  if (node.contains("body")) failure.body = build_value(node.at("body"), child(pointer, "body"), context);
  return failure;
}

/// A barrier takes as long as the others take, and a send with a rate as long as that asks for.
std::optional<Duration> time_for(const Action& action, const Json& node, const BuildContext& context) {
  if (node.contains("within")) return to_duration(node.at("within"));
  if (std::holds_alternative<Barrier>(action)) return std::nullopt;
  const auto* send = std::get_if<Send>(&action);
  if (send == nullptr || send->rate == 0) return context.within;
  constexpr double most = 365.0 * 24 * 3600;  // seconds, a year: as long as any duration may be
  const std::chrono::duration<double> planned(std::min(static_cast<double>(send->repeat) / send->rate, most));
  return context.within + std::chrono::duration_cast<Duration>(planned);
}

}  // namespace

Action build_await(const Json& node, const std::string& pointer, const BuildContext& context) {
  const auto at = [&](const char* key) { return child(pointer, key); };
  if (node.contains("message")) return AwaitMessage{build_value(node.at("message"), at("message"), context)};
  if (node.contains("next")) return AwaitNext{build_value(node.at("next"), at("next"), context)};
  if (node.contains("messages")) {
    const Json& messages = node.at("messages");
    if (messages.is_number()) return AwaitMessages{messages.get<std::uint64_t>(), {}};
    return AwaitMessages{messages.at("count").get<std::uint64_t>(), build_matcher(messages, at("messages"), context)};
  }
  const auto control = [&](const char* key) -> std::optional<Content> {
    const Json& payload = node.at(key);
    return payload.is_boolean() ? std::nullopt : std::optional(build_control(payload, at(key), context));
  };
  if (node.contains("ping")) return AwaitPing{control("ping")};
  if (node.contains("pong")) return AwaitPong{control("pong")};
  if (node.contains("close")) return build_close_expectation(node.at("close"), at("close"), context);
  if (node.contains("handshake_failure")) {
    return build_failure(node.at("handshake_failure"), at("handshake_failure"), context);
  }
  if (node.contains("event")) return AwaitEvent{node.at("event").get<std::string>()};
  return AwaitOpen{};
}

Step build_step(const Json& node, const std::string& pointer, const BuildContext& context) {
  const Json object = node.is_string() ? Json{{node.get<std::string>(), true}} : node;
  Step step;
  step.pointer = pointer;
  step.clients = build_clients(object, "client", pointer, context);
  step.action = build_action(object, step, pointer, context);
  step.within = time_for(step.action, object, context);
  return step;
}

}  // namespace parley::scenario
