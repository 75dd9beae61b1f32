#include "net/name_look_up.hpp"

#include <mutex>
#include <thread>
#include <utility>

namespace parley::net {

namespace {

using asio::ip::tcp;

LookUpResult resolve(const std::string& host, std::uint16_t port) {
  asio::io_context context;
  tcp::resolver resolver(context);
  LookUpResult result;
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, result.error);
  for (const auto& entry : found) result.endpoints.push_back(entry.endpoint());
  return result;
}

/// What the asking loop and the resolver's thread share. The thread may outlive the loop.
class LookUp : public std::enable_shared_from_this<LookUp> {
 public:
  LookUp(Loop& loop, std::function<void(const LookUpResult&)> on_result)
      : loop_(&loop), on_result_(std::move(on_result)) {
    loop.add_work();
  }

  // From the thread.
  void finish(LookUpResult result) {
    const std::lock_guard lock(mutex_);
    if (loop_ == nullptr) return;
    loop_->post([self = shared_from_this(), result = std::move(result)] {
      if (const auto report = self->take()) report(result);
    });
  }

  // From the loop's thread.
  void cancel() { static_cast<void>(take()); }

 private:
  /// Ends it; empty when it has ended already.
  std::function<void(const LookUpResult&)> take() {
    const std::lock_guard lock(mutex_);
    if (auto* const loop = std::exchange(loop_, nullptr)) loop->end_work();
    return std::exchange(on_result_, nullptr);
  }

  std::mutex mutex_;
  Loop* loop_;  // null: it is over
  std::function<void(const LookUpResult&)> on_result_;
};

}  // namespace

std::shared_ptr<void> look_up(Loop& loop, const std::string& host, std::uint16_t port,
                              std::function<void(const LookUpResult&)> on_result) {
  const auto shared = std::make_shared<LookUp>(loop, std::move(on_result));
  std::thread([shared, host, port] { shared->finish(resolve(host, port)); }).detach();
  return {shared.get(), [shared](void*) { shared->cancel(); }};
}

}  // namespace parley::net
