#include "harness/conformance/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

namespace parley::conformance {
namespace {

using protocol::Bytes;

constexpr std::size_t sample_size = 256U << 10;

/// The standard fixes what this engine yields, but not what its distributions do.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return engine_() % limit; }

 private:
  std::minstd_rand engine_;
};

std::string word(Dice& dice) {
  constexpr std::array<std::string_view, 24> syllables{"par", "ley", "mo",   "ta", "shi", "ren", "lu", "kä",
                                                       "vo",  "ni",  "strö", "e",  "bel", "tru", "as", "ün",
                                                       "dor", "fi",  "gra",  "lo", "ße",  "wen", "cu", "ix"};
  std::string text;
  for (std::size_t i = 1 + dice.below(4); i > 0; --i) text += syllables.at(dice.below(syllables.size()));
  return text;
}

std::string sentence(Dice& dice) {
  std::string text;
  for (std::size_t i = 4 + dice.below(12); i > 0; --i)
    text += word(dice) + (i == 1 ? ". " : dice.below(9) == 0 ? ", " : " ");
  return text;
}

std::string record(Dice& dice) {
  return fmt::format(
      "{{\"id\":{},\"name\":\"{}\",\"price\":{}.{:02},\"tags\":[\"{}\",\"{}\"],\"note\":\"{} €\",\"sold\":{}}},\n",
      dice.below(1000000), word(dice), dice.below(500), dice.below(100), word(dice), word(dice), dice.below(90),
      dice.below(2) == 0 ? "true" : "false");
}

std::string section(Dice& dice) {
  std::string text =
      fmt::format("<section id=\"s{}\">\n  <h2 class=\"title\">{}</h2>\n", dice.below(10000), word(dice));
  for (std::size_t i = 1 + dice.below(4); i > 0; --i) {
    text += fmt::format("  <p>{}<a href=\"/{}\">{}</a></p>\n", sentence(dice), word(dice), word(dice));
  }
  return text + "</section>\n";
}

/// 256 pixels of three bytes: a slope, and a little noise.
std::string row(Dice& dice) {
  std::string pixels;
  const std::size_t base = dice.below(4) * 40;
  for (std::size_t x = 0; x < 256; ++x) {
    for (const std::size_t colour : {x / 4, x / 8, std::size_t{200}}) {
      pixels += static_cast<char>(base + colour % 50 + (dice.below(40) == 0 ? dice.below(8) : 0));
    }
  }
  return pixels;
}

std::string object(Dice& dice) {
  std::string text = fmt::format("{} 0 obj\n<< /Length 4096 /Title ({}) >>\nstream\n", dice.below(5000), word(dice));
  for (int i = 0; i < 4096; ++i) text += static_cast<char>(dice.below(256));
  return text + "\nendstream\nendobj\n";
}

template <class Make>
Bytes repeat(unsigned seed, const Make& make) {
  Dice dice(seed);
  Bytes bytes;
  while (bytes.size() < sample_size) protocol::append(bytes, std::string_view(make(dice)));
  return bytes;
}

bool continues_character(std::uint8_t byte) {
  return (byte & 0xC0U) == 0x80U;
}

}  // namespace

const Bytes& sample_bytes(Sample sample) {
  static const Bytes json = repeat(1, record);
  static const Bytes html = repeat(2, section);
  static const Bytes prose = repeat(3, sentence);
  static const Bytes bitmap = repeat(4, row);
  static const Bytes document = repeat(5, object);
  switch (sample) {
    case Sample::json:
      return json;
    case Sample::html:
      return html;
    case Sample::prose:
      return prose;
    case Sample::bitmap:
      return bitmap;
    case Sample::document:
      return document;
  }
  return prose;
}

Bytes SampleReader::next(std::size_t size) {
  Bytes slice;
  slice.reserve(size);
  std::size_t at = at_;
  while (slice.size() < size) {
    const auto part = std::min(size - slice.size(), bytes_.size() - at);
    protocol::append(slice, protocol::ByteView(bytes_).subspan(at, part));
    at = (at + part) % bytes_.size();
  }
  while (cut_ == Cut::between_characters && !slice.empty() && continues_character(bytes_[at])) {
    slice.pop_back();
    at = at == 0 ? bytes_.size() - 1 : at - 1;
  }
  at_ = at;
  return slice;
}

}  // namespace parley::conformance
