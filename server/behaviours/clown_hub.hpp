// Clown.Hub: what one client of a base topic publishes, all of its clients hear; with two relays and a lamp.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "server/behaviour.hpp"
#include "server/behaviours/clown_message.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

enum class SelfEcho : std::uint8_t { no, yes };

struct ClownHubOptions {
  std::string user;                    // "name:password" that a client must show; empty: everybody may come in
  SelfEcho self_echo = SelfEcho::yes;  // whether a publisher hears its own message, as with MQTT 3.1.1
};

void read_options(OptionReader& reader, ClownHubOptions& options);

/// One base topic; its group is base_topic(path). Answers "…/config/set" with "…/config/ok" to who sent it. Keeps the
/// state of relay/i2c0-3b, relay/i2c0-3f and led/-: "…/set" and "…/get" publish it to all. Everything else that is a
/// ClownMessage goes to all; what is none is logged and dropped.
///
/// With a broker, all that clients and devices publish goes there too, and what others publish there goes to all
/// clients and moves the devices.
class ClownHub final : public Behaviour {
 public:
  explicit ClownHub(ClownHubOptions options) : options_(std::move(options)) {}

  std::optional<protocol::HttpResponse> refuse(const protocol::HttpRequest& request) override;
  [[nodiscard]] std::string group(std::string_view path) const override { return base_topic(path); }
  [[nodiscard]] bool publishes() const override { return true; }
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_published(std::string_view topic, std::string_view payload, Now now, GroupActions& actions) override;

 private:
  void handle(ConnectionId id, const ClownMessage& message, Actions& actions);
  void command(const ClownMessage& message, GroupActions& actions);
  void publish_device(const std::string& device, GroupActions& actions) const;

  const ClownHubOptions options_;
  std::map<std::string, nlohmann::ordered_json> states_;  // of devices that were set
};

}  // namespace parley::server
