// Types of messages, inferred from samples (systems-to-serve §3, "Types inferred").
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/value.hpp"

namespace parley::client {

enum class TypeKind : std::uint8_t {
  null,
  boolean,
  int32,
  int64,
  number,  // a fraction, an exponent, or beyond 64 bits
  string,
  array,
  object,
};

struct TypeField;

/// What all samples of one place in the messages have in common. A type of no samples has no kinds.
class InferredType {
 public:
  InferredType();
  explicit InferredType(const Value& sample);
  InferredType(const InferredType& other);
  InferredType(InferredType&&) noexcept;
  InferredType& operator=(InferredType other) noexcept;
  ~InferredType();

  /// One more sample. Numbers widen (int32 to int64 to number); other kinds stand beside each other. Binary data
  /// counts as a string.
  void add(const Value& sample);

  /// In the order of the enumeration, each once. Of the kinds of numbers only the widest.
  [[nodiscard]] std::vector<TypeKind> kinds() const;
  [[nodiscard]] bool has(TypeKind kind) const;

  /// Of the samples that are objects, in the order in which they were first seen.
  [[nodiscard]] const std::vector<TypeField>& fields() const { return fields_; }
  [[nodiscard]] bool is_optional(const TypeField& field) const;
  /// Of all elements of all samples that are arrays.
  [[nodiscard]] const InferredType& items() const;

  friend bool operator==(const InferredType& a, const InferredType& b);

 private:
  void add_number(TypeKind kind);
  void add_object(const Value& sample);

  std::uint16_t kinds_ = 0;  // a bit for each TypeKind
  std::vector<TypeField> fields_;
  std::size_t objects_ = 0;
  std::unique_ptr<InferredType> items_;  // null before the first array
};

struct TypeField {
  std::string name;
  InferredType type;
  std::size_t seen = 0;  // in so many of the objects
};

/// For people: "{time: int64, value: int32, note?: string | null, tags: [string]}"; "anything" without samples.
[[nodiscard]] std::string to_string(const InferredType& type);

}  // namespace parley::client
