#include "harness/conformance/client_desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/conformance/report_autobahn.hpp"
#include "protocol/http_head.hpp"
#include "protocol/http_message.hpp"

namespace parley::conformance {
namespace {

/// What drivers know: Autobahn's number where the case has one.
std::string driver_name(const Case& test) {
  return autobahn_names(test.aliases, test.id).front();
}

bool has_driver_name(const Case& test, const std::string& name) {
  const auto names = autobahn_names(test.aliases, test.id);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The second word of a head that is no sound one, up to a fragment.
std::string target_in(std::string_view head) {
  const auto begin = std::min(head.find(' '), head.size() - 1) + 1;
  return std::string(head.substr(begin, head.find_first_of(" #\r\n", begin) - begin));
}

/// There nothing stands between the client and us that could make another port of ours.
bool is_loopback(std::string_view address) {
  return address == "127.0.0.1" || address == "::1" || address == "localhost";
}

}  // namespace

/// A connection of which is not known yet what it is for.
class ClientDesk::Arrival : public std::enable_shared_from_this<Arrival> {
 public:
  Arrival(ClientDesk& desk, std::unique_ptr<net::Stream> stream) : desk_(desk), stream_(std::move(stream)) {}
  ~Arrival() { desk_.loop_.cancel(timer_); }
  Arrival(Arrival&&) = delete;

  void start() {
    timer_ = desk_.loop_.after(std::chrono::duration_cast<net::Duration>(desk_.patience_.answer), [this] { leave(); });
    wait();
  }

 private:
  void wait() {
    stream_->wait_readable([weak = weak_from_this()](std::error_code error) {
      const auto self = weak.lock();
      if (self && error != asio::error::operation_aborted) self->read();
    });
  }

  void read() {
    const auto buffer = desk_.loop_.read_buffer();
    const auto [bytes, error] = stream_->read(buffer);
    protocol::append(received_, buffer.first(bytes));
    head_.feed(buffer.first(bytes));
    if (head_.state() == protocol::HeadState::complete) {
      const auto self = shared_from_this();
      desk_.loop_.cancel(timer_);
      desk_.arrivals_.remove(self);
      return desk_.serve(std::move(stream_), received_, head_.message().target);
    }
    if (head_.state() == protocol::HeadState::failed) {  // a fault of the client, to be judged like others
      const auto self = shared_from_this();
      desk_.loop_.cancel(timer_);
      desk_.arrivals_.remove(self);
      return desk_.serve(std::move(stream_), received_, target_in(protocol::as_text(received_)));
    }
    const bool over = error && error != asio::error::would_block;
    over ? leave() : wait();
  }

  void leave() { desk_.arrivals_.remove(shared_from_this()); }

