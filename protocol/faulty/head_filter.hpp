// HeadFilter: what a faulty peer overlooks in the bytes of an HTTP head, before they are parsed.
#pragma once

#include "protocol/bytes.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

/// Drops white space between a field name and its colon; with any other fault it changes nothing.
class HeadFilter {
 public:
  explicit HeadFilter(Fault fault) : fault_(fault) {}

  /// What the parser shall see for one byte: white space is held back until it is known what follows it.
  [[nodiscard]] Bytes feed(std::uint8_t byte);

 private:
  Fault fault_;
  Bytes held_;
  bool in_start_line_ = true;
  bool in_name_ = true;
};

}  // namespace parley::protocol::faulty
