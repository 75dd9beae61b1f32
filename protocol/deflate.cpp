#include "protocol/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <new>
#include <optional>

namespace parley::protocol {
namespace {

constexpr std::array<std::uint8_t, 4> tail{0x00, 0x00, 0xFF, 0xFF};  // RFC 7692 §7.2.1
constexpr std::size_t chunk_size = 16U << 10;

/// zlib counts in 32 bits: a longer input is given in several parts.
constexpr std::size_t longest_input = 1U << 30;

void set_input(z_stream& stream, ByteView input) {
  stream.next_in = const_cast<Bytef*>(input.data());  // zlib never writes there; its type predates const
  stream.avail_in = static_cast<uInt>(input.size());
}

}  // namespace

// ---- Deflater

struct Deflater::Impl {
  // zlib cannot deflate with a window of 2^8; see docs/decisions/window-bits-8.md.
  static constexpr int smallest_zlib_window_bits = 9;
  static constexpr std::size_t slice_for_8_bits = 256;

  Impl(int bits, bool reset, const DeflateOptions& wanted) : window_bits(bits), reset_each(reset), options(wanted) {
    assert(bits >= 8 && bits <= 15);
  }
  ~Impl() {
    if (started) deflateEnd(&stream);
  }
  Impl(Impl&&) = delete;

  void start() {
    const int bits = std::max(window_bits, smallest_zlib_window_bits);
    // Negative: raw DEFLATE. Fails only for want of memory.
    if (deflateInit2(&stream, options.level, Z_DEFLATED, -bits, options.memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
    started = true;
  }

  void run(ByteView input, int flush, Bytes& out) {
    set_input(stream, input);
    do {
      // Room for more than a flush marker at least: else zlib would write it twice.
      const std::size_t room = std::clamp<std::size_t>(input.size() / 2, 64, 4 * chunk_size);
      const std::size_t used = out.size();
      out.resize(used + room);
      stream.next_out = out.data() + used;
      stream.avail_out = static_cast<uInt>(room);
      [[maybe_unused]] const int status = ::deflate(&stream, flush);
      assert(status == Z_OK || status == Z_BUF_ERROR);  // the latter: nothing was left to do
      out.erase(out.end() - static_cast<std::ptrdiff_t>(stream.avail_out), out.end());
    } while (stream.avail_out == 0);
  }

  int window_bits;
  bool reset_each;
  DeflateOptions options;
  bool started = false;
  z_stream stream{};
};

Deflater::Deflater(int window_bits, bool no_context_takeover, const DeflateOptions& options)
    : impl_(std::make_unique<Impl>(window_bits, no_context_takeover, options)) {}

Deflater::~Deflater() = default;

void Deflater::compress(ByteView message, Bytes& out) {
  if (message.empty()) {
    out.push_back(0x00);  // RFC 7692 §7.2.3.6
    return;
  }
  if (!impl_->started) impl_->start();
  const bool tiny_window = impl_->window_bits < Impl::smallest_zlib_window_bits;
  const std::size_t slice = tiny_window ? Impl::slice_for_8_bits : longest_input;
  while (!message.empty()) {
    const ByteView part = message.first(std::min(slice, message.size()));
    message = message.subspan(part.size());
    // A full flush forgets the window: no distance reaches out of the slice.
    impl_->run(part, tiny_window ? Z_FULL_FLUSH : message.empty() ? Z_SYNC_FLUSH : Z_NO_FLUSH, out);
  }
  assert(out.size() >= tail.size() && std::equal(tail.begin(), tail.end(), out.end() - tail.size()));
  out.resize(out.size() - tail.size());
  if (impl_->reset_each) deflateReset(&impl_->stream);
}

// ---- Inflater

struct Inflater::Impl {
  Impl(int bits, bool reset) : window_bits(bits), reset_each(reset) { assert(bits >= 8 && bits <= 15); }
  ~Impl() { stop(); }
  Impl(Impl&&) = delete;

  void start() {
    if (inflateInit2(&stream, -window_bits) != Z_OK) throw std::bad_alloc();
    started = true;
  }

  void stop() {
    if (started) inflateEnd(&stream);
    started = false;
  }

  /// Inflates into room at the end of `out`, never more than one byte beyond the limit.
  int step(std::uint64_t limit, Bytes& out) {
    const std::uint64_t allowed = limit - produced;
    const std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(allowed, chunk_size)) + 1;
    const std::size_t used = out.size();
    if (out.capacity() - used < room) {  // grow as a vector does, but not beyond what may be used
      const std::uint64_t growth = std::min<std::uint64_t>(allowed, std::max<std::uint64_t>(used, chunk_size));
      out.reserve(used + static_cast<std::size_t>(growth) + 1);
    }
    out.resize(used + room);
    stream.next_out = out.data() + used;
    stream.avail_out = static_cast<uInt>(room);
    const int status = ::inflate(&stream, Z_SYNC_FLUSH);
    out.resize(out.size() - stream.avail_out);
    produced += room - stream.avail_out;
    return status;
  }

  /// After a block with BFINAL set more blocks may follow (RFC 7692 §7.2.3.4), and they may look back beyond it:
  /// begin anew with the same window. Left in place, not saved and restored: a peer may send such a block in two bytes.
  bool continue_after_final() { return inflateResetKeep(&stream) == Z_OK; }

  /// True between two blocks, at a byte's boundary: where the 00 00 FF FF of a message must leave us. The bits of
  /// data_type are told under inflate() in zlib.h.
  [[nodiscard]] bool between_blocks() const { return (stream.data_type & 128) != 0 && (stream.data_type & 7) == 0; }

  Status feed(ByteView input, std::uint64_t limit, Bytes& out) {
    if (!started) start();
    set_input(stream, input);
    while (true) {
      const int status = step(limit, out);
      if (produced > limit) return Status::too_big;
      if (status == Z_STREAM_END) {
        if (!continue_after_final()) return Status::corrupt;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return Status::corrupt;
      }
      if (stream.avail_in == 0 && stream.avail_out != 0) return Status::ok;
    }
  }

  int window_bits;
  bool reset_each;
  bool started = false;
  std::uint64_t produced = 0;  // of this message
  z_stream stream{};
};

Inflater::Inflater(int window_bits, bool no_context_takeover)
    : impl_(std::make_unique<Impl>(window_bits, no_context_takeover)) {}

Inflater::~Inflater() = default;

Inflater::Status Inflater::inflate(ByteView piece, std::uint64_t limit, Bytes& out) {
  while (!piece.empty()) {
    const ByteView part = piece.first(std::min(longest_input, piece.size()));
    piece = piece.subspan(part.size());
    if (const Status status = impl_->feed(part, limit, out); status != Status::ok) return status;
  }
  return Status::ok;
}

Inflater::Status Inflater::finish(std::uint64_t limit, Bytes& out) {
  const Status status = impl_->feed(tail, limit, out);
  if (status != Status::ok) return status;
  if (!impl_->between_blocks()) return Status::corrupt;
  impl_->produced = 0;
  if (impl_->reset_each) impl_->stop();  // nothing to remember: give the memory back
  return Status::ok;
}

}  // namespace parley::protocol
