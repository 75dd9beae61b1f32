#include "harness/scenario/regex.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace parley::scenario {
namespace {

constexpr std::uint32_t most_steps = 10'000'000;
constexpr std::uint32_t most_memory = 256U << 10;  // KiB

// Where PCRE2 and ECMAScript differ, ECMAScript's way: $ is the very end, [] is empty, \u0041 is a character.
constexpr std::uint32_t ecmascript = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY |
                                     PCRE2_ALLOW_EMPTY_CLASS | PCRE2_MATCH_UNSET_BACKREF | PCRE2_ALT_BSUX;

template <auto free_it>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    free_it(pointer);
  }
};

using CodePointer = std::unique_ptr<pcre2_code, Free<pcre2_code_free>>;
using MatchPointer = std::unique_ptr<pcre2_match_data, Free<pcre2_match_data_free>>;
using LimitsPointer = std::unique_ptr<pcre2_match_context, Free<pcre2_match_context_free>>;

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string message_of(int error) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

}  // namespace

struct Regex::Code {
  CodePointer code;
  LimitsPointer limits;
};

Regex::Regex(const std::string& source) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  CodePointer code(pcre2_compile(units(source), source.size(), ecmascript, &error, &offset, nullptr));
  if (!code) throw std::invalid_argument(fmt::format("{} at character {}", message_of(error), offset + 1));
  LimitsPointer limits(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(limits.get(), most_steps);
  pcre2_set_heap_limit(limits.get(), most_memory);
  code_ = std::make_shared<const Code>(Code{std::move(code), std::move(limits)});
}

namespace {

Search outcome_of(int result) {
  if (result >= 0) return Search::found;
  return result == PCRE2_ERROR_NOMATCH ? Search::not_found : Search::gave_up;
}

}  // namespace

Search Regex::search(std::string_view text) const {
  if (!code_) return Search::not_found;
  const MatchPointer match(pcre2_match_data_create_from_pattern(code_->code.get(), nullptr));
  return outcome_of(pcre2_match(code_->code.get(), units(text), text.size(), 0, 0, match.get(), code_->limits.get()));
}

std::optional<std::string> Regex::first_group(std::string_view text) const {
  if (!code_) return std::nullopt;
  const MatchPointer match(pcre2_match_data_create_from_pattern(code_->code.get(), nullptr));
  const int result = pcre2_match(code_->code.get(), units(text), text.size(), 0, 0, match.get(), code_->limits.get());
  if (result < 0) return std::nullopt;
  if (result < 2) return std::string();  // the group took no part in the match
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(match.get());
  return std::string(text.substr(ends[2], ends[3] - ends[2]));
}

std::size_t Regex::groups() const {
  std::uint32_t count = 0;
  if (code_) pcre2_pattern_info(code_->code.get(), PCRE2_INFO_CAPTURECOUNT, &count);
  return count;
}

}  // namespace parley::scenario
