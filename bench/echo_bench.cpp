// Echo end to end: the reference server on a thread of its own, one load thread, real sockets on the loopback
// interface. An iteration sends `depth` messages on every connection and ends when every echo is back.
//
// Counters: messages/s there and back, and bytes/s of payload in one direction.
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <vector>

#include "client/client.hpp"
#include "net/loop.hpp"
#include "server/server.hpp"

namespace {

using namespace parley;
using protocol::EngineKind;

/// A connection that counts what comes back and stops the loop when everything is here.
class Echoed final : public client::ClientEvents {
 public:
  Echoed(net::Loop& loop, std::int64_t& awaited) : loop_(loop), awaited_(awaited) {}

  void on_open(const protocol::Negotiated& /*agreed*/, const protocol::HttpResponse& /*response*/) override {
    arrived();
  }
  void on_message(protocol::MessageType /*type*/, protocol::ByteView /*payload*/) override { arrived(); }
  void on_failure(const protocol::HandshakeFailure& failure) override { throw std::runtime_error(failure.reason); }
  void on_end(const net::SessionEnd& /*end*/) override { loop_.stop(); }

 private:
  void arrived() {
    if (--awaited_ == 0) loop_.stop();
  }

  net::Loop& loop_;
  std::int64_t& awaited_;
};

/// `loop` runs until `awaited` answers have come.
void wait_for(net::Loop& loop, std::int64_t& awaited) {
  loop.run();
  if (awaited != 0) throw std::runtime_error("a connection ended early");
}

protocol::MaskSource cheap_masks() {
  return [key = std::uint32_t{1}]() mutable {
    key = key * 1664525U + 1013904223U;
    return protocol::MaskKey{static_cast<std::uint8_t>(key >> 24), static_cast<std::uint8_t>(key >> 16),
                             static_cast<std::uint8_t>(key >> 8), static_cast<std::uint8_t>(key)};
  };
}

void echo(benchmark::State& state, EngineKind engine) {
  const auto connections = static_cast<std::size_t>(state.range(0));
  const auto size = static_cast<std::size_t>(state.range(1));
  const auto depth = state.range(2);

  server::ServerOptions server_options;
  server_options.port = 0;
  server_options.engine = engine;
  const server::Server server(std::move(server_options));

  net::Loop loop;
  std::int64_t awaited = state.range(0);
  std::vector<std::unique_ptr<Echoed>> events;
  std::vector<std::unique_ptr<client::Client>> clients;
  client::ClientOptions options;
  options.uri = protocol::parse_uri(server.url() + "/echo").value();
  options.mask_source = cheap_masks();
  for (std::size_t i = 0; i < connections; ++i) {
    events.push_back(std::make_unique<Echoed>(loop, awaited));
    clients.push_back(std::make_unique<client::Client>(loop, options, *events.back()));
  }
  wait_for(loop, awaited);

  const protocol::Bytes payload(size, 'x');
  for ([[maybe_unused]] auto _ : state) {
    awaited = state.range(0) * depth;
    for (const auto& client : clients) {
      for (std::int64_t i = 0; i < depth; ++i) client->send(protocol::MessageType::binary, payload);
    }
    wait_for(loop, awaited);
  }
  const std::int64_t messages = state.iterations() * state.range(0) * depth;
  state.SetItemsProcessed(messages);
  state.SetBytesProcessed(messages * state.range(1));
}

void cells(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"connections", "bytes", "depth"})->UseRealTime()->Unit(benchmark::kMicrosecond);
  bench->Args({1, 20, 1})->Args({1, 1 << 20, 1})->Args({100, 20, 1})->Args({100, 20, 64})->Args({100, 16 << 10, 4});
}

BENCHMARK_CAPTURE(echo, native, EngineKind::native)->Apply(cells);
BENCHMARK_CAPTURE(echo, websocketpp, EngineKind::websocketpp)->Apply(cells);

}  // namespace
