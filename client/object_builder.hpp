// ObjectBuilder: an object under construction whose keys are found in constant time.
//
// The object type of Value keeps the order of its keys in a vector and looks through all of them: a hostile message
// with a hundred thousand keys would take minutes to build that way.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

#include "client/value.hpp"

namespace parley::client {

class ObjectBuilder {
 public:
  /// The value of this key, or null when it is new.
  [[nodiscard]] Value* find(const std::string& key) {
    if (members_.size() <= few) return find_among_few(key);
    const auto found = places_.find(key);
    return found == places_.end() ? nullptr : &members_.begin()[static_cast<std::ptrdiff_t>(found->second)].second;
  }

  void add(std::string key, Value value) {
    members_.emplace_back(std::move(key), std::move(value));
    if (members_.size() > few) index();
  }

  /// The last value of a key wins and takes the place of the first (ECMA-262 JSON.parse).
  void set(std::string key, Value value) {
    if (Value* present = find(key)) {
      *present = std::move(value);
    } else {
      add(std::move(key), std::move(value));
    }
  }

  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] Value take() { return std::exchange(members_, {}); }

 private:
  static constexpr std::size_t few = 16;

  Value* find_among_few(const std::string& key) {
    for (auto& [name, value] : members_) {
      if (name == key) return &value;
    }
    return nullptr;
  }

  void index() {
    for (auto member = members_.begin() + static_cast<std::ptrdiff_t>(places_.size()); member != members_.end();
         ++member) {
      places_.emplace(member->first, places_.size());
    }
  }

  Value::object_t members_;
  std::unordered_map<std::string, std::size_t> places_;  // used from the moment there are more than a few
};

}  // namespace parley::client
