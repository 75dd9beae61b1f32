#include "harness/scenario/record.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/close_code.hpp"

namespace parley::scenario {
namespace {

constexpr std::array<std::pair<std::string_view, std::uint64_t Counters::*>, 9> counters_by_name = {{
    {"messages_sent", &Counters::messages_sent},
    {"messages_received", &Counters::messages_received},
    {"bytes_sent", &Counters::bytes_sent},
    {"bytes_received", &Counters::bytes_received},
    {"pings_received", &Counters::pings_received},
    {"pongs_received", &Counters::pongs_received},
    {"opens", &Counters::opens},
    {"failures", &Counters::failures},
    {"closes", &Counters::closes},
}};

// In the order of the enumeration.
constexpr std::array<std::string_view, 11> event_names = {"onBeforeOpen",
                                                          "onOpen",
                                                          "onBeforeMessageSend",
                                                          "onMessageReceive",
                                                          "onBeforeClose",
                                                          "onClose",
                                                          "onError",
                                                          "open",
                                                          "message",
                                                          "error",
                                                          "close"};

}  // namespace

std::uint64_t counter(const Counters& counters, std::string_view name) {
  const auto found = std::find_if(counters_by_name.begin(), counters_by_name.end(),
                                  [&](const auto& entry) { return entry.first == name; });
  return found != counters_by_name.end() ? counters.*(found->second) : 0;
}

bool CloseSeen::is_abnormal() const {
  using protocol::CloseCode;
  constexpr std::array bad = {CloseCode::protocol_error,   CloseCode::unsupported_data, CloseCode::invalid_payload,
                              CloseCode::policy_violation, CloseCode::message_too_big,  CloseCode::mandatory_extension,
                              CloseCode::internal_error};
  return !clean || std::any_of(bad.begin(), bad.end(), [&](CloseCode each) { return to_number(each) == code; });
}

std::string_view event_name(Event event) {
  return event_names[static_cast<std::size_t>(event)];
}

Event event_of(std::string_view name) {
  const auto found = std::find(event_names.begin(), event_names.end(), name);
  return static_cast<Event>(found - event_names.begin());
}

bool is_browser_event(Event event) {
  return event >= Event::browser_open;
}

}  // namespace parley::scenario
