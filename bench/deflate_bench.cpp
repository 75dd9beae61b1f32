// permessage-deflate: the cost of a message through the codec, and what it saves. Bytes are those of the plain message;
// `ratio` is compressed to plain.
#include <benchmark/benchmark.h>

#include "protocol/deflate.hpp"

namespace {

using namespace parley::protocol;

/// What such servers send: records of JSON.
Bytes json(std::size_t size) {
  Bytes text;
  for (unsigned i = 0; text.size() < size; ++i) {
    append(text, "{\"id\":" + std::to_string(i * 7919 % 500) + ",\"name\":\"sensor " + std::to_string(i % 9) +
                     "\",\"value\":" + std::to_string(i * 104729 % 10'000) + "},");
  }
  text.resize(size);
  return text;
}

enum class Takeover : std::uint8_t { kept, dropped };

void deflate_message(benchmark::State& state, int window_bits, int level, Takeover takeover) {
  DeflateOptions options;
  options.level = level;
  Deflater deflater(window_bits, takeover == Takeover::dropped, options);
  const Bytes stock = json(4U << 20);  // successive messages differ, as they do in life
  const auto size = static_cast<std::size_t>(state.range(0));
  std::size_t at = 0;
  std::size_t compressed = 0;
  Bytes out;
  for (auto _ : state) {
    out.clear();
    deflater.compress(ByteView(stock).subspan(at, size), out);
    compressed += out.size();
    at = at + 2 * size <= stock.size() ? at + size : 0;
  }
  const auto plain = state.iterations() * state.range(0);
  state.SetBytesProcessed(plain);
  state.counters["ratio"] = static_cast<double>(compressed) / static_cast<double>(plain);
}

void inflate_message(benchmark::State& state, int window_bits, Takeover takeover) {
  const Bytes message = json(static_cast<std::size_t>(state.range(0)));
  Bytes payload;
  Deflater(window_bits, true, {}).compress(message, payload);
  Inflater inflater(window_bits, takeover == Takeover::dropped);
  Bytes out;
  for (auto _ : state) {
    out.clear();
    const bool good = inflater.inflate(payload, message.size(), out) == Inflater::Status::ok &&
                      inflater.finish(message.size(), out) == Inflater::Status::ok;
    if (!good) state.SkipWithError("not inflated");
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

void message_sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(64)->Arg(1024)->Arg(64 << 10)->Arg(1 << 20);
}

BENCHMARK_CAPTURE(deflate_message, level_1, 15, 1, Takeover::kept)->Apply(message_sizes);
BENCHMARK_CAPTURE(deflate_message, level_6, 15, 6, Takeover::kept)->Apply(message_sizes);
BENCHMARK_CAPTURE(deflate_message, level_6_no_takeover, 15, 6, Takeover::dropped)->Apply(message_sizes);
BENCHMARK_CAPTURE(deflate_message, level_6_window_9, 9, 6, Takeover::kept)->Apply(message_sizes);
BENCHMARK_CAPTURE(deflate_message, level_6_window_8, 8, 6, Takeover::kept)->Apply(message_sizes);
BENCHMARK_CAPTURE(inflate_message, window_15, 15, Takeover::kept)->Apply(message_sizes);
BENCHMARK_CAPTURE(inflate_message, window_15_no_takeover, 15, Takeover::dropped)->Apply(message_sizes);
BENCHMARK_CAPTURE(inflate_message, window_8, 8, Takeover::kept)->Apply(message_sizes);

}  // namespace
