// A faulty engine as a client; see native_client_engine.cpp for the sound one.
#include <utility>

#include "protocol/client_handshake.hpp"
#include "protocol/faulty/client_opening.hpp"
#include "protocol/faulty/faulty_base.hpp"
#include "protocol/faulty/faulty_engine.hpp"
#include "protocol/http_head.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr int most_interim_responses = 8;

class FaultyClientEngine final : public FaultyEngine {
 public:
  FaultyClientEngine(Fault fault, ClientEngineOptions options, ClientEvents& events)
      : FaultyEngine(fault),
        options_(spoil_options(fault, std::move(options))),
        limits_(head_limits(fault, options_.limits)),
        events_(events),
        head_(limits_) {}

  void start(Bytes& out) override;
  void receive(ByteSpan data, Bytes& out) override;
  void receive_eof(Bytes& out) override;

 private:
  void take_response(HttpResponse response);
  void accept(const HttpResponse& response, Negotiated agreed);
  void fail(int status, const HttpFields& fields, std::string reason);

  ClientEngineOptions options_;
  Limits limits_;  // of the head
  ClientEvents& events_;
  HttpHeadParser<HttpResponse> head_;
  int interim_responses_ = 0;
};

void FaultyClientEngine::start(Bytes& out) {
  encode(make_request(fault(), options_), out);
  if (fault() != Fault::talks_early) return;
  const ByteView payload = as_bytes("early");
  encode_frame(make_header(Opcode::ping, payload.size(), options_.mask_source()), payload, out);
}

void FaultyClientEngine::receive(ByteSpan data, Bytes& out) {
  while (!data.empty() && connection() == nullptr && !ended()) {
    data = data.subspan(head_.feed(data));
    if (head_.state() == HeadState::failed) return fail(0, {}, "the answer is not HTTP/1.1: " + head_.error().what);
    if (head_.state() == HeadState::complete) {
      take_response(std::move(head_.message()));
      if (fault() == Fault::loses_early_frames) return;
    }
  }
  if (connection() != nullptr && !data.empty()) connection()->receive(data, out);
}

void FaultyClientEngine::receive_eof(Bytes& /*out*/) {
  if (connection() != nullptr) return connection()->receive_eof();
  if (!ended()) fail(0, {}, "the server closed the connection without an answer");
}

void FaultyClientEngine::take_response(HttpResponse response) {
  head_ = HttpHeadParser<HttpResponse>(limits_);
  if (response.status < 200 && response.status != 101) {  // RFC 9110 §15.2
    if (fault() == Fault::refuses_interim_responses) return fail(response.status, response.fields, "interim response");
    if (++interim_responses_ > most_interim_responses) fail(0, {}, "the server sends 1xx responses without end");
    return;
  }
  const int status = response.status;
  if (const auto reason = refuse_legal_response(fault(), response)) return fail(status, response.fields, *reason);
  overlook(fault(), response, options_);
  if (response.status != 101) return fail(status, response.fields, "the answer is no 101");
  auto agreed = check_opening_response(response, options_);
  if (!agreed) return fail(status, response.fields, std::move(agreed.error()));
  accept(response, std::move(*agreed));
}

void FaultyClientEngine::accept(const HttpResponse& response, Negotiated agreed) {
  ConnectionOptions options;
  options.role = Role::client;
  options.limits = options_.limits;
  options.deflate_options = options_.deflate.value_or(DeflateOptions{});
  options.mask_source = options_.mask_source;
  open(std::move(options), std::move(agreed), events_);
  events_.on_open(negotiated(), response);
}

void FaultyClientEngine::fail(int status, const HttpFields& fields, std::string reason) {
  end();
  events_.on_handshake_failure({.status = status, .fields = fields, .body = {}, .reason = std::move(reason)});
}

}  // namespace

std::unique_ptr<Engine> make_faulty_engine(Fault fault, ClientEngineOptions options, ClientEvents& events) {
  return std::make_unique<FaultyClientEngine>(fault, std::move(options), events);
}

}  // namespace parley::protocol::faulty
