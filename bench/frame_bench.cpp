// Frames through a Connection: a read full of them decoded, and as many written. One core; the read's copy into the
// receive buffer is part of the measurement, because receive() unmasks in place.
#include "bench/memory_speed.hpp"
#include "protocol/connection.hpp"

namespace {

using namespace parley::protocol;

constexpr MaskKey key{0x37, 0xfa, 0x21, 0x3d};
constexpr std::size_t read_size = 64U << 10;

class Counter final : public EngineEvents {
 public:
  void on_message(MessageType /*type*/, ByteView payload) override {
    ++messages;
    benchmark::DoNotOptimize(payload.data());
  }
  std::int64_t messages = 0;
};

ConnectionOptions options_for(Role role) {
  ConnectionOptions options;
  options.role = role;
  options.mask_source = [] { return key; };
  return options;
}

/// As many frames as fit one read, as the peer of `receiver` writes them.
Bytes one_read(Role receiver, Opcode opcode, std::size_t payload_size) {
  const Bytes payload(payload_size, 'x');
  FrameHeader header = make_header(opcode, payload_size);
  if (receiver == Role::server) header.mask = key;
  Bytes wire;
  do {
    encode_frame(header, payload, wire);
  } while (wire.size() + payload_size + max_header_size <= read_size);
  return wire;
}

void receive(benchmark::State& state, Role role, Opcode opcode) {
  const Bytes wire = one_read(role, opcode, static_cast<std::size_t>(state.range(0)));
  Bytes buffer(wire.size());
  Bytes out;
  Counter counter;
  Connection connection(options_for(role), counter);
  parley::bench::measure_against_memcpy(state, wire.size(), [&] {
    std::memcpy(buffer.data(), wire.data(), wire.size());
    connection.receive(buffer, out);
  });
  state.SetItemsProcessed(counter.messages);
}

void receive_pings(benchmark::State& state) {
  const Bytes wire = one_read(Role::server, Opcode::ping, 4);
  Bytes buffer(wire.size());
  Bytes out;
  Counter counter;
  Connection connection(options_for(Role::server), counter);
  std::int64_t answered = 0;
  for ([[maybe_unused]] auto _ : state) {
    std::memcpy(buffer.data(), wire.data(), wire.size());
    out.clear();
    connection.receive(buffer, out);
    answered += static_cast<std::int64_t>(out.size() / 6);
  }
  state.SetItemsProcessed(answered);
}

void send(benchmark::State& state, Role role, MessageType type) {
  const Bytes payload(static_cast<std::size_t>(state.range(0)), 'x');
  Bytes out;
  Counter counter;
  Connection connection(options_for(role), counter);
  std::int64_t sent = 0;
  const std::size_t batch = std::max<std::size_t>(1, read_size / (payload.size() + max_header_size));
  parley::bench::measure_against_memcpy(state, batch * payload.size(), [&] {
    out.clear();
    for (std::size_t i = 0; i < batch; ++i) connection.send(type, payload, {}, out);
    sent += static_cast<std::int64_t>(batch);
    benchmark::DoNotOptimize(out.data());
  });
  state.SetItemsProcessed(sent);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(20)->Arg(125)->Arg(1 << 10)->Arg(16 << 10)->Arg(1 << 20);
}

BENCHMARK_CAPTURE(receive, server_text, Role::server, Opcode::text)->Apply(sizes);
BENCHMARK_CAPTURE(receive, server_binary, Role::server, Opcode::binary)->Apply(sizes);
BENCHMARK_CAPTURE(receive, client_text, Role::client, Opcode::text)->Apply(sizes);
BENCHMARK(receive_pings);
BENCHMARK_CAPTURE(send, server_text, Role::server, MessageType::text)->Apply(sizes);
BENCHMARK_CAPTURE(send, client_text, Role::client, MessageType::text)->Apply(sizes);

}  // namespace
