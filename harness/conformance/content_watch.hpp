// ContentWatch: what stands behind the content of a refusal that its Content-Length announces.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/bytes.hpp"
#include "protocol/http_message.hpp"

namespace parley::conformance {

/// RFC 9112 §6.3 rule 6: the length is that of the content. Behind it stands nothing, or the response to what was sent
/// behind the request.
class ContentWatch {
 public:
  explicit ContentWatch(const protocol::HttpResponse& response);

  /// The next bytes behind the head, cut anywhere. What is wrong, once; empty: nothing that is known to be.
  [[nodiscard]] std::string feed(protocol::ByteView data);

 private:
  std::optional<std::uint64_t> left_;  // of the content; nothing: it has no length, or has been told of
  std::string behind_;                 // the first bytes, as many as tell a response
  int status_;
};

}  // namespace parley::conformance
