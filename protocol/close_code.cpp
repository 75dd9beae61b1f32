#include "protocol/close_code.hpp"

#include <algorithm>
#include <array>

namespace parley::protocol {
namespace {

enum class Wire : std::uint8_t { allowed, forbidden };

struct Range {
  std::uint16_t last;  // it begins after the last one of the range before
  Wire wire;
  std::string_view name;
};

// RFC 6455 §7.4.1, §7.4.2; 1012 to 1014 from the IANA registry.
constexpr std::array table{
    Range{999, Wire::forbidden, "reserved"},  // "0-999 [...] are not used"
    Range{1000, Wire::allowed, "normal closure"},      Range{1001, Wire::allowed, "going away"},
    Range{1002, Wire::allowed, "protocol error"},      Range{1003, Wire::allowed, "unsupported data"},
    Range{1004, Wire::forbidden, "reserved"},          Range{1005, Wire::forbidden, "no status received"},
    Range{1006, Wire::forbidden, "abnormal closure"},  Range{1007, Wire::allowed, "invalid payload data"},
    Range{1008, Wire::allowed, "policy violation"},    Range{1009, Wire::allowed, "message too big"},
    Range{1010, Wire::allowed, "mandatory extension"}, Range{1011, Wire::allowed, "internal error"},
    Range{1012, Wire::allowed, "service restart"},     Range{1013, Wire::allowed, "try again later"},
    Range{1014, Wire::allowed, "bad gateway"},         Range{1015, Wire::forbidden, "TLS handshake failure"},
    Range{2999, Wire::forbidden, "reserved"},          Range{3999, Wire::allowed, "registered"},
    Range{4999, Wire::allowed, "private use"},         Range{65535, Wire::forbidden, "reserved"},
};

const Range& range_of(std::uint16_t code) {
  return *std::ranges::lower_bound(table, code, {}, &Range::last);
}

}  // namespace

bool may_be_on_the_wire(std::uint16_t code) noexcept {
  return range_of(code).wire == Wire::allowed;
}

std::string_view close_code_name(std::uint16_t code) noexcept {
  return range_of(code).name;
}

}  // namespace parley::protocol
