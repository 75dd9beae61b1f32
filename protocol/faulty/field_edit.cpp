#include "protocol/faulty/field_edit.hpp"

#include <utility>

#include "protocol/http_grammar.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr const char* extensions_field = "Sec-WebSocket-Extensions";

}  // namespace

void remove_field(HttpFields& fields, std::string_view name) {
  HttpFields kept;
  for (const HttpField& field : fields) {
    if (!equals_ignoring_case(field.name, name)) kept.add(field.name, field.value);
  }
  fields = std::move(kept);
}

void keep_first(HttpFields& fields, const std::string& name) {
  if (fields.count(name) < 2) return;
  std::string first = *fields.find(name);
  fields.set(name, std::move(first));
}

std::vector<Extension> listed_extensions(const HttpFields& fields) {
  const auto value = fields.combined(extensions_field);
  if (!value) return {};
  auto extensions = parse_extensions(*value);
  if (!extensions) return {};
  return *std::move(extensions);
}

void list_extensions(HttpFields& fields, const std::vector<Extension>& extensions) {
  std::string value;
  for (const Extension& extension : extensions) value.append(value.empty() ? "" : ", ").append(to_string(extension));
  if (value.empty()) return remove_field(fields, extensions_field);
  fields.set(extensions_field, std::move(value));
}

}  // namespace parley::protocol::faulty
