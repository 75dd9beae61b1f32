#include "harness/scenario/schema.hpp"

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

// Wherever a value is not text, a string with a placeholder may stand for it: the reader fills it in and looks again.
constexpr const char* placeholder_pattern = R"(\{\{[^{}]+\}\})";
constexpr const char* duration_pattern = R"(^[0-9]+(\.[0-9]+)?([nNuUmM]?[sS]|[mMhH])$)";
constexpr const char* positive_duration_pattern = R"(^(?=.*[1-9])[0-9]+(\.[0-9]+)?([nNuUmM]?[sS]|[mMhH])$)";
constexpr const char* size_pattern = R"(^[0-9]+(\.[0-9]+)?([kKmMgG]?[bB]?|[kKmMgG][iI][bB])$)";
constexpr const char* positive_size_pattern = R"(^(?=.*[1-9])[0-9]+(\.[0-9]+)?([kKmMgG]?[bB]?|[kKmMgG][iI][bB])$)";
constexpr const char* comparison_pattern = R"(^(<|<=|>|>=|==|!=) *-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$)";
constexpr const char* duration_limit_pattern = R"(^(<|<=|>|>=|==|!=) *[0-9]+(\.[0-9]+)?([nNuUmM]?[sS]|[mMhH])$)";
constexpr const char* pointer_pattern = R"(^(/([^~/]|~[01])*)*$)";
constexpr const char* name_pattern = R"(^[A-Za-z_][A-Za-z0-9_-]*$)";

constexpr const char* variable_name_pattern = R"(^[A-Za-z_][A-Za-z0-9_.-]*$)";
constexpr const char* path_pattern = R"(^/[^#]*$)";
constexpr const char* route_pattern = R"(^/[!"$->@-~]*$)";
constexpr const char* field_value_pattern = R"(^[\t -~]*$)";
constexpr const char* origin_pattern = R"(^null$|^[A-Za-z][A-Za-z0-9+.-]*://[!"$-.0->A-~]+$)";
constexpr const char* url_pattern = R"(^[wW][sS][sS]?://)";
constexpr const char* token_pattern = R"(^[A-Za-z0-9!#$%&'*+.^_`|~-]+$)";

class Writer {
 public:
  Json of(const Shape& shape);
  Json key(const Shape& shape);
  Json definitions() && { return std::move(definitions_); }

 private:
  Json object(const Shape& shape);
  static Json size(const Shape& shape);
  Json either(const Shape& shape);
  Json leaf(const char* name, Json schema);

  Json definitions_ = Json::object();
};

Json pattern(const std::string& expression) {
  return {{"type", "string"}, {"pattern", expression}};
}

/// Of a value in which placeholders are filled in before it is read.
Json open_pattern(const char* expression) {
  return pattern(expression + std::string(R"(|\{\{)"));
}

Json or_placeholder(Json schema) {
  return {{"anyOf", Json::array({std::move(schema), pattern(placeholder_pattern)})}};
}

/// 1 rather than 1.0: a reader sees a count.
Json limit(double value) {
  if (std::trunc(value) == value && std::abs(value) < 1e18) return static_cast<std::int64_t>(value);
  return value;
}

Json bounded(const char* type, const Shape& shape) {
  Json schema = {{"type", type}};
  if (std::isfinite(shape.min)) schema["minimum"] = limit(shape.min);
  if (std::isfinite(shape.max)) schema["maximum"] = limit(shape.max);
  return or_placeholder(std::move(schema));
}

/// A leaf that occurs often is defined once.
Json Writer::leaf(const char* name, Json schema) {
  definitions_[name] = std::move(schema);
  return {{"$ref", std::string("#/$defs/") + name}};
}

