#include "harness/scenario/content.hpp"

#include <algorithm>
#include <random>

namespace parley::scenario {
namespace {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};

bool has_i(std::string_view text) {
  const auto found = find_placeholders(text);
  return std::any_of(found.begin(), found.end(),
                     [](const Placeholder& placeholder) { return placeholder.name == "i"; });
}

protocol::Bytes filler(const FillerText& text) {
  protocol::Bytes bytes;
  bytes.reserve(text.size);
  while (bytes.size() < text.size) {
    const std::size_t left = text.size - bytes.size();
    protocol::append(bytes, std::string_view(text.of).substr(0, left));
  }
  return bytes;
}

protocol::Bytes random_bytes(std::uint64_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  protocol::Bytes bytes(size);
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    std::uint64_t word = random();
    for (std::size_t k = i; k < std::min(i + 8, bytes.size()); ++k, word >>= 8)
      bytes[k] = static_cast<std::uint8_t>(word);
  }
  return bytes;
}

}  // namespace

protocol::Bytes make_payload(const Content& content, const Lookup& lookup, std::uint64_t seed) {
  return std::visit(Overloaded{
                        [&](const Text& text) { return protocol::to_bytes(expand_text(text.text, lookup)); },
                        [&](const FillerText& text) { return filler(text); },
                        [&](const JsonContent& json) {
                          const Json value = expand_value(json.value, lookup);
                          return protocol::to_bytes(value.dump(-1, ' ', false, Json::error_handler_t::replace));
                        },
                        [&](const FixedBytes& bytes) { return bytes.bytes; },
                        [&](const SeededBytes& bytes) { return random_bytes(bytes.size, seed); },
                    },
                    content);
}

bool depends_on_i(const Content& content) {
  if (const auto* text = std::get_if<Text>(&content)) return has_i(text->text);
  if (const auto* json = std::get_if<JsonContent>(&content)) return has_i(json->value.dump());
  return false;
}

}  // namespace parley::scenario
