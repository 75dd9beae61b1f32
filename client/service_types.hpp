// Inferred types as the studio writes them down: the definitions of a Swagger 2.0 document.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "client/type_inference.hpp"
#include "client/value.hpp"

namespace parley::client {

inline constexpr const char* websocket_controller = "WebSocketServiceVirtualController";  // the studio's only tag
inline constexpr const char* request_type = "RootRequest";
inline constexpr const char* response_type = "RootResponse";
inline constexpr const char* list_suffix = "ROOT";  // the property of a root type that is a list: "RootRequestROOT"

/// Named types, added one after the other.
///
/// An object becomes a definition named after the key that holds it; one in a list "<key>EntryItem". A name that is
/// taken by another type gets a number. Characters that a reference cannot hold become "_". A null beside another
/// kind makes the property x-nullable; kinds that Swagger 2.0 cannot express together leave it without a type.
class ServiceTypes {
 public:
  /// `service` is the prefix of the full names: "chat.RootResponse".
  explicit ServiceTypes(std::string service) : service_(std::move(service)) {}

  /// The type of a whole message, `request_type` or `response_type`: names that no other type gets. A list becomes a
  /// type with one property
  /// "<name>ROOT"; what is neither object nor list has no properties.
  void add_root(const std::string& name, const InferredType& type);

  /// {"RootRequest": {…}, "user": {…}}: the roots first, then what they refer to.
  [[nodiscard]] Value definitions() const;

 private:
  [[nodiscard]] Value property_of(const std::string& name, const InferredType& type);
  [[nodiscard]] Value list_of(const std::string& name, const InferredType& items);
  [[nodiscard]] std::string define(const std::string& wanted, const InferredType& type);
  [[nodiscard]] Value definition(const std::string& name, const InferredType& type);

  struct Definition {
    std::string name;
    InferredType type;
    Value content;
  };

  std::string service_;
  Value roots_ = Value::object();
  std::vector<Definition> definitions_;
};

}  // namespace parley::client
