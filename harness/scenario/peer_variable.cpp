// How a client of a scenario becomes a WebSocket Variable.
#include "client/value.hpp"
#include "harness/scenario/matcher.hpp"
#include "harness/scenario/peer.hpp"
#include "harness/scenario/service_address.hpp"

namespace parley::scenario {
client::VariableOptions Peer::variable_options() const {
  const Lookup lookup = setup_.values->lookup();
  client::VariableOptions options;
  options.name = "variable";
  auto [service, bindings] = bound_service(spec_, setup_.url, lookup);
  options.service = std::move(service);
  options.data_binding = std::move(bindings);
  options.start_update = spec_.start_update;
  options.policy = spec_.policy;
  options.data_set = expand_value(spec_.data_set, lookup);
  options.page = spec_.page;
  return options;
}

/// The hook's answer: {{message}} is the message, {{message/pointer}} a value in it, null when there is none.
std::optional<Json> Peer::hook_value(const Json& value, const Json& message) const {
  static const Json nothing;
  const Lookup others = setup_.values->lookup();
  return expand_value(value, [&](const Placeholder& placeholder) -> const Json* {
    if (placeholder.name == "message") return &message;
    constexpr std::string_view prefix = "message";
    if (!placeholder.name.starts_with("message/")) return others(placeholder);
    const Json* found = find_at(message, placeholder.name.substr(prefix.size()));
    return found != nullptr ? found : &nothing;
  });
}

client::VariableHooks Peer::variable_hooks() {
  const HooksSpec& hooks = spec_.hooks;
  client::VariableHooks result;
  result.on_before_open = [this, &hooks] {
    log(Event::before_open);
    return !hooks.refuse_open;
  };
  result.on_open = [this] { log(Event::opened); };
  result.on_before_message_send = [this, &hooks](const Json& message) -> std::optional<Json> {
    log(Event::before_message_send);
    return hooks.before_send ? hook_value(*hooks.before_send, message) : std::nullopt;
  };
  result.on_message_receive = [this, &hooks](const Json& data) -> std::optional<Json> {
    log(Event::message_receive);
    return hooks.on_receive ? hook_value(*hooks.on_receive, data) : std::nullopt;
  };
  result.on_before_close = [this, &hooks] {
    if (finished_ && hooks.refuse_close) return true;  // the scenario is over: nobody asks who would refuse
    log(Event::before_close);
    return !hooks.refuse_close;
  };
  result.on_close = [this](std::uint16_t, std::string_view) { log(Event::closed); };
  result.on_error = [this](std::string_view what) {
    log(Event::failed);
    ++errors;
    last_error_ = what;
    if (wire_log_) wire_log_->note("onError: " + last_error_);
    changed();
  };
  return result;
}

}  // namespace parley::scenario
