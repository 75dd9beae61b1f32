// Poller: waits until one of many sockets is ready, for those that poll by themselves.
//
// Asio's reactor needs a system call for each wait (EPOLL_CTL_MOD); here a socket is registered once and then watched.
// With one small message under way on a connection that is a quarter of all system calls.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace parley::net {

/// Level-triggered. Not thread-safe except for `wake`.
class Poller {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// What a socket is watched for. Errors and the end of the connection make it ready for whatever is watched.
  enum class Interest : std::uint8_t { input, output, both };

  struct Ready {
    void* owner;
    bool readable;
    bool writable;
  };

  Poller();  // throws std::system_error
  ~Poller();
  Poller(Poller&&) = delete;

  /// `owner` comes back with each Ready; not null. Throws std::system_error.
  void add(int descriptor, Interest interest, void* owner);
  void change(int descriptor, Interest interest, void* owner);
  /// Those that the last `wait` returned may still hold its owner.
  void remove(int descriptor);

  /// Returns at the first of: a socket is ready, `wake` was called, `until` has come. The result is empty in the two
  /// latter cases, and valid until the next call. Nothing: waits without end.
  [[nodiscard]] std::span<const Ready> wait(std::optional<TimePoint> until);

  /// Ends the present wait, or the next one. From any thread.
  void wake();

 private:
  int epoll_ = -1;
  int event_ = -1;  // written by wake
  std::vector<Ready> ready_;
};

}  // namespace parley::net
