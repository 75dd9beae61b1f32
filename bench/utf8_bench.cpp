// UTF-8 validation by script: how many bytes its characters have decides the speed.
#include <string>

#include "bench/memory_speed.hpp"
#include "protocol/utf8.hpp"

namespace {

using namespace parley::protocol;

/// `pattern` again and again, up to `size` bytes, ending between characters.
std::string repeat(std::string_view pattern, std::size_t size) {
  std::string text;
  while (text.size() + pattern.size() <= size) text += pattern;
  text.append(size - text.size(), ' ');
  return text;
}

void validate(benchmark::State& state, std::string_view pattern) {
  const std::string text = repeat(pattern, static_cast<std::size_t>(state.range(0)));
  parley::bench::measure_against_memcpy(state, text.size(), [&] {
    bool valid = is_utf8(as_bytes(text));
    benchmark::DoNotOptimize(valid);
  });
}

/// As it comes from the network: in pieces that end inside characters.
void validate_in_pieces(benchmark::State& state, std::string_view pattern) {
  constexpr std::size_t piece_size = 1447;
  const std::string text = repeat(pattern, static_cast<std::size_t>(state.range(0)));
  parley::bench::measure_against_memcpy(state, text.size(), [&] {
    Utf8Validator validator;
    for (ByteView left = as_bytes(text); !left.empty();) {
      const ByteView piece = left.first(std::min(piece_size, left.size()));
      left = left.subspan(piece.size());
      bool valid = validator.feed(piece);
      benchmark::DoNotOptimize(valid);
    }
  });
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(20)->Arg(60)->Arg(125)->Arg(1 << 10)->Arg(64 << 10)->Arg(16 << 20);
}

BENCHMARK_CAPTURE(validate, ascii, "{\"time\":1513152655902,\"value\":95}")->Apply(sizes);
BENCHMARK_CAPTURE(validate, cyrillic, "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 ")->Apply(sizes);
BENCHMARK_CAPTURE(validate, chinese, "\xE4\xBD\xA0\xE5\xA5\xBD")->Apply(sizes);
BENCHMARK_CAPTURE(validate, emoji, "\xF0\x9F\x98\x80\xF0\x9F\x8E\x89")->Apply(sizes);
BENCHMARK_CAPTURE(validate_in_pieces, ascii, "{\"time\":1513152655902,\"value\":95}")->Arg(1 << 20);
BENCHMARK_CAPTURE(validate_in_pieces, chinese, "\xE4\xBD\xA0\xE5\xA5\xBD")->Arg(1 << 20);

}  // namespace