Json Writer::of(const Shape& shape) {
  switch (shape.kind) {
    case Kind::any:
      return Json::object();
    case Kind::boolean:
      return leaf("boolean", or_placeholder({{"type", "boolean"}}));
    case Kind::only_true:
      return {{"const", true}};
    case Kind::only_false:
      return {{"const", false}};
    case Kind::integer:
      return bounded("integer", shape);
    case Kind::number:
      return bounded("number", shape);
    case Kind::text: {
      Json schema = {{"type", "string"}};
      if (std::isfinite(shape.min)) schema["minLength"] = limit(shape.min);
      return schema;
    }
    case Kind::regex:
      return {{"type", "string"}};
    case Kind::choice:
      return or_placeholder({{"enum", shape.choices}});
    case Kind::duration:
      return shape.min > 0 ? leaf("positive_duration", open_pattern(positive_duration_pattern))
                           : leaf("duration", open_pattern(duration_pattern));
    case Kind::size:
      return size(shape);
    case Kind::duration_limit:
      return leaf("duration_limit", open_pattern(duration_limit_pattern));
    case Kind::comparison:
      return leaf("comparison", open_pattern(comparison_pattern));
    case Kind::pointer:
      return leaf("pointer", open_pattern(pointer_pattern));
    case Kind::name:
      return open_pattern(name_pattern);
    case Kind::variable_name:
      return pattern(variable_name_pattern);
    case Kind::path:
      return open_pattern(path_pattern);
    case Kind::route:
      return pattern(route_pattern);
    case Kind::field_value:
      return open_pattern(field_value_pattern);
    case Kind::origin:
      return open_pattern(origin_pattern);
    case Kind::url:
      return open_pattern(url_pattern);
    case Kind::token:
      return open_pattern(token_pattern);
    case Kind::list: {
      Json schema = {{"type", "array"}};
      if (shape.item != nullptr) schema["items"] = of(shape.item());
      if (std::isfinite(shape.min)) schema["minItems"] = limit(shape.min);
      return schema;
    }
    case Kind::map: {
      Json schema = {{"type", "object"}, {"additionalProperties", of(shape.item())}};
      if (std::isfinite(shape.min)) schema["minProperties"] = limit(shape.min);
      if (shape.key != nullptr) schema["propertyNames"] = key(shape.key());
      return schema;
    }
    case Kind::object:
      return object(shape);
    case Kind::either:
      return either(shape);
  }
  return Json::object();
}

/// Placeholders are not filled in in keys.
Json Writer::key(const Shape& shape) {
  if (shape.kind == Kind::token) return pattern(token_pattern);
  if (shape.kind == Kind::pointer) return pattern(pointer_pattern);
  return of(shape);
}

Json Writer::size(const Shape& shape) {
  const Json number = {{"type", "integer"}, {"minimum", limit(shape.min)}, {"maximum", limit(shape.max)}};
  return {{"anyOf", Json::array({number, open_pattern(shape.min > 0 ? positive_size_pattern : size_pattern)})}};
}

/// An object is defined once, by its name, and referred to: some hold themselves.
Json Writer::object(const Shape& shape) {
  const std::string name(shape.name);
  const Json reference = {{"$ref", "#/$defs/" + name}};
  if (definitions_.contains(name)) return reference;
  definitions_[name] = Json::object();  // known from here on, so that the recursion ends
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field& field : shape.fields) {
    Json property = of(field.shape());
    property["description"] = field.meaning;
    properties[std::string(field.key)] = std::move(property);
    if (field.need == Need::required) required.push_back(field.key);
  }
  Json schema = {{"type", "object"},
                 {"description", shape.meaning},
                 {"properties", std::move(properties)},
                 {"additionalProperties", false}};
  if (std::isfinite(shape.min)) schema["minProperties"] = limit(shape.min);
  if (!required.empty()) schema["required"] = std::move(required);
  for (const std::string_view key : shape.exactly_one) schema["oneOf"].push_back({{"required", Json::array({key})}});
  definitions_[name] = std::move(schema);
  return reference;
}

Json Writer::either(const Shape& shape) {
  Json schemas = Json::array();
  bool takes_objects = false;
  for (const ShapeOf alternative : shape.alternatives) {
    const Shape& each = alternative();
    // "any" behind an object means: anything that is not an object.
    if (each.kind == Kind::any && takes_objects) {
      schemas.push_back({{"not", {{"type", "object"}}}});
      continue;
    }
    takes_objects = takes_objects || each.kind == Kind::object || each.kind == Kind::map;
    schemas.push_back(of(each));
  }
  return {{"anyOf", std::move(schemas)}};
}

}  // namespace

Json json_schema() {
  Writer writer;
  const Json root = writer.of(scenario_shape());
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Parley scenario"},
                 {"$ref", root.at("$ref")}};
  schema["$defs"] = std::move(writer).definitions();
  return schema;
}

}  // namespace parley::scenario
