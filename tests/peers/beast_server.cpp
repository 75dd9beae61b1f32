// Boost.Beast: the echo of its asynchronous example, for the suite and for the comparison of bench/.
//
//   beast_server PORT [--deflate | --tls CERTIFICATE KEY]     prints its port
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace websocket = beast::websocket;
using beast::error_code;
using boost::asio::ip::tcp;

template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <class... Args>
  Session(bool deflates, Args&&... args) : stream_(std::forward<Args>(args)...) {
    websocket::permessage_deflate deflate;
    deflate.server_enable = deflates;
    stream_.set_option(deflate);
    stream_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    stream_.auto_fragment(false);  // a message is one frame, as those of the servers that it is compared with
    beast::get_lowest_layer(stream_).socket().set_option(tcp::no_delay(true));
  }

  void start() {
    if constexpr (std::is_same_v<Stream, beast::tcp_stream>) {
      accept();
    } else {
      stream_.next_layer().async_handshake(ssl::stream_base::server,
                                           [self = this->shared_from_this()](error_code error) {
                                             if (!error) self->accept();
                                           });
    }
  }

 private:
  void accept() {
    stream_.async_accept([self = this->shared_from_this()](error_code error) {
      if (!error) self->read();
    });
  }

  void read() {
    stream_.async_read(buffer_, [self = this->shared_from_this()](error_code error, std::size_t) {
      if (!error) self->write();
    });
  }

  void write() {
    stream_.text(stream_.got_text());
    stream_.async_write(buffer_.data(), [self = this->shared_from_this()](error_code error, std::size_t) {
      self->buffer_.consume(self->buffer_.size());
      if (!error) self->read();
    });
  }

  websocket::stream<Stream> stream_;
  beast::flat_buffer buffer_;
};

template <class Start>
void accept(tcp::acceptor& acceptor, Start start) {
  acceptor.async_accept([&acceptor, start](error_code error, tcp::socket socket) {
    if (!error) start(std::move(socket));
    accept(acceptor, start);
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return EXIT_FAILURE;
  const auto port = static_cast<std::uint16_t>(std::stoul(argv[1]));
  const std::string_view mode = argc > 2 ? argv[2] : "";
  boost::asio::io_context context(1);
  tcp::acceptor acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), port});
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  ssl::context tls(ssl::context::tls_server);
  if (mode == "--tls" && argc > 4) {
    tls.use_certificate_chain_file(argv[3]);
    tls.use_private_key_file(argv[4], ssl::context::pem);
    accept(acceptor, [&tls](tcp::socket socket) {
      std::make_shared<Session<beast::ssl_stream<beast::tcp_stream>>>(false, std::move(socket), tls)->start();
    });
  } else {
    accept(acceptor, [deflates = mode == "--deflate"](tcp::socket socket) {
      std::make_shared<Session<beast::tcp_stream>>(deflates, std::move(socket))->start();
    });
  }
  context.run();
}
