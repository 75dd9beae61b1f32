// EngineSession: the one implementation of Session. Split by what it does: life and deadlines in engine_session.cpp,
// bytes in engine_session_io.cpp.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "net/session.hpp"
#include "net/write_queue.hpp"

namespace parley::net {

class EngineSession final : public Session {
 public:
  EngineSession(Loop& loop, std::unique_ptr<Stream> stream, std::shared_ptr<const SessionOptions> options,
                SessionEvents& events);

  void start(std::unique_ptr<protocol::Engine> engine) override;
  bool send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options) override;
  bool send_all(std::span<const protocol::MessageView> messages) override;
  bool send_shared(const std::shared_ptr<const SharedMessage>& message) override;
  bool send_frames(protocol::ByteView frames) override;
  bool ping(protocol::ByteView payload) override;
  bool pong(protocol::ByteView payload) override;
  bool close(const protocol::CloseBody& body) override;
  void drop() override;
  void reset() override;
  void pause_reading() override;
  void resume_reading() override;
  [[nodiscard]] std::size_t buffered_amount() const override;
  [[nodiscard]] const protocol::Engine& engine() const override { return *engine_; }
  [[nodiscard]] StreamInfo info() const override { return stream_->info(); }

 private:
  /// What the session still does. It only moves forward.
  enum class Phase : std::uint8_t {
    fresh,     // not started
    running,   // the engine takes and gives bytes
    flushing,  // the engine is closed: what it wrote goes out, what arrives is thrown away
    draining,  // all is written: waits for the peer to end TCP
    ended,     // the stream is closed, on_end is called or posted
  };

  // Life (engine_session.cpp)
  void write_opening();
  [[nodiscard]] bool is_open() const;
  template <class Write>
  bool write_through_engine(const Write& write);
  bool queue_within_limit();
  void settle();
  void start_closing_clock();
  void begin_flushing();
  void begin_draining();
  void on_deadline();
  void arm_idle_timer(TimePoint due);
  void on_idle_timer();
  void fail(std::string_view reason);
  void end(std::error_code error);

  // Bytes (engine_session_io.cpp)
  [[nodiscard]] bool may_read() const;
  void wait_readable();
  void read_soon();
  void read_some();
  [[nodiscard]] bool read_once();
  template <class Read>
  void let_engine_read(const Read& read);
  void receive(protocol::ByteSpan data);
  void on_eof();
  void on_network_error(std::error_code error);
  [[nodiscard]] protocol::Bytes& tail();
  void write_answer();
  bool write_through(protocol::ByteView payload);
  void schedule_flush();
  void flush();
  void wait_writable();
  void on_write_error(std::error_code error);
  void after_write();
  void tap_sent(std::span<const protocol::ByteView> pieces, std::size_t count);

  std::shared_ptr<EngineSession> self() { return std::static_pointer_cast<EngineSession>(shared_from_this()); }

  Loop& loop_;
  std::unique_ptr<Stream> stream_;
  std::shared_ptr<const SessionOptions> options_;
  SessionEvents& events_;
  std::unique_ptr<protocol::Engine> engine_;
  WriteQueue queue_;
  TimePoint last_input_;        // kept only where there is an idle timeout
  Loop::TimerId deadline_ = 0;  // of the opening handshake, then of the closing one
  Loop::TimerId idle_timer_ = 0;
  std::string_view reason_;
  Phase phase_ = Phase::fresh;
  bool opened_ = false;   // the opening handshake is over: its deadline does not count any more
  bool closing_ = false;  // deadline_ is that of the closing handshake
  bool eof_received_ = false;
  bool paused_ = false;
  bool reading_ = false;        // within read_some
  bool receiving_ = false;      // the engine is in the middle of what was read
  bool waits_to_read_ = false;  // a wake or a posted read is on its way
  bool waits_to_write_ = false;
  bool flush_scheduled_ = false;
  bool owes_drained_ = false;  // something was sent since on_drained was called
  bool wants_wire_ = false;
  std::error_code write_error_;                // nothing can be written any more; what has arrived is still read
  std::shared_ptr<EngineSession> keep_alive_;  // while paused no handler holds the session
};

}  // namespace parley::net
