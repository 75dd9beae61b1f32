// SpareBuffers: memory that was used for bytes on their way out, and will be again.
#pragma once

#include <cstddef>
#include <vector>

#include "protocol/bytes.hpp"

namespace parley::net {

/// So that a connection that has nothing to say holds no memory, and one that answers does not allocate it.
class SpareBuffers {
 public:
  static constexpr std::size_t keeps = 2U << 20;  // bytes, all together

  /// Empty; with the room that the last one given back has, if there is one.
  [[nodiscard]] protocol::Bytes take();
  /// Frees it where enough is kept already.
  void give_back(protocol::Bytes&& buffer);

 private:
  std::vector<protocol::Bytes> buffers_;
  std::size_t kept_ = 0;  // bytes of room in them
};

}  // namespace parley::net
