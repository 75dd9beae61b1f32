#include "client/service.hpp"

#include <string_view>

#include "client/object_builder.hpp"

namespace parley::client {

std::optional<Value> request_body(const std::vector<Binding>& bindings) {
  constexpr std::string_view whole = "RequestBody";
  constexpr std::string_view field = "RequestBody.";
  ObjectBuilder fields;
  for (const auto& binding : bindings) {
    if (!binding.value) continue;
    if (binding.target == whole) return binding.value;
    if (binding.target.starts_with(field)) fields.set(binding.target.substr(field.size()), *binding.value);
  }
  if (fields.empty()) return std::nullopt;
  return fields.take();
}

}  // namespace parley::client
