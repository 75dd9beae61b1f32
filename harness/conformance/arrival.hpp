// Arrival: the connection of a client under test until its case begins.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "harness/conformance/request_head.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"

namespace parley::conformance {

class Arrival : public std::enable_shared_from_this<Arrival> {
 public:
  /// Called from the loop, at most one of them at a time. Its owner may let go of it then.
  struct Events {
    std::function<void(const std::shared_ptr<Arrival>&, const std::string& target)> on_target;  // what it asks for
    std::function<void(const std::shared_ptr<Arrival>&)> on_leave;  // it is gone, or has asked for nothing in time
    std::function<void(const std::shared_ptr<Arrival>&)> on_turn;   // it has waited for as long as it was told to
  };

  /// `events` must outlive it.
  Arrival(net::Loop& loop, std::unique_ptr<net::Stream> stream, const Events& events);
  ~Arrival();
  Arrival(Arrival&&) = delete;

  /// Reads its request.
  void start(std::chrono::nanoseconds at_most);

  /// From on_target: what it asked for is not to be had yet.
  void wait_for_turn(std::chrono::nanoseconds at_most);

  /// Nothing more is called then. A wait of ours may still be pending: it wakes nobody.
  [[nodiscard]] std::unique_ptr<net::Stream> take_stream();
  /// All that it has sent: its request, or what it has in place of one, and perhaps more.
  [[nodiscard]] const protocol::Bytes& received() const { return received_; }

 private:
  void wait();
  void read();
  void tell_target();
  void arm(std::chrono::nanoseconds delay, void (Arrival::*task)());
  void leave();
  void tell_turn();

  net::Loop& loop_;
  std::unique_ptr<net::Stream> stream_;
  const Events& events_;
  protocol::Bytes received_;
  RequestHead head_;
  bool target_told_ = false;
  net::Loop::TimerId timer_ = 0;
};

}  // namespace parley::conformance
