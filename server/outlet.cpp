#include "server/outlet.hpp"

#include <fmt/format.h>

#include <utility>

#include "protocol/http_grammar.hpp"
#include "server/place.hpp"

namespace parley::server {

void Outlet::open() {
  if (!std::exchange(is_open_, true)) bridge_.subscribe(base_, *this);
}

void Outlet::close() {
  if (std::exchange(is_open_, false)) bridge_.unsubscribe(base_);
}

void Outlet::on_published(std::string_view topic, std::string_view payload) {
  const Now now{std::chrono::steady_clock::now(), std::chrono::system_clock::now()};
  GroupActions& actions = *this;
  place_.with_behaviour([&](Behaviour& behaviour) { behaviour.on_published(topic, payload, now, actions); });
}

void Outlet::broadcast(protocol::MessageType type, protocol::ByteView payload) {
  place_.publish(net::make_shared_message(type, payload), 0);
}

void Outlet::log(std::string_view what) {
  bridge_.log(fmt::format("broker, {}: {}", base_, what));
}

std::unique_ptr<Outlet> make_outlet(Place& place, const std::string& base, Bridge* bridge) {
  if (bridge == nullptr) return nullptr;
  if (!place.with_behaviour([](const Behaviour& behaviour) { return behaviour.publishes(); })) return nullptr;
  if (!is_base_topic(base)) {
    bridge->log(fmt::format("{} is no base topic: it is not bridged to the broker", protocol::in_quotes(base)));
    return nullptr;
  }
  return std::make_unique<Outlet>(*bridge, base, place);
}

bool is_base_topic(std::string_view base) {
  constexpr std::string_view not_allowed("+#\0", 3);
  return !base.empty() && base.size() < 0x8000 && base.front() != '$' &&
         base.find_first_of(not_allowed) == std::string_view::npos;
}

}  // namespace parley::server
