#include "net/spare_buffers.hpp"

#include <utility>

namespace parley::net {

protocol::Bytes SpareBuffers::take() {
  if (buffers_.empty()) return {};
  auto buffer = std::move(buffers_.back());
  buffers_.pop_back();
  kept_ -= buffer.capacity();
  return buffer;
}

void SpareBuffers::give_back(protocol::Bytes&& buffer) {
  if (buffer.capacity() == 0 || kept_ + buffer.capacity() > keeps) {
    buffer = protocol::Bytes();  // not {}: a vector keeps its room when a list is assigned
    return;
  }
  buffer.clear();
  kept_ += buffer.capacity();
  buffers_.push_back(std::move(buffer));
}

}  // namespace parley::net
