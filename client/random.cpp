#include "client/random.hpp"

#include <openssl/rand.h>

#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "protocol/base64.hpp"

namespace parley::client {

namespace {

void fill(protocol::ByteSpan bytes) {
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw std::runtime_error("OpenSSL's random generator failed");
  }
}

class MaskBlock {
 public:
  protocol::MaskKey next() {
    if (used_ == bytes_.size()) {
      fill(bytes_);
      used_ = 0;
    }
    protocol::MaskKey key;
    std::memcpy(key.data(), bytes_.data() + used_, key.size());
    used_ += key.size();
    return key;
  }

 private:
  std::array<std::uint8_t, 256> bytes_{};  // 64 keys: the call costs little per key, and a client stays small
  std::size_t used_ = sizeof bytes_;
};

}  // namespace

protocol::MaskSource fresh_masks() {
  return [block = std::make_shared<MaskBlock>()] { return block->next(); };
}

std::string fresh_handshake_key() {
  std::array<std::uint8_t, 16> bytes;
  fill(bytes);
  return protocol::base64_encode(bytes);
}

std::uint64_t random_number() {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes;
  fill(bytes);
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), bytes.size());
  return number;
}

}  // namespace parley::client
