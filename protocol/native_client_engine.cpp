// The native engine as a client: writes a request, judges the answer, and becomes a Connection or an end.
#include <utility>

#include "protocol/client_handshake.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_body.hpp"
#include "protocol/http_head.hpp"
#include "protocol/native_engine.hpp"

namespace parley::protocol {
namespace {

class NativeClientEngine final : public NativeEngine {
 public:
  NativeClientEngine(ClientEngineOptions options, ClientEvents& events)
      : options_(std::move(options)), events_(events), head_(std::make_unique<HeadParser>(options_.limits)) {}

  void start(Bytes& out) override { encode(make_opening_request(options_), out); }
  void receive(ByteSpan data, Bytes& out) override;
  void receive_eof(Bytes& out) override;
  void give_up(std::chrono::nanoseconds waited) override;
  [[nodiscard]] bool takes_encoded_frames() const override { return false; }  // a client masks each frame afresh

 private:
  using HeadParser = HttpHeadParser<HttpResponse>;

  void receive_head(ByteSpan& data);
  void take_response();
  void accept(const HttpResponse& response, Negotiated agreed);
  void fail_refused();
  void fail(std::string reason);

  ClientEngineOptions options_;
  ClientEvents& events_;
  std::unique_ptr<HeadParser> head_;  // null once the final head is read: an idle connection holds none of it
  int interim_responses_ = 0;
  int last_interim_ = 0;                // status
  bool tls_first_ = false;              // the answer begins as TLS does
  HandshakeFailure failure_;            // what is known of the answer when it is none that opens
  std::optional<HttpBodyPrefix> body_;  // present: the head was a refusal, and its body is being read
};

void NativeClientEngine::receive(ByteSpan data, Bytes& out) {
  while (!data.empty() && connection() == nullptr && !body_ && !ended()) receive_head(data);
  if (ended()) return;
  if (connection() != nullptr) {
    // The server may send frames right behind its 101.
    if (!data.empty()) connection()->receive(data, out);
  } else if (body_) {
    body_->feed(data);
    if (body_->complete()) fail_refused();
  }
}

void NativeClientEngine::receive_eof(Bytes& /*out*/) {
  if (connection() != nullptr) return connection()->receive_eof();
  if (ended()) return;
  if (body_) return fail_refused();
  if (head_->empty() && last_interim_ != 0) {
    return fail("the server closed the connection after a " + std::to_string(last_interim_) +
                ", without a final response (RFC 9110 §15.2)");
  }
  // A TLS server that is greeted with HTTP hangs up, or says so in a record of TLS.
  const std::string_view hint = options_.uri.secure ? "" : "; perhaps it speaks TLS: try wss://";
  fail(head_->empty() ? "the server closed the connection without an answer" + std::string(hint)
                      : "the server closed the connection in the middle of its answer");
}

void NativeClientEngine::give_up(std::chrono::nanoseconds waited) {
  if (connection() != nullptr || ended()) return;
  if (body_) return fail_refused();  // with what has come of a body that does not end
  const auto within = " within " + format_duration(waited);
  if (!head_->empty()) return fail("the server began an answer and did not end it" + within);
  if (last_interim_ != 0) {
    fail("the server answered " + std::to_string(last_interim_) + ", and no final response came" + within +
         " (RFC 9110 §15.2)");
  }
}

void NativeClientEngine::receive_head(ByteSpan& data) {
  // RFC 8446 §5.1: a record of the type alert (21) or handshake (22) and of version 3.
  if (head_->empty() && !data.empty()) tls_first_ = data[0] == 21 || data[0] == 22;
  data = data.subspan(head_->feed(data));
  if (head_->state() == HeadState::failed) {
    if (tls_first_) return fail("the server answers with TLS, not HTTP: try wss://");
    const HttpError error = head_->error();
    return fail("the answer is not HTTP/1.1: " + error.what + " (" + std::string(error.section) + ")");
  }
  if (head_->state() == HeadState::complete) take_response();
}

void NativeClientEngine::take_response() {
  const HttpResponse response = std::move(head_->message());
  constexpr int most_interim_responses = 8;
  if (response.status < 200 && response.status != 101) {  // RFC 9110 §15.2: others may come before the final one
    if (++interim_responses_ > most_interim_responses) return fail("the server sends 1xx responses without end");
    last_interim_ = response.status;
    head_ = std::make_unique<HeadParser>(options_.limits);
    return;
  }
  head_.reset();
  failure_.status = response.status;
  failure_.fields = response.fields;
  if (response.status != 101) {
    body_.emplace(response);
    return;
  }
  auto agreed = check_opening_response(response, options_);
  if (!agreed) return fail(std::move(agreed.error()));
  failure_ = {};
  accept(response, std::move(*agreed));
}

void NativeClientEngine::accept(const HttpResponse& response, Negotiated agreed) {
  ConnectionOptions options;
  options.role = Role::client;
  options.limits = options_.limits;
  options.deflate_options = options_.deflate.value_or(DeflateOptions{});
  options.mask_source = options_.mask_source;
  open(std::move(options), std::move(agreed), events_);
  events_.on_open(negotiated(), response);
}

void NativeClientEngine::fail_refused() {
  fail("the server answered " + std::to_string(failure_.status) + ", expected 101");
}

void NativeClientEngine::fail(std::string reason) {
  end();
  failure_.reason = std::move(reason);
  if (body_) failure_.body = body_->text();
  events_.on_handshake_failure(failure_);
}

}  // namespace

std::unique_ptr<Engine> make_native_engine(ClientEngineOptions options, ClientEvents& events) {
  return std::make_unique<NativeClientEngine>(std::move(options), events);
}

}  // namespace parley::protocol
