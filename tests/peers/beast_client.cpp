// A client of Boost.Beast that walks through the cases of a test server: `beast_client ws://HOST:PORT`.
#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using beast::error_code;
using boost::asio::ip::tcp;

constexpr int side_by_side = 16;

struct Address {
  std::string host;
  std::string port;
};

/// "ws://127.0.0.1:9001"
Address parse(const std::string& base) {
  const auto begin = base.find("://") + 3;
  const auto colon = base.find(':', begin);
  return {base.substr(begin, colon - begin), base.substr(colon + 1, base.find('/', colon) - colon - 1)};
}

enum class Duty { echo, listen };

/// What came last, once the connection has ended.
std::string play(const Address& address, const std::string& target, Duty duty) {
  boost::asio::io_context context;
  websocket::stream<tcp::socket> stream(context);
  websocket::permessage_deflate deflate;
  deflate.client_enable = true;
  stream.set_option(deflate);
  error_code error;
  boost::asio::connect(stream.next_layer(), tcp::resolver(context).resolve(address.host, address.port), error);
  if (!error) stream.handshake(address.host + ":" + address.port, target, error);
  std::string last;
  while (!error) {
    beast::flat_buffer buffer;
    stream.read(buffer, error);
    if (error) break;
    last = beast::buffers_to_string(buffer.data());
    stream.text(stream.got_text());
    if (duty == Duty::echo) stream.write(buffer.data(), error);
  }
  return last;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return EXIT_FAILURE;
  const Address address = parse(argv[1]);
  const int count = std::stoi(play(address, "/getCaseCount", Duty::listen));
  std::atomic<int> next{1};
  std::vector<std::thread> threads;
  for (int i = 0; i < side_by_side; ++i) {
    threads.emplace_back([&] {
      for (int number = next++; number <= count; number = next++) {
        play(address, "/runCase?case=" + std::to_string(number) + "&agent=peer", Duty::echo);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  play(address, "/updateReports?agent=peer", Duty::listen);
}
