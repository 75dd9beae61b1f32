#include "client/type_inference.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

namespace parley::client {

namespace {

constexpr std::uint16_t bit(TypeKind kind) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(kind));
}

TypeKind integer_kind(const Value& sample) {
  if (sample.is_number_unsigned()) {
    const auto number = sample.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return TypeKind::number;
    return number <= static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()) ? TypeKind::int32
                                                                                          : TypeKind::int64;
  }
  return sample.get<std::int64_t>() >= std::numeric_limits<std::int32_t>::min() ? TypeKind::int32 : TypeKind::int64;
}

TypeKind kind_of(const Value& sample) {
  switch (sample.type()) {
    case Value::value_t::null:
    case Value::value_t::discarded:
      return TypeKind::null;
    case Value::value_t::boolean:
      return TypeKind::boolean;
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
      return integer_kind(sample);
    case Value::value_t::number_float:
      return TypeKind::number;
    case Value::value_t::string:
    case Value::value_t::binary:
      return TypeKind::string;
    case Value::value_t::array:
      return TypeKind::array;
    case Value::value_t::object:
      return TypeKind::object;
  }
  return TypeKind::null;
}

std::string object_text(const InferredType& type) {
  std::string text;
  for (const auto& field : type.fields()) {
    text += (text.empty() ? "" : ", ") + field.name + (type.is_optional(field) ? "?: " : ": ") + to_string(field.type);
  }
  return "{" + text + "}";
}

std::string kind_text(TypeKind kind, const InferredType& type) {
  switch (kind) {
    case TypeKind::null:
      return "null";
    case TypeKind::boolean:
      return "boolean";
    case TypeKind::int32:
      return "int32";
    case TypeKind::int64:
      return "int64";
    case TypeKind::number:
      return "number";
    case TypeKind::string:
      return "string";
    case TypeKind::array:
      return "[" + to_string(type.items()) + "]";
    case TypeKind::object:
      break;
  }
  return object_text(type);
}

}  // namespace

InferredType::InferredType() = default;
InferredType::InferredType(const Value& sample) {
  add(sample);
}
InferredType::InferredType(const InferredType& other)
    : kinds_(other.kinds_),
      fields_(other.fields_),
      objects_(other.objects_),
      items_(other.items_ ? std::make_unique<InferredType>(*other.items_) : nullptr) {}
InferredType::InferredType(InferredType&&) noexcept = default;
InferredType& InferredType::operator=(InferredType other) noexcept {
  kinds_ = other.kinds_;
  fields_ = std::move(other.fields_);
  objects_ = other.objects_;
  items_ = std::move(other.items_);
  return *this;
}
InferredType::~InferredType() = default;

void InferredType::add(const Value& sample) {
  const TypeKind kind = kind_of(sample);
  switch (kind) {
    case TypeKind::int32:
    case TypeKind::int64:
    case TypeKind::number:
      return add_number(kind);
    case TypeKind::object:
      add_object(sample);
      break;
    case TypeKind::array:
      if (!items_) items_ = std::make_unique<InferredType>();
      for (const auto& element : sample) items_->add(element);
      break;
    case TypeKind::null:
    case TypeKind::boolean:
    case TypeKind::string:
      break;
  }
  kinds_ |= bit(kind);
}

/// Keeps the widest only.
void InferredType::add_number(TypeKind kind) {
  for (const auto other : {TypeKind::int32, TypeKind::int64, TypeKind::number}) {
    if (has(other)) kind = std::max(kind, other);
  }
  constexpr unsigned numbers = bit(TypeKind::int32) | bit(TypeKind::int64) | bit(TypeKind::number);
  kinds_ = static_cast<std::uint16_t>((kinds_ & ~numbers) | bit(kind));
}

void InferredType::add_object(const Value& sample) {
  ++objects_;
  // Looked up in an index: a message may have a hundred thousand keys.
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < fields_.size(); ++i) places.emplace(fields_[i].name, i);
  for (const auto& [name, value] : sample.items()) {
    const auto [place, is_new] = places.emplace(name, fields_.size());
    if (is_new) fields_.push_back({name, {}, 0});
    auto& field = fields_[place->second];
    field.type.add(value);
    ++field.seen;
  }
}

std::vector<TypeKind> InferredType::kinds() const {
  std::vector<TypeKind> present;
  for (const auto kind : {TypeKind::null, TypeKind::boolean, TypeKind::int32, TypeKind::int64, TypeKind::number,
                          TypeKind::string, TypeKind::array, TypeKind::object}) {
    if (has(kind)) present.push_back(kind);
  }
  return present;
}

bool InferredType::has(TypeKind kind) const {
  return (kinds_ & bit(kind)) != 0;
}

bool InferredType::is_optional(const TypeField& field) const {
  return field.seen < objects_;
}

const InferredType& InferredType::items() const {
  static const InferredType unknown;
  return items_ ? *items_ : unknown;
}

std::string to_string(const InferredType& type) {
  std::string text;
  auto kinds = type.kinds();
  // null is told last.
  if (kinds.size() > 1 && kinds.front() == TypeKind::null) std::rotate(kinds.begin(), kinds.begin() + 1, kinds.end());
  for (const auto kind : kinds) text += (text.empty() ? "" : " | ") + kind_text(kind, type);
  return text.empty() ? "anything" : text;
}

/// The same kinds and fields; how many samples there were does not matter, but for what is optional.
bool operator==(const InferredType& a, const InferredType& b) {
  const auto same_field = [&](const TypeField& x, const TypeField& y) {
    return x.name == y.name && x.type == y.type && a.is_optional(x) == b.is_optional(y);
  };
  return a.kinds_ == b.kinds_ && a.items().kinds_ == b.items().kinds_ &&
         std::equal(a.fields_.begin(), a.fields_.end(), b.fields_.begin(), b.fields_.end(), same_field) &&
         (!a.items_ || !b.items_ || *a.items_ == *b.items_);
}

}  // namespace parley::client
