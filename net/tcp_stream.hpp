// The plain TCP stream.
#pragma once

#include <memory>

#include "net/stream.hpp"
#include "net/tcp_socket.hpp"

namespace parley::net {

[[nodiscard]] std::unique_ptr<Stream> make_tcp_stream(std::shared_ptr<TcpSocket> socket);

}  // namespace parley::net
