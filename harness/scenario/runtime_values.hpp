// The placeholders that are known only while a scenario is played.
#pragma once

#include <cstdint>
#include <string>

#include "harness/scenario/placeholder.hpp"

namespace parley::scenario {

class RuntimeValues {
 public:
  RuntimeValues(std::string client, std::size_t index, std::uint16_t port, std::uint64_t seed, unsigned run)
      : client_(std::move(client)), index_(index), port_(port), seed_(seed), run_(run) {}

  void set_i(std::uint64_t i) { i_ = i; }

  /// Valid as long as this object lives and stays where it is.
  [[nodiscard]] Lookup lookup() const {
    return [this](const Placeholder& placeholder) { return find(placeholder.name); };
  }

 private:
  [[nodiscard]] const Json* find(std::string_view name) const {
    if (name == "client") return &client_;
    if (name == "index") return &index_;
    if (name == "port") return &port_;
    if (name == "seed") return &seed_;
    if (name == "run") return &run_;
    return name == "i" ? &i_ : nullptr;
  }

  Json client_, index_, port_, seed_, run_;
  Json i_ = 0;
};

}  // namespace parley::scenario
