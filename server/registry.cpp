#include "server/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "server/behaviours/broadcast.hpp"
#include "server/behaviours/chat_room.hpp"
#include "server/behaviours/clown_hub.hpp"
#include "server/behaviours/drop.hpp"
#include "server/behaviours/echo.hpp"
#include "server/behaviours/fault.hpp"
#include "server/behaviours/heart_rate.hpp"
#include "server/behaviours/node_demo.hpp"
#include "server/behaviours/shootout.hpp"
#include "server/behaviours/slow.hpp"
#include "server/behaviours/ticker.hpp"
#include "server/option_reader.hpp"

namespace parley::server {
namespace {

BehaviourInstance make_node_demo(OptionReader& reader) {
  NodeDemoOptions demo;
  constexpr auto longest = std::chrono::hours(365 * 24);  // far from where adding it to the time now would overflow
  reader.duration("interval", demo.interval, std::chrono::milliseconds(1), longest);
  reader.text("greeting", demo.greeting);
  return {std::make_unique<NodeDemo>(std::move(demo)), Sharing::stateless};
}

BehaviourInstance make_echo(OptionReader& reader) {
  std::string greeting;
  reader.text("greeting", greeting);
  return {std::make_unique<Echo>(std::move(greeting)), Sharing::stateless};
}

/// A behaviour without options.
template <class Made, Sharing sharing>
BehaviourInstance make(OptionReader& /*reader*/) {
  return {std::make_unique<Made>(), sharing};
}

/// A behaviour with state of its own, and options that it reads itself.
template <class Made, class MadeOptions>
BehaviourInstance make_with_options(OptionReader& reader) {
  MadeOptions options;
  read_options(reader, options);
  return {std::make_unique<Made>(std::move(options)), Sharing::exclusive};
}

/// The information and the factory of each behaviour, side by side: a behaviour is added here and nowhere else.
struct Entry {
  BehaviourInfo info;
  BehaviourInstance (*make)(OptionReader&);
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> list = {
      {{"node-demo",
        "a welcome, then each message back with \"server: \" before it and a clock, and a clock at every interval",
        {{"interval", "DURATION", "time between clocks (5s)"},
         {"greeting", "TEXT", "what follows \"server: \" in the first message (Welcome to websocket server.)"}}},
       make_node_demo},
      {{"echo",
        "each message back, of the same type and byte for byte",
        {{"greeting", "TEXT", "the first message of each connection (none)"}}},
       make_echo},
      {{"broadcast",
        "each message to every client of the path; with ?self=0 in its URL a client does not hear itself",
        {}},
       make<Broadcast, Sharing::exclusive>},
      {{"heart-rate",
        "a pulse at every interval as {\"time\":MS,\"value\":61..99}, to each client its own",
        {{"interval", "DURATION", "time between values (500ms)"},
         {"seed", "NUMBER", "the first client's values; the next client's are those of the next seed (1)"}}},
       make_with_options<HeartRate, HeartRateOptions>},
      {{"chat-room",
        "each message to all as {\"username\",\"message\",\"time\"}; the name is ?username= of the URL, or anonymous",
        {}},
       make<ChatRoom, Sharing::exclusive>},
      {{"clown-hub",
        "[\"topic\", {payload}] to all of a base topic; handshake, relays and lamp. For a path that ends in /*",
        {{"user", "NAME:PASSWORD", "Basic credentials that clients must show (everybody may come in)"},
         {"self", "yes|no", "whether who publishes hears it too (yes)"}}},
       make_with_options<ClownHub, ClownHubOptions>},
      {{"shootout", "echo, broadcast and broadcastResult of the websocket-shootout benchmark, JSON and binary", {}},
       make<Shootout, Sharing::exclusive>},
      {{"ticker",
        "the same news to all at every interval",
        {{"interval", "DURATION", "time between messages (1s)"},
         {"kind", "scores|weather", "what it tells (scores)"},
         {"seed", "NUMBER", "which news (1)"}}},
       make_with_options<Ticker, TickerOptions>},
      {{"slow",
        "each message back after a delay, in order; a client's URL may set the options for itself",
        {{"delay", "DURATION", "how long (1s)"},
         {"jitter", "DURATION", "up to so much longer (0s)"},
         {"seed", "NUMBER", "of the jitter (1)"}}},
       make_with_options<Slow, SlowOptions>},
      {{"drop",
        "each message back, but some are lost, and connections too; a client's URL may set the options for itself",
        {{"lose", "0..1", "how many of the messages are lost (0.1)"},
         {"close_after", "NUMBER", "close after so many messages; 0: never (0)"},
         {"close_code", "CODE", "with this code (1011)"},
         {"drop_after", "NUMBER", "end TCP without a Close frame after so many; 0: never (0)"},
         {"seed", "NUMBER", "which messages are lost (1)"}}},
       make_with_options<Drop, DropOptions>},
      {{"fault", "an echo that breaks the rule which its path names. For a path that ends in /*", {}},
       make<FaultEcho, Sharing::stateless>},
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
    OptionReader reader(options);
    auto instance = entry.make(reader);
    if (reader.fault().empty()) return instance;
    throw std::invalid_argument(fmt::format("behaviour \"{}\", option {}", name, reader.fault()));
  }
  throw std::invalid_argument(
      fmt::format("unknown behaviour \"{}\"; expected one of: {}", name, fmt::join(behaviour_names(), ", ")));
}

}  // namespace parley::server