  ClientDesk& desk_;
  std::unique_ptr<net::Stream> stream_;
  protocol::Bytes received_;
  protocol::HttpHeadParser<protocol::HttpRequest> head_{protocol::Limits{}};
  net::Loop::TimerId timer_ = 0;
};

/// A case that is being played, or a reply to a driver, which is played in the same way.
struct ClientDesk::Play {
  const Case* test = nullptr;
  Case own;  // of a reply
  std::shared_ptr<CasePlayer> player;
};

ClientDesk::ClientDesk(net::Loop& loop, const net::ListenerOptions& options, const Patience& patience,
                       const std::vector<const Case*>& cases, DeskEvents events)
    : loop_(loop), patience_(patience), peer_{.role = Role::client}, events_(std::move(events)) {
  for (const auto* test : cases) {
    by_id_.emplace(test->id, test);
    if (test->script.query.empty()) numbered_.push_back(test);
  }
  scheme_ = options.tls ? "wss" : "ws";
  address_ = options.address.find(':') == std::string::npos ? options.address : "[" + options.address + "]";
  listener_ = std::make_unique<net::Listener>(
      loop, options, [this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); });
  if (!is_loopback(options.address)) return;
  peer_.uri.host = options.address;
  peer_.uri.port = listener_->port();
}

ClientDesk::~ClientDesk() = default;

std::string ClientDesk::base() const {
  return scheme_ + "://" + address_ + ":" + std::to_string(listener_->port());
}

std::string ClientDesk::url(const Case& test) const {
  return base() + "/case/" + test.id + test.script.query;
}

bool ClientDesk::is_playing(const Case& test) const {
  return std::any_of(plays_.begin(), plays_.end(), [&](const auto& play) { return play->test == &test; });
}

void ClientDesk::accept(std::unique_ptr<net::Stream> stream) {
  arrivals_.push_back(std::make_shared<Arrival>(*this, std::move(stream)));
  arrivals_.back()->start();
}

void ClientDesk::serve(std::unique_ptr<net::Stream> stream, const protocol::Bytes& received, const std::string& text) {
  const auto target = parse_desk_target(text);
  if (!target) return refuse(*stream);
  struct Serve {
    ClientDesk& desk;
    std::unique_ptr<net::Stream> stream;
    const protocol::Bytes& received;

    void operator()(const CaseById& what) { desk.play(desk.find(what), "", std::move(stream), received); }
    void operator()(const CaseByNumber& what) { desk.play(desk.find(what), what.agent, std::move(stream), received); }
    void operator()(const CaseByTuple& what) { desk.play(desk.find(what), what.agent, std::move(stream), received); }
    void operator()(const GetCaseCount& /*what*/) { reply(std::to_string(desk.numbered_.size()), {}); }
    void operator()(const GetCaseInfo& what) { reply(desk.info(what.number), {}); }
    void operator()(const GetCaseStatus& what) { reply(desk.status(what.number, what.agent), {}); }
    void operator()(const UpdateReports& what) {
      reply("", [&events = desk.events_, agent = what.agent] { events.on_update_reports(agent); });
    }
    void operator()(const StopServer& /*what*/) { reply("", desk.events_.on_stop); }
    void reply(const std::string& answer, std::function<void()> then) {
      desk.reply(answer, std::move(stream), received, std::move(then));
    }
  };
  std::visit(Serve{*this, std::move(stream), received}, *target);
}

void ClientDesk::play(const Case* test, const std::string& agent, std::unique_ptr<net::Stream> stream,
                      const protocol::Bytes& received) {
  if (test == nullptr) return refuse(*stream);
  start(std::make_shared<Play>(), *test, std::move(stream), received, [this, agent](CaseResult result) {
    verdicts_[{agent, result.test}] = result.verdict;
    events_.on_result(agent, std::move(result));
  });
}

void ClientDesk::reply(const std::string& text, std::unique_ptr<net::Stream> stream, const protocol::Bytes& received,
                       std::function<void()> then) {
  const auto play = std::make_shared<Play>();
  if (!text.empty()) play->own.script.steps = {Send{{{.payload = protocol::to_bytes(text)}}}};
  play->own.allowed = {{Grade::strict, Answers{}}};
  start(play, play->own, std::move(stream), received, [then = std::move(then)](const CaseResult& /*result*/) {
    if (then) then();
  });
}

void ClientDesk::start(const std::shared_ptr<Play>& play, const Case& test, std::unique_ptr<net::Stream> stream,
                       const protocol::Bytes& received, CasePlayer::OnDone on_done) {
  play->test = &test;
  plays_.push_back(play);
  const auto and_forget = [this, weak = std::weak_ptr(play), on_done = std::move(on_done)](CaseResult result) {
    plays_.remove(weak.lock());
    on_done(std::move(result));
  };
  play->player = std::make_shared<CasePlayer>(loop_, peer_, patience_, test, and_forget);
  play->player->start(std::move(stream), received);
}

void ClientDesk::refuse(net::Stream& stream) {
  protocol::Bytes out;
  protocol::HttpResponse response;
  response.status = 404;
  response.fields = {{"Connection", "close"}, {"Content-Type", "text/plain"}};
  response.body = "There is no such case. See parley check client --help.\n";
  protocol::encode(response, out);
  const std::array<protocol::ByteView, 1> pieces{out};
  static_cast<void>(stream.write(pieces));  // who does not take so little at once is not waited for
  stream.shutdown_write();
}

const Case* ClientDesk::find(const DeskTarget& target) const {
  if (const auto* const by_number = std::get_if<CaseByNumber>(&target)) {
    return by_number->number >= 1 && by_number->number <= numbered_.size() ? numbered_[by_number->number - 1] : nullptr;
  }
  if (const auto* const by_tuple = std::get_if<CaseByTuple>(&target)) {
    const auto found = std::find_if(numbered_.begin(), numbered_.end(),
                                    [&](const Case* test) { return has_driver_name(*test, by_tuple->tuple); });
    return found == numbered_.end() ? nullptr : *found;
  }
  if (const auto* const by_id = std::get_if<CaseById>(&target)) {
    const auto found = by_id_.find(by_id->id);
    return found == by_id_.end() ? nullptr : found->second;
  }
  return nullptr;
}

std::string ClientDesk::info(std::size_t number) const {
  const auto* const test = find(CaseByNumber{number, {}});
  if (test == nullptr) return "{}";
  return nlohmann::json{{"id", driver_name(*test)}, {"description", test->title + ". " + test->rule}}.dump();
}

std::string ClientDesk::status(std::size_t number, const std::string& agent) const {
  const auto* const test = find(CaseByNumber{number, {}});
  const auto known = verdicts_.find({agent, test});
  if (known == verdicts_.end()) return R"({"behavior": "MISSING"})";
  return nlohmann::json{{"behavior", autobahn_behavior(known->second)}}.dump();
}

}  // namespace parley::conformance
