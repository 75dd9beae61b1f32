#include "harness/scenario/conform.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "harness/scenario/suggest.hpp"
#include "harness/scenario/text_value.hpp"

namespace parley::scenario {
namespace {

class Conformer {
 public:
  Conformer(const LookupAt& lookup, ProblemList& problems) : lookup_(lookup), problems_(problems) {}

  void check(Json& node, const Shape& shape, const std::string& pointer) {
    fill_in(node, shape, pointer);
    check_filled(node, shape, pointer);
  }

 private:
  void check_filled(Json& node, const Shape& shape, const std::string& pointer);
  void fill_in(Json& node, const Shape& shape, const std::string& pointer);
  void leaf(const Json& node, const Shape& shape, const std::string& pointer);
  void number(const Json& node, const Shape& shape, const std::string& pointer);
  void string(const std::string& text, const Shape& shape, const std::string& pointer);
  void list(Json& node, const Shape& shape, const std::string& pointer);
  void map(Json& node, const Shape& shape, const std::string& pointer);
  void object(Json& node, const Shape& shape, const std::string& pointer);
  void one_of(const Json& node, const Shape& shape, const std::string& pointer);

  void refuse(const std::string& pointer, std::string message) {
    problems_.add_at_value(Fault::structure, pointer, std::move(message));
  }
  void expected(const std::string& pointer, const Shape& shape, const Json& found);

