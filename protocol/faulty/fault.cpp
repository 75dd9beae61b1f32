#include "protocol/faulty/fault.hpp"

#include <algorithm>
#include <vector>

#include "protocol/faulty/fault_tables.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr std::string_view sound = "none";

}  // namespace

std::span<const FaultInfo> faults() {
  static const auto list = [] {
    std::vector<FaultInfo> all;
    for (const auto part :
         {opening_faults(), framing_faults(), control_faults(), messages_faults(), deflate_faults()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return list;
}

std::optional<Fault> find_fault(std::string_view name) {
  if (name == sound) return Fault::none;
  const auto list = faults();
  const auto found =
      std::find_if(list.begin(), list.end(), [name](const FaultInfo& info) { return info.name == name; });
  if (found == list.end()) return std::nullopt;
  return found->fault;
}

std::string_view to_string(Fault fault) {
  if (fault == Fault::none) return sound;
  return faults()[static_cast<std::size_t>(fault) - 1].name;
}

bool can_have(Role role, Fault fault) {
  if (fault == Fault::none) return true;
  switch (faults()[static_cast<std::size_t>(fault) - 1].roles) {
    case FaultRoles::both:
      return true;
    case FaultRoles::server:
      return role == Role::server;
    case FaultRoles::client:
      return role == Role::client;
  }
  return false;
}

}  // namespace parley::protocol::faulty
