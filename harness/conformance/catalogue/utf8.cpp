// UTF-8 in text messages: RFC 6455 §5.6, §8.1; RFC 3629.
#include <set>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/utf8_samples.hpp"
#include "harness/conformance/catalogue/utf8_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;

Bytes from_hex(std::string_view hex) {
  return *protocol::from_hex(hex);
}

/// RFC 3629 §4: the first byte, what the second one may be, and how many come in all.
struct Form {
  std::uint8_t first_low, first_high, second_low, second_high;
  std::size_t size;
};
constexpr Form forms[] = {
    {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
    {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

Bytes sequence(int first, int second, std::size_t size, std::uint8_t last) {
  Bytes bytes{static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second)};
  while (bytes.size() < size) bytes.push_back(0x80);
  if (size > 2) bytes.back() = last;
  return bytes;
}

void add_samples(std::vector<Case>& cases) {
  const auto add = [&](const Utf8Sample& sample, Text kind) {
    add_sequence(cases, sample.name.empty() ? sample.hex : sample.name, from_hex(sample.hex), kind, sample.autobahn);
  };
  for (const auto& sample : utf8_samples_in_order()) add(sample, Text::is_utf8);
  for (const auto& sample : utf8_samples_not_in_order()) add(sample, Text::is_not_utf8);
  for (auto& test : cases) {
    if (test.id == "6455-8.1-utf8-cebae1bdb9cf83cebcceb5-by-fragments") test.aliases = {"autobahn/6.2.4"};
  }
}

/// Both ends of every range of the grammar, and one beyond.
void add_boundaries(std::vector<Case>& cases) {
  std::set<std::string, std::less<>> known;
  for (const auto& sample : utf8_samples_in_order()) known.emplace(sample.hex);
  for (const auto& sample : utf8_samples_not_in_order()) known.emplace(sample.hex);
  const auto add = [&](const Bytes& bytes, Text kind) {
    const auto hex = protocol::to_hex(bytes);
    if (known.insert(hex).second) add_sequence(cases, hex, bytes, kind);
  };
  for (const auto& form : forms) {
    for (const auto first : {form.first_low, form.first_high}) {
      add(sequence(first, form.second_low, form.size, 0x80), Text::is_utf8);
      add(sequence(first, form.second_high, form.size, 0xBF), Text::is_utf8);
      add(sequence(first, form.second_low - 1, form.size, 0x80), Text::is_not_utf8);
      add(sequence(first, form.second_high + 1, form.size, 0x80), Text::is_not_utf8);
      if (form.size == 2) continue;
      add(sequence(first, form.second_low, form.size, 0x7F), Text::is_not_utf8);
      add(sequence(first, form.second_low, form.size, 0xC0), Text::is_not_utf8);
    }
  }
  for (const int first : {0xC0, 0xC1, 0xF5, 0xF8, 0xFC}) {
    add(sequence(first, 0x80, 2, 0x80), Text::is_not_utf8);
  }
}

/// Who checks many bytes at a time does it in blocks of 16, 32, 64 or more: a character across their edges.
void add_at_block_edges(std::vector<Case>& cases) {
  for (const std::size_t block : {16U, 32U, 64U, 128U, 4096U}) {
    for (const std::size_t before : {3U, 2U, 1U, 0U}) {
      const auto padded = [&](std::string_view hex) {
        auto bytes = repeated(block - before, 'a');
        protocol::append(bytes, from_hex(hex));
        bytes.insert(bytes.end(), block, 'z');
        return bytes;
      };
      const auto place = "-at-" + std::to_string(block - before);
      const auto add = [&](std::string_view name, std::string_view hex, Text kind) {
        auto test = utf8_case("6455-8.1-" + std::string(name) + place, kind,
                              "A text with " + std::string(hex) + " after " + std::to_string(block - before) +
                                  " other bytes, and more of them after it");
        const auto payload = padded(hex);
        test.script.steps = {Send{{text(payload)}}};
        expect_text(test, kind, payload);
        cases.push_back(std::move(test));
      };
      add("four-byte-character", "f09f9880", Text::is_utf8);
      add("cut-four-byte-character", "f09f98", Text::is_not_utf8);
      add("surrogate", "eda080", Text::is_not_utf8);
    }
  }
}

}  // namespace

std::vector<Case> utf8_cases(Role peer) {
  auto cases = utf8_message_cases(peer);
  add_samples(cases);
  add_boundaries(cases);
  add_at_block_edges(cases);
  return cases;
}

}  // namespace parley::conformance
