#include "protocol/accept_key.hpp"

#include <openssl/evp.h>

#include <array>

#include "protocol/base64.hpp"

namespace parley::protocol {
namespace {

constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t key_size = 16;

}  // namespace

bool is_handshake_key(std::string_view key) {
  if (key.size() != 24) return false;  // the only length that 16 bytes can have: spares us decoding a long one
  const auto bytes = base64_decode(key);
  return bytes && bytes->size() == key_size;
}

std::string accept_key(std::string_view key) {
  return sha1_base64(std::string(key).append(guid));
}

std::string sha1_base64(std::string_view text) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return base64_encode(ByteView(digest).first(size));
}

}  // namespace parley::protocol