  const LookupAt& lookup_;
  ProblemList& problems_;
};

std::string shown(const Json& node) {
  if (node.is_object()) return "an object";
  if (node.is_array()) return "a list";
  std::string text = node.dump(-1, ' ', false, Json::error_handler_t::replace);
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return text;
  std::size_t cut = longest;
  while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;  // not within a character
  return text.substr(0, cut) + "…";
}

/// Values that are only known while the scenario is played may stand in these.
bool may_wait(const Shape& shape) {
  switch (shape.kind) {
    case Kind::any:
    case Kind::text:
    case Kind::regex:
    case Kind::path:
    case Kind::field_value:
    case Kind::url:
    case Kind::token:
      return true;
    case Kind::boolean:
    case Kind::only_true:
    case Kind::only_false:
    case Kind::integer:
    case Kind::number:
    case Kind::choice:
    case Kind::duration:
    case Kind::size:
    case Kind::duration_limit:
    case Kind::comparison:
    case Kind::pointer:
    case Kind::name:
    case Kind::variable_name:
    case Kind::route:
    case Kind::origin:
    case Kind::list:
    case Kind::map:
    case Kind::object:
    case Kind::either:
      return false;
  }
  return false;
}

/// A string stays a string where the place can hold one, so that {{zip}} with 12345 is a text there.
bool takes_text(const Shape& shape) {
  if (shape.kind == Kind::either) {
    return std::any_of(shape.alternatives.begin(), shape.alternatives.end(),
                       [](ShapeOf alternative) { return takes_text(alternative()); });
  }
  return shape.kind != Kind::any && shape.kind != Kind::size && accepts_type(shape, Json(""));
}

void Conformer::check_filled(Json& node, const Shape& shape, const std::string& pointer) {
  if (!accepts_type(shape, node)) return expected(pointer, shape, node);
  switch (shape.kind) {
    case Kind::any:
      return;
    case Kind::list:
      return list(node, shape, pointer);
    case Kind::map:
      return map(node, shape, pointer);
    case Kind::object:
      return object(node, shape, pointer);
    case Kind::either:
      for (const ShapeOf alternative : shape.alternatives) {
        if (!accepts_type(alternative(), node)) continue;
        if (node.is_structured()) return check(node, alternative(), pointer);
        return check_filled(node, alternative(), pointer);
      }
      return;
    case Kind::boolean:
    case Kind::only_true:
    case Kind::only_false:
    case Kind::integer:
    case Kind::number:
    case Kind::text:
    case Kind::choice:
    case Kind::duration:
    case Kind::size:
    case Kind::duration_limit:
    case Kind::comparison:
    case Kind::regex:
    case Kind::pointer:
    case Kind::name:
    case Kind::variable_name:
    case Kind::path:
    case Kind::route:
    case Kind::field_value:
    case Kind::origin:
    case Kind::url:
    case Kind::token:
      return leaf(node, shape, pointer);
  }
}

void Conformer::fill_in(Json& node, const Shape& shape, const std::string& pointer) {
  // The children of lists and objects are filled in by their own shapes.
  if (!node.is_string() && shape.kind != Kind::any) return;
  const Lookup here = [&](const Placeholder& placeholder) { return lookup_(placeholder, pointer); };
  if (node.is_string() && takes_text(shape)) {
    node = expand_text(node.get_ref<const std::string&>(), here);
  } else {
    node = expand_value(node, here);
  }
}

void Conformer::leaf(const Json& node, const Shape& shape, const std::string& pointer) {
  if (node.is_number()) return number(node, shape, pointer);
  if (node.is_string()) return string(node.get_ref<const std::string&>(), shape, pointer);
  const bool wrong =
      (shape.kind == Kind::only_true && !node.get<bool>()) || (shape.kind == Kind::only_false && node.get<bool>());
  if (wrong) expected(pointer, shape, node);
}

void Conformer::number(const Json& node, const Shape& shape, const std::string& pointer) {
  const auto value = node.get<double>();
  const bool whole = node.is_number_integer() || std::floor(value) == value;
  if (shape.kind == Kind::size && whole && value >= 0 && (value < shape.min || value > shape.max)) {
    const std::string limit = value == 0 ? "more than 0" : fmt::format("at most {}", shape.max);
    return refuse(pointer, fmt::format("expected {} bytes, found {}", limit, shown(node)));
  }
  if ((shape.kind != Kind::number && !whole) || value < shape.min || value > shape.max) expected(pointer, shape, node);
}

void Conformer::string(const std::string& text, const Shape& shape, const std::string& pointer) {
  const auto waiting = find_placeholders(text);
  if (!waiting.empty()) {
    if (may_wait(shape)) return;
    if (!is_runtime_name(waiting.front().name)) return;  // unknown: reported already
    return problems_.add_at_value(Fault::meaning, pointer,
                                  fmt::format("expected {}; {{{{{}}}}} is known only while the scenario is played",
                                              expectation(shape), waiting.front().name));
  }
  if (is_valid_text(text, shape)) return;
  if (shape.kind == Kind::regex) {  // which the JSON Schema cannot try
    return problems_.add_at_value(
        Fault::meaning, pointer,
        fmt::format("expected {}, found {}: {}", expectation(shape), shown(text), regex_fault(text)));
  }
  if (const auto range = range_fault(text, shape)) {
    return problems_.add_at_value(range->fault, pointer,
                                  fmt::format("expected {}, found {}", range->expected, shown(text)));
  }
  problems_.add_at_value(Fault::structure, pointer,
                         fmt::format("expected {}, found {}{}", expectation(shape), shown(text),
                                     shape.kind == Kind::choice ? suggestion(text, shape.choices) : ""));
}

void Conformer::list(Json& node, const Shape& shape, const std::string& pointer) {
  if (static_cast<double>(node.size()) < shape.min) refuse(pointer, "expected a list that is not empty, found []");
  if (shape.item == nullptr) {
    fill_in(node, any_shape(), pointer);
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) check(node[i], shape.item(), child(pointer, i));
}

void Conformer::map(Json& node, const Shape& shape, const std::string& pointer) {
  if (static_cast<double>(node.size()) < shape.min) refuse(pointer, "expected an object that is not empty, found {}");
  for (auto member = node.begin(); member != node.end(); ++member) {
    const std::string place = child(pointer, member.key());
    if (shape.key != nullptr && !is_valid_text(member.key(), shape.key())) {
      problems_.add_at_key(Fault::structure, place,
                           fmt::format("expected {}, found {}", expectation(shape.key()), shown(member.key())));
    }
    check(member.value(), shape.item(), place);
  }
}

void Conformer::object(Json& node, const Shape& shape, const std::string& pointer) {
  if (static_cast<double>(node.size()) < shape.min) refuse(pointer, "expected an object that is not empty, found {}");
  for (auto member = node.begin(); member != node.end(); ++member) {
    const std::string place = child(pointer, member.key());
    if (const Field* field = find_field(shape, member.key())) {
      check(member.value(), field->shape(), place);
      continue;
    }
    std::vector<std::string_view> known;
    for (const Field& field : shape.fields) known.push_back(field.key);
    std::string hint = suggestion(member.key(), known);
    if (hint.empty()) hint = fmt::format("; expected one of {}", fmt::join(known, ", "));
    problems_.add_at_key(Fault::structure, place, fmt::format("unknown key \"{}\"{}", member.key(), hint));
  }
  for (const Field& field : shape.fields) {
    if (field.need == Need::required && !node.contains(field.key)) {
      refuse(pointer, fmt::format("the key \"{}\" is missing", field.key));
    }
  }
  if (!shape.exactly_one.empty()) one_of(node, shape, pointer);
}

bool has_unknown_key(const Json& node, const Shape& shape) {
  const auto& members = node.items();
  return std::any_of(members.begin(), members.end(),
                     [&](const auto& member) { return find_field(shape, member.key()) == nullptr; });
}

void Conformer::one_of(const Json& node, const Shape& shape, const std::string& pointer) {
  std::vector<std::string_view> present;
  for (const std::string_view key : shape.exactly_one) {
    if (node.contains(key)) present.push_back(key);
  }
  if (present.size() == 1) return;
  const std::string all = fmt::format("{}", fmt::join(shape.exactly_one, ", "));
  if (present.empty()) {
    // An unknown key is likely to be the missing one, misspelt, and has been named.
    if (!has_unknown_key(node, shape))
      refuse(pointer, fmt::format("expected exactly one of {}, found none of them", all));
  } else {
    refuse(pointer, fmt::format("expected exactly one of {}, found {}", all, fmt::join(present, " and ")));
  }
}

void Conformer::expected(const std::string& pointer, const Shape& shape, const Json& found) {
  refuse(pointer, fmt::format("expected {}, found {}", expectation(shape), shown(found)));
}

}  // namespace

void conform(Json& node, const Shape& shape, const std::string& pointer, const LookupAt& lookup,
             ProblemList& problems) {
  Conformer(lookup, problems).check(node, shape, pointer);
}

}  // namespace parley::scenario
