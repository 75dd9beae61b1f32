// Dataset policies: the cost of a message must not depend on how much the dataset holds.
#include <benchmark/benchmark.h>

#include "client/dataset.hpp"
#include "client/message_parse.hpp"

namespace {

using parley::client::Dataset;
using parley::client::UpdateStrategy;
using parley::client::Value;

Value heart_rate() {
  return Value::parse(R"({"time":1513152655902,"value":95})");
}

Dataset full_dataset(UpdateStrategy strategy, std::size_t size) {
  return Dataset({strategy, size}, Value(Value::array_t(size, heart_rate())));
}

/// One out, one in on a list of `range` items; refresh has no list and serves as the floor.
void update_full(benchmark::State& state, UpdateStrategy strategy) {
  auto dataset = full_dataset(strategy, static_cast<std::size_t>(state.range(0)));
  const auto data = heart_rate();
  for (auto _ : state) dataset.update(data);
  state.SetItemsProcessed(state.iterations());
  state.SetComplexityN(state.range(0));
}
BENCHMARK_CAPTURE(update_full, refresh, UpdateStrategy::refresh)->RangeMultiplier(10)->Range(1, 100'000)->Complexity();
BENCHMARK_CAPTURE(update_full, append, UpdateStrategy::append)->RangeMultiplier(10)->Range(1, 100'000)->Complexity();
BENCHMARK_CAPTURE(update_full, prepend, UpdateStrategy::prepend)->RangeMultiplier(10)->Range(1, 100'000)->Complexity();

/// The same at the default limit, from the message's text to the dataset: what a client pays for each message.
void parse_and_update(benchmark::State& state, std::string_view text) {
  Dataset dataset({UpdateStrategy::append, 20});
  const auto bytes = parley::protocol::as_bytes(text);
  for (auto _ : state) {
    dataset.update(parley::client::parse_message(parley::protocol::MessageType::text, bytes));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(parse_and_update, json, R"({"time":1513152655902,"value":95})");
BENCHMARK_CAPTURE(parse_and_update, number, "72 bpm");
BENCHMARK_CAPTURE(parse_and_update, text, "server: my clock is Sat, 03 Feb 2024 04:05:06 GMT");
BENCHMARK_CAPTURE(parse_and_update, xml, R"(<m time="1513152655902"><value>95</value></m>)");

}  // namespace
