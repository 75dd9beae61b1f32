// The native engine as a server: waits for a request, answers it, and becomes a Connection or an end.
#include <utility>

#include "protocol/http_request_check.hpp"
#include "protocol/native_engine.hpp"
#include "protocol/server_handshake.hpp"

namespace parley::protocol {
namespace {

class NativeServerEngine final : public NativeEngine {
 public:
  NativeServerEngine(const ServerEngineOptions& options, ServerEvents& events)
      : events_(events), opening_(std::make_unique<Opening>(options)) {}

  void start(Bytes& /*out*/) override {}
  void receive(ByteSpan data, Bytes& out) override;
  void receive_eof(Bytes& out) override;
  [[nodiscard]] bool takes_encoded_frames() const override { return !is_echoing(); }

 private:
  /// What the opening handshake needs.
  struct Opening {
    explicit Opening(const ServerEngineOptions& its_options) : options(its_options), head(its_options.limits) {}

    ServerEngineOptions options;
    HttpHeadParser<HttpRequest> head;
  };

  void answer(HttpRequest& request, Bytes& out);
  void answer_upgrade(const HttpRequest& request, Bytes& out);
  void accept(const Offer& offer, const Accept& accepted, Bytes& out);
  void refuse(HttpResponse response, std::string_view method, Bytes& out);

  ServerEvents& events_;
  std::unique_ptr<Opening> opening_;  // null once it is over: an idle connection holds none of it
};

void NativeServerEngine::receive(ByteSpan data, Bytes& out) {
  if (ended()) return;
  if (connection() == nullptr) {
    auto& head = opening_->head;
    data = data.subspan(head.feed(data));
    if (head.state() == HeadState::failed) return refuse(make_error_response(head.error()), {}, out);
    if (head.state() == HeadState::reading) return;
    answer(head.message(), out);
    opening_.reset();
  }
  // A client may send frames right behind its request, before it has seen the 101.
  if (connection() != nullptr && !data.empty()) connection()->receive(data, out);
}

void NativeServerEngine::receive_eof(Bytes& /*out*/) {
  if (connection() != nullptr) return connection()->receive_eof();
  end();
}

void NativeServerEngine::answer(HttpRequest& request, Bytes& out) {
  if (const auto error = check_request(request)) return refuse(make_error_response(*error), request.method, out);
  if (asks_for_websocket(request)) return answer_upgrade(request, out);
  refuse(events_.on_http(request), request.method, out);
}

void NativeServerEngine::answer_upgrade(const HttpRequest& request, Bytes& out) {
  const auto offer = read_offer(request);
  if (!offer) return refuse(make_error_response(offer.error()), request.method, out);
  auto decision = events_.on_upgrade(request);
  if (auto* const response = std::get_if<HttpResponse>(&decision)) {
    return refuse(std::move(*response), request.method, out);
  }
  accept(*offer, std::get<Accept>(decision), out);
}

void NativeServerEngine::accept(const Offer& offer, const Accept& accepted, Bytes& out) {
  const auto& ours = opening_->options;
  Acceptance acceptance = accept_offer(offer, accepted, ours.deflate);
  encode(acceptance.response, out);
  ConnectionOptions options;
  options.role = Role::server;
  options.limits = ours.limits;
  options.deflate_options = ours.deflate.value_or(DeflateOptions{});
  open(std::move(options), std::move(acceptance.agreed), events_);
  events_.on_open(negotiated());
}

void NativeServerEngine::refuse(HttpResponse response, std::string_view method, Bytes& out) {
  finish_response(response, method);
  encode(response, out);
  end();
}

}  // namespace

std::unique_ptr<Engine> make_native_engine(const ServerEngineOptions& options, ServerEvents& events) {
  return std::make_unique<NativeServerEngine>(options, events);
}

}  // namespace parley::protocol
