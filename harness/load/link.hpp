// Link: one connection of the load generator, from the SYN to the end of TCP.
//
// It stands in for net::Session and protocol::Connection where every cycle counts: all frames of a read are decoded in
// place, a message is told in the pieces it came in and never assembled, and what is sent in one turn is encoded into
// a buffer of the thread and leaves in one write. In steady state nothing is allocated. Frames are checked against all
// rules for their headers; what is in the messages is for the owner to check.
#pragma once

#include <bit>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/load/fault.hpp"
#include "harness/load/flights.hpp"
#include "harness/load/payload.hpp"
#include "harness/load/send_buffer.hpp"
#include "net/polled_socket.hpp"
#include "net/poller.hpp"
#include "net/tls.hpp"
#include "protocol/connection.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/http_head.hpp"

namespace parley::load {

/// The same for all links of a run.
struct LinkOptions {
  net::PolledSocket::Endpoint peer;
  std::vector<net::PolledSocket::Address> sources;  // connections leave from each in turn; empty: the system chooses
  protocol::ClientEngineOptions handshake;          // without key and masks
  std::shared_ptr<net::TlsContext> tls;             // null: plain TCP
};

/// What the links of one thread share.
struct LinkContext {
  explicit LinkContext(const LinkOptions& of_run) : options(of_run), read_buffer(256U << 10) {}

  const LinkOptions& options;
  net::Poller poller;
  protocol::Bytes read_buffer;
  SendBuffer batch;               // what is sent in this turn; empty between turns
  std::vector<SendBuffer> spare;  // emptied ones that keep their memory
  protocol::Bytes header;         // scratch: of the frame that is being written
  protocol::Bytes plain;          // scratch of permessage-deflate
  protocol::Bytes compressed;
  TimePoint now;                              // when the last read returned
  std::uint64_t random = 0x853C49E6748FEA9B;  // for masks and handshake keys

  /// RFC 6455 §5.3 wants keys that nobody can predict, for the sake of proxies between browsers and servers. A load
  /// generator is no browser: these come from a linear congruential generator, for a tenth of the cost.
  [[nodiscard]] protocol::MaskKey next_mask() noexcept {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    return std::bit_cast<protocol::MaskKey>(static_cast<std::uint32_t>(random >> 32));
  }
};

class Link;

/// A part of a message.
struct MessagePiece {
  protocol::ByteView bytes;
  protocol::MessageType type;
  bool last;
};

struct LinkEnd {
  std::optional<Fault> fault;  // nothing: we closed it
  std::string what;
};

class LinkEvents {
 public:
  virtual void on_open(Link& link) = 0;
  /// A frame begins a message here. Who knows what should come may take whole messages off the front of `data`, as many
  /// as it recognises, and returns the size of their frames. All else is told piece by piece.
  virtual std::size_t take_expected(Link& /*link*/, protocol::ByteView /*data*/) { return 0; }
  virtual void on_piece(Link& link, const MessagePiece& piece) = 0;
  /// Everything that one read brought has been told, or the socket takes bytes again: the time to send.
  virtual void on_turn(Link& link) = 0;
  /// Once for each call of `open`. The link may be opened again, but not from within.
  virtual void on_end(Link& link, const LinkEnd& end) = 0;

 protected:
  ~LinkEvents() = default;
};

class Link {
 public:
  enum class Stage : std::uint8_t { idle, connecting, securing, upgrading, open, closing };

  Link(LinkContext& context, std::uint32_t id, LinkEvents& events);
  Link(Link&&) = delete;

  void open();
  void on_ready(const net::Poller::Ready& ready);

  /// False also while TCP does not take what was sent: wait for on_turn.
  [[nodiscard]] bool can_send() const noexcept { return stage_ == Stage::open && pending_.empty(); }
  /// Encodes the messages from `first` on into the thread's batch, `most` of them unless that makes it long: then it is
  /// time to flush. Returns how many. Only when can_send(), and before any other link of the thread sends.
  std::uint64_t encode(const Payload& payload, Stamp first, std::uint64_t most);
  /// Writes the batch.
  void flush();

  /// Sends a Close frame and waits for the peer's, and for the end of TCP (RFC 6455 §7.1.1).
  void close();
  /// Ends it at once.
  void fail(Fault fault, std::string what);
  void drop();

  [[nodiscard]] Stage stage() const noexcept { return stage_; }
  [[nodiscard]] bool compresses() const noexcept { return deflate_ != nullptr; }
  [[nodiscard]] bool was_open() const noexcept { return was_open_; }  // in this life, or the last one
  [[nodiscard]] TimePoint since() const noexcept { return since_; }   // when the stage began
  [[nodiscard]] std::uint32_t id() const noexcept { return id_; }

 private:
  struct Upgrade {
    protocol::ClientEngineOptions options;
    protocol::HttpHeadParser<protocol::HttpResponse> head;
  };
  struct Deflate {
    protocol::Deflater deflater;
    protocol::Inflater inflater;
  };

  // Life (link.cpp)
  void enter(Stage stage);
  void on_connected();
  void step_tls();
  [[nodiscard]] bool request_at_once();
  void begin_upgrade();
  [[nodiscard]] protocol::Bytes make_request();
  void take_head(protocol::ByteSpan& data);
  void accept(const protocol::Negotiated& agreed);
  void on_eof();
  void on_network_error(std::error_code error);
  void end(const LinkEnd& end);

  // Input (link_io.cpp)
  void read_some();
  [[nodiscard]] bool read_once();
  void take(protocol::ByteSpan data);
  void take_frames(protocol::ByteSpan data);
  [[nodiscard]] bool begins_message() const noexcept;
  [[nodiscard]] bool take_small_message(protocol::ByteSpan& data);
  [[nodiscard]] bool take_header(protocol::ByteSpan& data);
  void take_piece(const protocol::FrameDecoder::Piece& piece);
  void inflate(const MessagePiece& piece);
  void take_control(const protocol::FrameDecoder::Piece& piece);
  void on_close_frame();
  void watch();

  // Output (link_send.cpp)
  std::uint64_t encode_alike(const Payload& payload, Stamp first, std::uint64_t most);
  void encode_one(const Payload& payload, const Stamp& stamp);
  [[nodiscard]] std::uint8_t* begin_frame(const protocol::FrameHeader& header);
  void write_frame(protocol::Opcode opcode, protocol::ByteView payload);
  void write_pending();

  LinkContext& context_;
  LinkEvents& events_;
  std::uint32_t id_;
  Stage stage_ = Stage::idle;
  bool was_open_ = false;
  bool header_cut_ = false;  // the decoder holds the beginning of a frame's header
  net::Poller::Interest watched_ = net::Poller::Interest::output;
  net::PolledSocket socket_;
  TimePoint since_;
  SendBuffer pending_;  // what TCP did not take yet
  protocol::FrameDecoder decoder_;
  protocol::MessageProgress message_;
  protocol::MessageType type_ = protocol::MessageType::binary;
  protocol::Bytes control_;           // payload of a control frame
  std::unique_ptr<Upgrade> upgrade_;  // only during the opening handshake
  std::unique_ptr<Deflate> deflate_;  // null: not agreed on
};

}  // namespace parley::load
