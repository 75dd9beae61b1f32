// Exchanger: the messages of an Exchange, made as they are needed, and compared when they come back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/conformance/deflate_direction.hpp"
#include "harness/conformance/observation.hpp"
#include "harness/conformance/script.hpp"
#include "protocol/deflate.hpp"

namespace parley::conformance {

class Exchanger {
 public:
  /// `deflate` is our direction as it was agreed; nothing: messages go as they are.
  Exchanger(const Exchange& exchange, std::optional<DeflateDirection> deflate);

  /// The frames of the next message.
  [[nodiscard]] std::vector<Frame> next();

  /// Why this is not the message that went last; empty: it is.
  [[nodiscard]] std::string compare(const Message& message) const;

 private:
  const Exchange& exchange_;
  SampleReader reader_;
  std::unique_ptr<protocol::Deflater> deflater_;  // null: no compression
  protocol::Bytes sent_;                          // the payload of the last one, not compressed
};

}  // namespace parley::conformance
