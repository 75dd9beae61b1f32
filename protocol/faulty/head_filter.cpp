#include "protocol/faulty/head_filter.hpp"

#include <utility>

namespace parley::protocol::faulty {

Bytes HeadFilter::feed(std::uint8_t byte) {
  const bool active = fault_ == Fault::accepts_space_before_colon && !in_start_line_ && in_name_;
  if (byte == '\n') {
    in_start_line_ = false;
    in_name_ = true;
  }
  if (active && (byte == ' ' || byte == '\t')) {
    held_.push_back(byte);
    return {};
  }
  Bytes seen = std::exchange(held_, {});
  if (byte == ':' && active) {
    seen.clear();
    in_name_ = false;
  }
  seen.push_back(byte);
  return seen;
}

}  // namespace parley::protocol::faulty
