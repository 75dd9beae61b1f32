#include "server/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "protocol/duration.hpp"
#include "server/behaviours/broadcast.hpp"
#include "server/behaviours/echo.hpp"
#include "server/behaviours/node_demo.hpp"

namespace parley::server {
namespace {

using Options = std::map<std::string, std::string>;

BehaviourInstance make_node_demo(const Options& options) {
  NodeDemoOptions demo;
  if (const auto interval = options.find("interval"); interval != options.end()) {
    const auto duration = protocol::parse_duration(interval->second);
    if (!duration) throw std::invalid_argument("interval: " + duration.error());
    if (*duration < std::chrono::milliseconds(1)) {
      throw std::invalid_argument("interval: \"" + interval->second + "\" is too short; expected at least \"1ms\"");
    }
    demo.interval = *duration;
  }
  if (const auto greeting = options.find("greeting"); greeting != options.end()) demo.greeting = greeting->second;
  return {std::make_unique<NodeDemo>(std::move(demo)), Sharing::stateless};
}

BehaviourInstance make_echo(const Options&) {
  return {std::make_unique<Echo>(), Sharing::stateless};
}

BehaviourInstance make_broadcast(const Options&) {
  return {std::make_unique<Broadcast>(), Sharing::exclusive};
}

/// The information and the factory of each behaviour, side by side: a behaviour is added here and nowhere else.
struct Entry {
  BehaviourInfo info;
  BehaviourInstance (*make)(const Options&);
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> list = {
      {{"node-demo",
        "a welcome, then each message back with \"server: \" before it and a clock, and a clock at every interval",
        {{"interval", "DURATION", "time between clocks (5s)"},
         {"greeting", "TEXT", "what follows \"server: \" in the first message (Welcome to websocket server.)"}}},
       make_node_demo},
      {{"echo", "each message back, of the same type and byte for byte", {}}, make_echo},
      {{"broadcast",
        "each message to every client of the path; with ?self=0 in its URL a client does not hear itself",
        {}},
       make_broadcast},
  };
  return list;
}

std::string option_names(const BehaviourInfo& info) {
  if (info.options.empty()) return "it takes no options";
  std::vector<std::string_view> names;
  for (const auto& option : info.options) names.push_back(option.name);
  return fmt::format("expected one of: {}", fmt::join(names, ", "));
}

void check_option_names(const BehaviourInfo& info, const Options& options) {
  for (const auto& [name, value] : options) {
    const auto known = [&wanted = name](const OptionInfo& option) { return option.name == wanted; };
    if (std::none_of(info.options.begin(), info.options.end(), known)) {
      throw std::invalid_argument(
          fmt::format("behaviour \"{}\" has no option \"{}\"; {}", info.name, name, option_names(info)));
    }
  }
}

}  // namespace

std::span<const BehaviourInfo> behaviours() {
  static const auto list = [] {
    std::vector<BehaviourInfo> infos;
    for (const auto& entry : entries()) infos.push_back(entry.info);
    return infos;
  }();
  return list;
}

std::vector<std::string> behaviour_names() {
  std::vector<std::string> names;
  for (const auto& info : behaviours()) names.emplace_back(info.name);
  return names;
}

BehaviourInstance make_behaviour(std::string_view name, const Options& options) {
  for (const auto& entry : entries()) {
    if (entry.info.name != name) continue;
    check_option_names(entry.info, options);
    try {
      return entry.make(options);
    } catch (const std::invalid_argument& fault) {
      throw std::invalid_argument(fmt::format("behaviour \"{}\", option {}", name, fault.what()));
    }
  }
  throw std::invalid_argument(
      fmt::format("unknown behaviour \"{}\"; expected one of: {}", name, fmt::join(behaviour_names(), ", ")));
}

}  // namespace parley::server
