#include "net/memory_stream.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace parley::net {

namespace {

/// One direction of a connection.
struct Pipe {
  protocol::Bytes data;      // written and not read yet
  bool finished = false;     // the writer has sent FIN
  bool reader_gone = false;  // nobody will read any more
  std::error_code broken;    // reset: neither end can go on
  Stream::Wake wake_reader;
  Stream::Wake wake_writer;
};

struct Link {
  Pipe forth;  // from the first end to the second
  Pipe back;
};

void wake_later(Loop& loop, unsigned turns, Stream::Wake wake, std::error_code error) {
  loop.post([&loop, turns, wake = std::move(wake), error]() mutable {
    if (turns == 0) return wake(error);
    wake_later(loop, turns - 1, std::move(wake), error);
  });
}

class MemoryStream final : public Stream {
 public:
  MemoryStream(Loop& loop, std::string name, const MemoryOptions& options, std::shared_ptr<Link> link, Pipe& in,
               Pipe& out)
      : loop_(loop), name_(std::move(name)), options_(options), link_(std::move(link)), in_(in), out_(out) {}
  ~MemoryStream() override { close(); }

  IoResult read(protocol::ByteSpan into) override;
  IoResult write(std::span<const protocol::ByteView> pieces) override;
  [[nodiscard]] bool has_buffered_input() const override { return false; }
  void wait_readable(Wake wake) override;
  void wait_writable(Wake wake) override;
  void shutdown_write() override;
  void close() override;
  void reset() override;
  [[nodiscard]] StreamInfo info() const override { return {"memory " + name_, "memory", std::nullopt}; }

 private:
  [[nodiscard]] std::error_code begin_operation();
  void break_connection(std::error_code here);
  void notify(Pipe& pipe);
  void wake(Wake& waiting, std::error_code error);
  [[nodiscard]] std::size_t room() const { return options_.capacity - std::min(options_.capacity, out_.data.size()); }

  Loop& loop_;
  std::string name_;
  MemoryOptions options_;
  std::shared_ptr<Link> link_;  // in_ and out_ are parts of it
  Pipe& in_;
  Pipe& out_;
  bool open_ = true;
};

/// Counts, and breaks the connection when it is time to.
std::error_code MemoryStream::begin_operation() {
  if (!open_) return asio::error::operation_aborted;
  if (options_.faults != nullptr && ++options_.faults->operations == options_.faults->fail_at) {
    break_connection(options_.faults->error);
    return options_.faults->error;
  }
  return {};
}

void MemoryStream::break_connection(std::error_code here) {
  in_.broken = here;
  out_.broken = asio::error::connection_reset;
  in_.data.clear();
  out_.data.clear();
  notify(in_);
  notify(out_);
}

IoResult MemoryStream::read(protocol::ByteSpan into) {
  if (const auto error = begin_operation()) return {0, error};
  if (in_.broken) return {0, in_.broken};
  const std::size_t size = std::min({into.size(), in_.data.size(), options_.max_read});
  if (size == 0) return {0, in_.finished ? asio::error::make_error_code(asio::error::eof) : asio::error::would_block};
  const auto end = in_.data.begin() + static_cast<std::ptrdiff_t>(size);
  std::copy(in_.data.begin(), end, into.begin());
  in_.data.erase(in_.data.begin(), end);
  notify(in_);
  return {size, {}};
}

IoResult MemoryStream::write(std::span<const protocol::ByteView> pieces) {
  if (const auto error = begin_operation()) return {0, error};
  if (in_.broken) return {0, in_.broken};  // what breaks the connection for this end is noted where it reads
  if (out_.finished || out_.reader_gone) return {0, asio::error::broken_pipe};
  std::size_t left = std::min(room(), options_.max_write);
  if (left == 0) return {0, asio::error::would_block};
  std::size_t written = 0;
  for (const auto piece : pieces) {
    const std::size_t size = std::min(piece.size(), left);
    protocol::append(out_.data, piece.first(size));
    written += size;
    left -= size;
  }
  if (options_.faults != nullptr) ++options_.faults->writes;
  notify(out_);
  return {written, {}};
}

void MemoryStream::wait_readable(Wake wake_up) {
  const auto error = begin_operation();
  in_.wake_reader = std::move(wake_up);
  if (error) return wake(in_.wake_reader, error);
  notify(in_);
}

void MemoryStream::wait_writable(Wake wake_up) {
  const auto error = begin_operation();
  out_.wake_writer = std::move(wake_up);
  if (error || in_.broken || room() > 0) wake(out_.wake_writer, error);
}

void MemoryStream::wake(Wake& waiting, std::error_code error) {
  if (waiting) wake_later(loop_, options_.wake_delay, std::exchange(waiting, nullptr), error);
}

/// Wakes whoever waits for what `pipe` is now.
void MemoryStream::notify(Pipe& pipe) {
  const bool over = pipe.finished || pipe.reader_gone || pipe.broken;
  if (over || !pipe.data.empty()) wake(pipe.wake_reader, {});
  if (over || pipe.data.size() < options_.capacity) wake(pipe.wake_writer, {});
}

void MemoryStream::shutdown_write() {
  if (!open_) return;
  out_.finished = true;
  notify(out_);
}

void MemoryStream::close() {
  if (!open_) return;
  if (!in_.data.empty()) return reset();
  shutdown_write();
  open_ = false;
  in_.reader_gone = true;
  wake(in_.wake_reader, asio::error::operation_aborted);
  wake(out_.wake_writer, asio::error::operation_aborted);
  notify(in_);
}

void MemoryStream::reset() {
  if (!open_) return;
  open_ = false;
  wake(in_.wake_reader, asio::error::operation_aborted);
  wake(out_.wake_writer, asio::error::operation_aborted);
  break_connection(asio::error::operation_aborted);
}

}  // namespace

MemoryPair make_memory_pair(Loop& loop, const MemoryOptions& first, const MemoryOptions& second) {
  auto link = std::make_shared<Link>();
  Pipe& forth = link->forth;
  Pipe& back = link->back;
  return {std::make_unique<MemoryStream>(loop, "1", first, link, back, forth),
          std::make_unique<MemoryStream>(loop, "2", second, link, forth, back)};
}

}  // namespace parley::net
