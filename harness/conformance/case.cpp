#include "harness/conformance/case.hpp"

#include <algorithm>

namespace parley::conformance {
namespace {

template <class... Kinds>
bool allows_any(const Case& test) {
  return std::any_of(test.allowed.begin(), test.allowed.end(),
                     [](const Allowed& allowed) { return (std::holds_alternative<Kinds>(allowed.outcome) || ...); });
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::must:
      return "must";
    case Level::should:
      return "should";
    case Level::may:
      return "may";
    case Level::disputed:
      return "disputed";
    case Level::quality:
      return "quality";
    case Level::info:
      return "info";
  }
  return "";
}

std::string_view to_string(Need need) {
  switch (need) {
    case Need::open:
      return "open";
    case Need::echo:
      return "echo";
    case Need::deflate:
      return "deflate";
    case Need::subprotocol:
      return "subprotocol";
    case Need::tls:
      return "tls";
  }
  return "";
}

std::string_view to_string(Grade grade) {
  switch (grade) {
    case Grade::strict:
      return "strict";
    case Grade::lenient:
      return "lenient";
    case Grade::informational:
      return "informational";
  }
  return "";
}

bool judges_handshake(const Case& test) {
  return !needs(test, Need::open);
}

bool can_be_numbered(const Case& test) {
  return test.script.query.empty();
}

bool needs(const Case& test, Need need) {
  return std::find(test.needs.begin(), test.needs.end(), need) != test.needs.end();
}

bool expects_failure(const Case& test) {
  return allows_any<Fails, Drops, GivesUp>(test);
}

}  // namespace parley::conformance
