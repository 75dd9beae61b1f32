#include "harness/scenario/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "protocol/http_grammar.hpp"

namespace parley::scenario {
namespace {

bool plays(const Step& step, std::size_t client) {
  return std::find(step.clients.begin(), step.clients.end(), client) != step.clients.end();
}

/// Steps that make or ask for a connection: `send` opens a Variable that is closed.
bool opens(const Action& action) {
  return std::holds_alternative<Open>(action) || std::holds_alternative<Send>(action);
}

bool needs_connection(const Action& action) {
  return !std::holds_alternative<Wait>(action) && !std::holds_alternative<Barrier>(action) &&
         !std::holds_alternative<Silence>(action) && !std::holds_alternative<AwaitEvent>(action);
}

void check_program(const Scenario& scenario, std::size_t client, const BuildContext& context) {
  if (opens_by_itself(scenario, client)) return;
  for (const Step& step : scenario.steps) {
    if (!plays(step, client)) continue;
    if (opens(step.action)) return;
    if (!needs_connection(step.action)) continue;
    context.refuse(step.pointer, fmt::format("the client \"{}\" has not been opened before this step",
                                             scenario.clients[client].name));
    return;
  }
}

/// "7" of "reader-7", when that is a member of a group of so many; the numbers are written without zeros before them.
bool is_member(std::string_view name, const ClientSpec& group) {
  if (group.count < 2 || !name.starts_with(group.name + "-")) return false;
  const std::string_view digits = name.substr(group.name.size() + 1);
  const auto number = protocol::parse_decimal(digits);
  return number && *number < group.count && std::to_string(*number) == digits;
}

}  // namespace

void check_member_names(const std::vector<ClientSpec>& clients, const BuildContext& context) {
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (context.client_counts[i] != 1) continue;
    const std::string_view name = context.client_names[i];
    const auto group =
        std::find_if(clients.begin(), clients.end(), [&](const ClientSpec& other) { return is_member(name, other); });
    if (group == clients.end()) continue;
    context.problems.add_at_key(Fault::meaning, child("/clients", name),
                                fmt::format("\"{}\" is a member of the group \"{}\" already", name, group->name));
  }
}

bool opens_by_itself(const Scenario& scenario, std::size_t client) {
  if (!scenario.clients[client].start_update) return false;
  return std::none_of(scenario.steps.begin(), scenario.steps.end(), [&](const Step& step) {
    return plays(step, client) && std::holds_alternative<Open>(step.action);
  });
}

void check_programs(const Scenario& scenario, const BuildContext& context) {
  for (std::size_t client = 0; client < scenario.clients.size(); ++client) check_program(scenario, client, context);
}

}  // namespace parley::scenario
