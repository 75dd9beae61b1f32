// A faulty engine as a server; see native_server_engine.cpp for the sound one.
#include <utility>

#include "protocol/faulty/faulty_base.hpp"
#include "protocol/faulty/faulty_engine.hpp"
#include "protocol/faulty/head_filter.hpp"
#include "protocol/faulty/server_opening.hpp"
#include "protocol/http_request_check.hpp"

namespace parley::protocol::faulty {
namespace {

class FaultyServerEngine final : public FaultyEngine {
 public:
  FaultyServerEngine(Fault fault, const ServerEngineOptions& options, ServerEvents& events)
      : FaultyEngine(fault),
        options_(options),
        events_(events),
        filter_(fault),
        head_(head_limits(fault, options.limits)) {}

  void start(Bytes& /*out*/) override {}
  void receive(ByteSpan data, Bytes& out) override;
  void receive_eof(Bytes& out) override;

 private:
  void receive_head(ByteSpan& data, Bytes& out);
  void answer(const HttpRequest& received, Bytes& out);
  void answer_upgrade(const HttpRequest& received, const HttpRequest& request, Bytes& out);
  void accept(Acceptance acceptance, Bytes& out);
  void refuse(HttpResponse response, std::string_view method, Bytes& out);
  void respond(HttpResponse response, std::string_view method, Bytes& out);

  ServerEngineOptions options_;
  ServerEvents& events_;
  HeadFilter filter_;
  HttpHeadParser<HttpRequest> head_;
};

void FaultyServerEngine::receive(ByteSpan data, Bytes& out) {
  if (connection() == nullptr) {
    receive_head(data, out);
    if (fault() == Fault::loses_early_frames) return;
  }
  if (connection() != nullptr && !data.empty()) connection()->receive(data, out);
}

void FaultyServerEngine::receive_head(ByteSpan& data, Bytes& out) {
  while (!data.empty() && !ended() && connection() == nullptr) {
    head_.feed(filter_.feed(data.front()));
    data = data.subspan(1);
    if (head_.state() == HeadState::failed) return refuse(make_error_response(head_.error()), {}, out);
    if (head_.state() == HeadState::complete) answer(head_.message(), out);
  }
}

void FaultyServerEngine::receive_eof(Bytes& /*out*/) {
  if (connection() != nullptr) return connection()->receive_eof();
  end();
}

void FaultyServerEngine::answer(const HttpRequest& received, Bytes& out) {
  HttpRequest request = received;
  overlook(fault(), request);
  if (const auto error = check_request(request)) return refuse(make_error_response(*error), request.method, out);
  if (asks_for_websocket(request)) return answer_upgrade(received, request, out);
  respond(events_.on_http(request), request.method, out);
}

void FaultyServerEngine::answer_upgrade(const HttpRequest& received, const HttpRequest& request, Bytes& out) {
  const auto offer = read_offer(request);
  if (!offer) return refuse(make_error_response(offer.error()), request.method, out);
  if (const auto error = refuse_legal_request(fault(), received, *offer)) {
    return refuse(make_error_response(*error), request.method, out);
  }
  auto decision = events_.on_upgrade(request);
  if (auto* const response = std::get_if<HttpResponse>(&decision)) {
    return refuse(std::move(*response), request.method, out);
  }
  accept(make_acceptance(fault(), received, *offer, std::get<Accept>(decision), options_.deflate), out);
}

void FaultyServerEngine::accept(Acceptance acceptance, Bytes& out) {
  encode(acceptance.response, out);
  ConnectionOptions options;
  options.role = Role::server;
  options.limits = options_.limits;
  options.deflate_options = options_.deflate.value_or(DeflateOptions{});
  open(std::move(options), std::move(acceptance.agreed), events_);
  events_.on_open(negotiated());
}

void FaultyServerEngine::refuse(HttpResponse response, std::string_view method, Bytes& out) {
  if (fault() == Fault::drops_bad_handshakes) return end();
  spoil_refusal(fault(), response);
  respond(std::move(response), method, out);
}

void FaultyServerEngine::respond(HttpResponse response, std::string_view method, Bytes& out) {
  finish_response(response, method);
  encode(response, out);
  end();
}

}  // namespace

std::unique_ptr<Engine> make_faulty_engine(Fault fault, const ServerEngineOptions& options, ServerEvents& events) {
  return std::make_unique<FaultyServerEngine>(fault, options, events);
}

}  // namespace parley::protocol::faulty
