// DeflateReceiver: an Inflater with the fault's wrong idea of DEFLATE.
#pragma once

#include <cstdint>
#include <memory>

#include "protocol/deflate.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

class DeflateReceiver {
 public:
  /// `limit` is for the inflated size of a message.
  DeflateReceiver(Fault fault, int window_bits, bool no_context_takeover, std::uint64_t limit);

  void begin_message();
  /// Appends what a piece of the message inflates to.
  [[nodiscard]] Inflater::Status add(ByteView piece, Bytes& out);
  [[nodiscard]] Inflater::Status end_message(Bytes& out);

  void note_plain_message();

 private:
  void forget_window();
  [[nodiscard]] bool refuses_message() const;

  Fault fault_;
  int window_bits_;
  bool no_context_takeover_;
  std::uint64_t limit_;
  std::unique_ptr<Inflater> inflater_;
  std::uint64_t size_ = 0;       // of the message, compressed
  std::uint8_t first_byte_ = 0;  // of it
  bool gave_up_ = false;         // the rest of the message is not looked at
};

}  // namespace parley::protocol::faulty
