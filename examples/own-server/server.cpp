// A WebSocket server of your own, as small as it can be: it echoes each frame, on one thread a connection.
// own-server PORT
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

namespace {

class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}
  ~Peer() { close(socket_); }
  Peer(const Peer&) = delete;

  // Reads exactly so many bytes; shorter at the end of the stream.
  std::string read(std::size_t size) {
    std::string bytes(size, '\0');
    const auto n = recv(socket_, bytes.data(), size, MSG_WAITALL);
    bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return bytes;
  }

  void write(const std::string& bytes) const { send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

 private:
  int socket_;
};

std::string accept_value(const std::string& key) {
  const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §4.2.2
  std::array<unsigned char, 20> digest{};
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
  std::array<unsigned char, 29> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), digest.size());
  return reinterpret_cast<const char*>(base64.data());
}

bool shake_hands(Peer& peer) {
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    const auto byte = peer.read(1);
    if (byte.empty() || head.size() > 8192) return false;
    head += byte;
  }
  const std::string field = "Sec-WebSocket-Key: ";
  const auto key = head.find(field);
  if (key == std::string::npos) {
    peer.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    return false;
  }
  const auto begin = key + field.size();
  peer.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
             accept_value(head.substr(begin, head.find('\r', begin) - begin)) + "\r\n\r\n");
  return true;
}

// Answers one frame: data by the same frame, which keeps fragmented messages whole; a ping by a pong; a close by a
// close. False at the end.
bool answer_frame(Peer& peer) {
  const auto start = peer.read(2);
  if (start.size() < 2) return false;
  const auto first = static_cast<unsigned char>(start[0]);
  const auto opcode = first & 0x0F;
  std::uint64_t length = static_cast<unsigned char>(start[1]) & 0x7F;
  std::string extended;
  if (length > 125) {
    extended = peer.read(length == 126 ? 2 : 8);
    length = 0;
    for (const char c : extended) length = length << 8 | static_cast<unsigned char>(c);
  }
  if (length > (1 << 20)) {
    peer.write(std::string("\x88\x02\x03\xF1", 4));  // 1009, message too big
    return false;
  }
  const auto mask = peer.read(4);
  auto payload = peer.read(length);
  if (mask.size() < 4 || payload.size() < length) return false;
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);

  if (opcode == 0xA) return true;  // a pong needs no answer
  const auto answer = static_cast<char>(opcode == 0x9 ? (first & 0xF0) | 0xA : first);
  peer.write(std::string{answer, static_cast<char>(start[1] & 0x7F)} + extended + payload);
  return opcode != 0x8;
}

void serve(int socket) {
  Peer peer(socket);
  if (!shake_hands(peer)) return;
  while (answer_frame(peer)) continue;
}

}  // namespace

int main(int argc, char** argv) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 9001));
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener, 64) != 0) {
    std::cerr << "cannot listen on port " << ntohs(address.sin_port) << '\n';
    return 1;
  }
  std::cout << "listening on ws://127.0.0.1:" << ntohs(address.sin_port) << std::endl;
  while (true) {
    const int socket = accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread(serve, socket).detach();
  }
}
