#include "harness/scenario/runtime_places.hpp"

#include <fmt/format.h>

#include "harness/scenario/format.hpp"
#include "harness/scenario/problem.hpp"
#include "harness/scenario/text_value.hpp"

namespace parley::scenario {
namespace {

/// The token at this depth of a pointer: of "/steps/3/send" 0 is "steps", 2 is "send". Empty when it is less deep.
std::string_view token(std::string_view pointer, std::size_t depth) {
  for (;; --depth) {
    if (pointer.empty()) return {};
    pointer.remove_prefix(1);  // the slash
    const std::string_view first = pointer.substr(0, pointer.find('/'));
    if (depth == 0) return first;
    pointer.remove_prefix(first.size());
  }
}

/// What only people read is played as it stands.
bool is_for_readers(std::string_view pointer) {
  const std::string_view last = pointer.substr(pointer.rfind('/') + 1);
  if (pointer == "/description" || pointer == "/server/comment") return true;
  return last == "comment" && !token(pointer, 2).empty() && token(pointer, 3).empty();  // of a client, step or check
}

bool is_in_hook(std::string_view pointer) {
  return token(pointer, 0) == "clients" && token(pointer, 2) == "variable" && token(pointer, 3) == "hooks";
}

bool is_in_server(std::string_view name, std::string_view pointer) {
  if (token(pointer, 0) != "server") return false;
  const std::string_view key = token(pointer, 1);
  return (key == "command" || key == "environment" || key == "url") &&
         (name == "port" || name == "seed" || name == "run");
}

bool is_in_play(std::string_view pointer) {
  const std::string_view part = token(pointer, 0);
  return part == "clients" || part == "steps" || part == "checks";
}

}  // namespace

std::string misplaced(std::string_view name, std::string_view pointer) {
  // What a variable holds may be used where it has a value.
  if (is_for_readers(pointer) || token(pointer, 0) == "vars") return {};
  const auto only = [&](std::string_view where) {
    return fmt::format("{{{{{}}}}} has a value only in {}", name, where);
  };
  if (name == "i") return token(pointer, 0) == "steps" && token(pointer, 2) == "send" ? "" : only("a \"send\"");
  if (name.starts_with("message")) {
    if (!is_in_hook(pointer)) return only("the hooks of a \"variable\"");
    const std::string inner(name.substr(std::string_view("message").size()));
    if (is_valid_text(inner, pointer_shape())) return {};
    return fmt::format("expected {}, found \"{}\"", expectation(pointer_shape()), inner);
  }
  if (is_in_play(pointer) || is_in_server(name, pointer)) return {};
  if (name == "client" || name == "index") return only("clients, steps and checks");
  return only("clients, steps and checks, and in a server's command, environment and url");
}

}  // namespace parley::scenario
