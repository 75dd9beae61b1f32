#include "harness/conformance/client_desk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/conformance/report_autobahn.hpp"
#include "protocol/authority.hpp"
#include "protocol/http_head.hpp"
#include "protocol/http_message.hpp"

namespace parley::conformance {
namespace {

// For a case that strains the client to be over. Some clients give up an opening handshake after 10 s, and a busy
// machine takes some of them.
constexpr int longest_wait_in_patiences = 3;
constexpr std::chrono::nanoseconds longest_wait = std::chrono::seconds(6);

/// What drivers know: Autobahn's number where the case has one.
std::string driver_name(const Case& test) {
  return autobahn_names(test.aliases, test.id).front();
}

bool has_driver_name(const Case& test, const std::string& name) {
  const auto names = autobahn_names(test.aliases, test.id);
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

/// A case that is being played, or a reply to a driver, which is played in the same way.
struct ClientDesk::Play {
  const Case* test = nullptr;
  Case own;  // of a reply
  std::shared_ptr<CasePlayer> player;

  [[nodiscard]] bool is_reply() const { return test == &own; }
};

ClientDesk::ClientDesk(net::Loop& loop, const ListenOptions& options, const Patience& patience,
                       const std::vector<const Case*>& cases, DeskEvents events)
    : loop_(loop),
      patience_(patience),
      peer_{.role = Role::client, .subprotocols = options.subprotocols},
      events_(std::move(events)),
      arrival_events_{[this](const auto& arrival, const std::string& target) { serve(arrival, target); },
                      [this](const auto& arrival) { forget(arrival); },
                      [this](const auto& arrival) { admit_out_of_turn(arrival); }} {
  for (const auto* test : cases) {
    by_id_.emplace(test->id, test);
    if (can_be_numbered(*test)) numbered_.push_back(test);
  }
  scheme_ = options.tls ? "wss" : "ws";
  host_ = options.host.empty() ? options.address : options.host;
  const net::ListenerOptions listener{.address = options.address, .port = options.port, .tls = options.tls};
  listener_ = std::make_unique<net::Listener>(
      loop, listener, [this](std::unique_ptr<net::Stream> stream) { accept(std::move(stream)); });
}

void ClientDesk::expect_own_urls() {
  peer_.uri.host = host_;
  peer_.uri.port = listener_->port();
}

ClientDesk::~ClientDesk() = default;

std::string ClientDesk::base() const {
  return scheme_ + "://" + protocol::uri_host(host_) + ":" + std::to_string(listener_->port());
}

std::string ClientDesk::url(const Case& test) const {
  return base() + "/case/" + test.id + test.script.query;
}

bool ClientDesk::is_playing(const Case& test) const {
  return std::any_of(plays_.begin(), plays_.end(), [&](const auto& play) { return play->test == &test; });
}

bool ClientDesk::is_awaited(const Case& test) const {
  return std::any_of(line_.begin(), line_.end(), [&](const Waiting& each) { return each.test == &test; });
}

void ClientDesk::accept(std::unique_ptr<net::Stream> stream) {
  arrivals_.push_back(std::make_shared<Arrival>(loop_, std::move(stream), arrival_events_));
  arrivals_.back()->start(patience_.answer);
}

void ClientDesk::forget(const std::shared_ptr<Arrival>& arrival) {
  arrivals_.remove(arrival);
  if (const auto gone = take_from_line(arrival)) {
    CaseResult result;
    result.test = gone->test;
    result.why = "the client left while it waited for a case that is played alone to be over";
    events_.on_result(gone->agent, std::move(result));
  }
  admit();  // those behind it
}

void ClientDesk::serve(const std::shared_ptr<Arrival>& arrival, const std::string& text) {
  arrivals_.remove(arrival);
  const auto target = parse_desk_target(text);
  if (!target) return refuse(*arrival->take_stream());
  struct Serve {
    ClientDesk& desk;
    const std::shared_ptr<Arrival>& arrival;

    void operator()(const CaseById& what) { desk.line_up(arrival, desk.find(what.id), ""); }
    void operator()(const RunCase& what) { desk.line_up(arrival, desk.find(what.test), what.agent); }
    void operator()(const GetCaseCount& /*what*/) { reply(std::to_string(desk.numbered_.size()), {}); }
    void operator()(const GetCaseInfo& what) { reply(desk.info(what.test), {}); }
    void operator()(const GetCaseStatus& what) { reply(desk.status(what.test, what.agent), {}); }
    void operator()(const UpdateReports& what) {
      desk.events_.on_update_reports(what.agent);  // a driver that has its answer may end us
      reply("", {});
    }
    void operator()(const StopServer& /*what*/) { reply("", desk.events_.on_stop); }
    void reply(const std::string& answer, std::function<void()> then) { desk.reply(*arrival, answer, std::move(then)); }
  };
  std::visit(Serve{*this, arrival}, *target);
}

// The line.

void ClientDesk::line_up(const std::shared_ptr<Arrival>& arrival, const Case* test, const std::string& agent) {
  if (test == nullptr) return refuse(*arrival->take_stream());
  line_.push_back({arrival, test, agent});
  arrival->wait_for_turn(std::min(patience_.answer * longest_wait_in_patiences, longest_wait));
  admit();
}

void ClientDesk::admit() {
  while (!line_.empty() && may_begin(*line_.front().test)) {
    const auto next = std::move(line_.front());
    line_.pop_front();
    play(next);
  }
}

/// Who has to wait too long may give up.
void ClientDesk::admit_out_of_turn(const std::shared_ptr<Arrival>& arrival) {
  if (const auto next = take_from_line(arrival)) play(*next);
}

std::optional<ClientDesk::Waiting> ClientDesk::take_from_line(const std::shared_ptr<Arrival>& arrival) {
  const auto place =
      std::find_if(line_.begin(), line_.end(), [&](const Waiting& each) { return each.arrival == arrival; });
  if (place == line_.end()) return std::nullopt;
  auto taken = std::move(*place);
  line_.erase(place);
  return taken;
}

bool ClientDesk::may_begin(const Case& test) const {
  return std::none_of(plays_.begin(), plays_.end(), [&](const auto& play) {
    const bool alone = test.crowding == Crowding::alone || play->test->crowding == Crowding::alone;
    return alone && !play->is_reply();
  });
}

void ClientDesk::play(const Waiting& next) {
  const auto on_done = [this, agent = next.agent](CaseResult result) {
    verdicts_[{agent, result.test}] = result.verdict;
    events_.on_result(agent, std::move(result));
  };
  start(std::make_shared<Play>(), *next.test, *next.arrival, on_done);
}

void ClientDesk::reply(Arrival& arrival, const std::string& text, std::function<void()> then) {
  const auto play = std::make_shared<Play>();
  if (!text.empty()) play->own.script.steps = {Send{{{.payload = protocol::to_bytes(text)}}}};
  play->own.allowed = {{Grade::strict, Answers{}}};
  start(play, play->own, arrival, [then = std::move(then)](const CaseResult& /*result*/) {
    if (then) then();
  });
}

void ClientDesk::start(const std::shared_ptr<Play>& play, const Case& test, Arrival& arrival,
                       CasePlayer::OnDone on_done) {
  play->test = &test;
  plays_.push_back(play);
  const auto and_forget = [this, weak = std::weak_ptr(play), on_done = std::move(on_done)](CaseResult result) {
    plays_.remove(weak.lock());
    on_done(std::move(result));
    admit();
  };
  play->player = std::make_shared<CasePlayer>(loop_, peer_, patience_, test, and_forget);
  play->player->start(arrival.take_stream(), arrival.received());
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

const Case* ClientDesk::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const Case* ClientDesk::find(const DriverCase& name) const {
  if (const auto* const by_number = std::get_if<CaseByNumber>(&name)) {
    return by_number->number >= 1 && by_number->number <= numbered_.size() ? numbered_[by_number->number - 1] : nullptr;
  }
  const auto& tuple = std::get<CaseByTuple>(name).tuple;
  const auto found =
      std::find_if(numbered_.begin(), numbered_.end(), [&](const Case* test) { return has_driver_name(*test, tuple); });
  return found == numbered_.end() ? nullptr : *found;
}

std::string ClientDesk::info(const DriverCase& name) const {
  const auto* const test = find(name);
  if (test == nullptr) return "{}";
  return nlohmann::json{{"id", driver_name(*test)}, {"description", test->title + ". " + test->rule}}.dump();
}

std::string ClientDesk::status(const DriverCase& name, const std::string& agent) const {
  const auto* const test = find(name);
  const auto known = verdicts_.find({agent, test});
  if (known == verdicts_.end()) return R"({"behavior": "MISSING"})";
  return nlohmann::json{{"behavior", autobahn_behavior(known->second)}}.dump();
}

}  // namespace parley::conformance
