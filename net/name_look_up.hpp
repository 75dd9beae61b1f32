// Name look-up, which blocks, on a thread of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "net/asio.hpp"
#include "net/loop.hpp"

namespace parley::net {

struct LookUpResult {
  std::error_code error;
  std::vector<asio::ip::tcp::endpoint> endpoints;
};

/// Calls `on_result` once, on the loop's thread. The loop runs on until then. The handle cancels on destruction: then
/// `on_result` is not called, and nobody waits for the resolver, which has no way to be interrupted. The handle must
/// not outlive the loop.
[[nodiscard]] std::shared_ptr<void> look_up(Loop& loop, const std::string& host, std::uint16_t port,
                                            std::function<void(const LookUpResult&)> on_result);

}  // namespace parley::net
