#include <algorithm>

#include "harness/scenario/build.hpp"

namespace parley::scenario {
namespace {

DatasetCheck build_dataset(const Json& node, const std::string& pointer, const BuildContext& context) {
  DatasetCheck check;
  if (node.is_array()) {
    check.whole.equals = node;
    return check;
  }
  check.whole = build_matcher(node, pointer, context);
  const auto part = [&](const char* key) -> std::optional<Matcher> {
    if (!node.contains(key)) return std::nullopt;
    return build_value(node.at(key), child(pointer, key), context);
  };
  check.each = part("each");
  if (node.contains("each") && node.at("each") == Json::object()) {
    context.refuse(child(pointer, "each"), "an empty matcher says nothing of the items");
  }
  check.first = part("first");
  check.last = part("last");
  if (!node.contains("sorted_by")) return check;
  const Json& sorted = node.at("sorted_by");
  check.sorted_by.emplace();
  check.sorted_by->pointer = sorted.is_string() ? sorted.get<std::string>() : sorted.at("pointer").get<std::string>();
  if (sorted.is_object() && sorted.value("order", std::string()) == "descending") {
    check.sorted_by->order = SortedBy::Order::descending;
  }
  return check;
}

DeliveryCheck build_delivery(const Json& node, const std::string& pointer, const BuildContext& context) {
  DeliveryCheck check;
  check.from = build_clients(node, "from", pointer, context);
  check.to = build_clients(node, "to", pointer, context);
  const std::string guarantee = node.value("guarantee", std::string("exactly_once"));
  if (guarantee == "at_least_once") check.guarantee = Guarantee::at_least_once;
  if (guarantee == "at_most_once") check.guarantee = Guarantee::at_most_once;
  check.in_order = node.value("in_order", true);
  if (node.contains("pointer")) check.pointer = node.at("pointer").get<std::string>();
  if (node.contains("capture")) {
    check.capture = to_pattern(node.at("capture"));
    if (check.capture->regex.groups() == 0) {
      context.refuse(child(pointer, "capture"), "expected a group in parentheses: it is the sent text");
    }
    if (check.pointer) context.refuse(child(pointer, "capture"), "expected \"pointer\" or \"capture\", found both");
  }
  return check;
}

/// Events of the Variable begin with "on", those of the browser's WebSocket do not.
bool mixes_sequences(const EventsCheck& check) {
  std::vector<std::string> all = check.equals.value_or(std::vector<std::string>());
  const auto add = [&](const std::vector<std::string>& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(check.contains.value_or(std::vector<std::string>()));
  add(check.ignore);
  add(check.excludes);
  const auto of_variable = [](const std::string& event) { return event.starts_with("on"); };
  return std::any_of(all.begin(), all.end(), of_variable) && !std::all_of(all.begin(), all.end(), of_variable);
}

EventsCheck build_events(const Json& node, const std::string& pointer, const BuildContext& context) {
  EventsCheck check;
  if (node.is_array()) {
    check.equals = to_texts(node);
  } else {
    if (node.contains("equals")) check.equals = to_texts(node.at("equals"));
    if (node.contains("contains")) check.contains = to_texts(node.at("contains"));
    if (node.contains("ignore")) check.ignore = to_texts(node.at("ignore"));
    if (node.contains("excludes")) check.excludes = to_texts(node.at("excludes"));
  }
  if (!check.ignore.empty() && !check.equals) {
    context.refuse(child(pointer, "ignore"), "\"ignore\" counts for \"equals\" only, which is missing");
  }
  if (mixes_sequences(check)) {
    context.refuse(pointer,
                   "events of the Variable (onOpen, …) and of the browser's WebSocket (open, …) are two "
                   "sequences: use a check for each");
  }
  return check;
}

HandshakeCheck build_handshake(const Json& node, const std::string& pointer, const BuildContext& context) {
  HandshakeCheck check;
  if (node.contains("status")) check.status = node.at("status").get<int>();
  if (node.contains("subprotocol")) check.subprotocol = node.at("subprotocol").get<std::string>();
  if (node.contains("compression")) {
    const Json& compression = node.at("compression");
    check.compression = !compression.is_boolean() || compression.get<bool>();
    if (compression.is_object()) check.compression_parameters = compression;
  }
  if (node.contains("headers")) check.headers = build_values(node.at("headers"), child(pointer, "headers"), context);
  return check;
}

Expectation build_expectation(const Json& node, const std::string& pointer, const BuildContext& context) {
  const auto at = [&](const char* key) { return child(pointer, key); };
  if (node.contains("dataset")) return build_dataset(node.at("dataset"), at("dataset"), context);
  if (node.contains("delivery")) return build_delivery(node.at("delivery"), at("delivery"), context);
  if (node.contains("events")) return build_events(node.at("events"), at("events"), context);
  if (node.contains("close")) return build_close_expectation(node.at("close"), at("close"), context);
  if (node.contains("handshake")) return build_handshake(node.at("handshake"), at("handshake"), context);
  CountersCheck check;
  for (const auto& [name, amount] : node.at("counters").items()) check.counters.emplace_back(name, to_amount(amount));
  return check;
}

void add_latency(std::vector<Threshold>& thresholds, Threshold::Quantity quantity, const Json& node,
                 const std::string& pointer) {
  for (const auto& [statistic, limit] : node.items()) {
    thresholds.push_back({child(pointer, statistic), quantity, statistic,
                          *parse_duration_comparison(limit.get_ref<const std::string&>())});
  }
}

}  // namespace

Check build_check(const Json& node, const std::string& pointer, const BuildContext& context) {
  Check check;
  check.pointer = pointer;
  check.name = node.value("name", std::string());
  if (node.contains("delivery") && node.contains("client")) {
    context.refuse(child(pointer, "client"), "\"delivery\" names its clients in \"from\" and \"to\"");
  }
  check.clients = build_clients(node, "client", pointer, context);
  check.expectation = build_expectation(node, pointer, context);
  return check;
}

std::vector<Threshold> build_thresholds(const Json& node, const std::string& pointer) {
  using Quantity = Threshold::Quantity;
  std::vector<Threshold> thresholds;
  const auto at = [&](const char* key) { return child(pointer, key); };
  if (node.contains("round_trip")) {
    add_latency(thresholds, Quantity::round_trip, node.at("round_trip"), at("round_trip"));
  }
  if (node.contains("connect")) add_latency(thresholds, Quantity::connect, node.at("connect"), at("connect"));
  if (node.contains("throughput")) {
    thresholds.push_back({at("throughput"), Quantity::throughput, "", to_amount(node.at("throughput"))});
  }
  if (node.contains("errors")) thresholds.push_back({at("errors"), Quantity::errors, "", to_amount(node.at("errors"))});
  if (node.contains("duration")) {
    thresholds.push_back({at("duration"), Quantity::duration, "",
                          *parse_duration_comparison(node.at("duration").get_ref<const std::string&>())});
  }
  return thresholds;
}

}  // namespace parley::scenario
