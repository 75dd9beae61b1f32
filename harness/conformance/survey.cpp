#include "harness/conformance/survey.hpp"

#include <algorithm>
#include <vector>

#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/suite.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/extension.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

constexpr std::string_view survey_group = "survey";

Case deflate_case() {
  Case test;
  test.id = "survey-deflate";
  test.group = survey_group;
  test.terms = Terms{};
  test.script.extensions = "permessage-deflate; client_max_window_bits";
  test.allowed = {{Grade::strict, Answers{}}};
  return test;
}

Case make_ping_case() {
  Case test;
  test.id = "survey-ping";
  test.group = survey_group;
  const auto payload = to_bytes("parley");
  test.script.steps = {Send{{{.opcode = protocol::Opcode::ping, .payload = payload}}}};
  test.allowed = {{Grade::strict, Answers{{}, {payload}}}};
  return test;
}

Case make_opening_case() {
  Case test;
  test.id = "survey-opening";
  test.group = survey_group;
  test.allowed = {{Grade::strict, Answers{}}};
  return test;
}

/// Played several times at once: who gets the messages of others is no echo server but a broadcast. Text that comes
/// back as binary is a fault for the cases to find, and so are a few bytes that are others, and a pong that does not
/// come; binary that comes back as text is what servers do that know text only.
Case echo_case(bool is_text, int number) {
  Case test;
  test.id = is_text ? "survey-echo-text" : "survey-echo-binary";
  test.group = survey_group;
  // All of different lengths: what others sent is not taken for a harmed echo.
  const auto payload = to_bytes("parley survey " + std::to_string(number) + std::string(3U * number, '.'));
  const auto opcode = is_text ? protocol::Opcode::text : protocol::Opcode::binary;
  test.script.steps = {
      Pause{std::chrono::milliseconds(50)},  // until the others are connected
      Send{{{.opcode = opcode, .payload = payload}}},
      Await{Until::message, 1},
      Pause{std::chrono::milliseconds(50)},
  };
  test.allowed = {{Grade::strict, Answers{{{is_text, payload}}}}};
  test.allowed.push_back({Grade::lenient, Answers{.messages = {{is_text, payload}}, .harmed = true}});
  if (is_text) test.allowed.push_back({Grade::lenient, Answers{{{false, payload}}}});
  return test;
}

/// Says nothing for so long.
Case listening_case(std::chrono::milliseconds time) {
  Case test;
  test.id = "survey-greeting";
  test.group = survey_group;
  test.script.steps = {Pause{time}};
  test.allowed = {{Grade::strict, Answers{}}};
  return test;
}

/// How many messages a server sends to everybody who comes, and then no more: one that goes on by itself is taken for
/// none that greets.
std::size_t survey_greeting(const Peer& peer, const PlayOptions& options) {
  constexpr std::size_t most = 8;
  const auto briefly = listening_case(std::chrono::milliseconds(500));
  const auto longer = listening_case(std::chrono::seconds(2));
  const std::vector<const Case*> cases = {&briefly, &briefly, &longer, &longer};
  auto together = options;
  together.jobs = static_cast<unsigned>(cases.size());
  const auto results = play_cases(peer, cases, together, {});
  if (results.size() < cases.size()) return 0;
  const auto count = results.front().messages;
  const bool same =
      std::all_of(results.begin(), results.end(), [count](const auto& each) { return each.messages == count; });
  return same && count <= most ? count : 0;
}

/// Finds out which types of messages come back. Those that do not are awaited for two patiences already.
void survey_echo(const Peer& peer, const PlayOptions& options, Survey& found) {
  constexpr int of_each = 3;
  std::vector<Case> cases;
  for (int number = 0; number < 2 * of_each; ++number) cases.push_back(echo_case(number < of_each, number));
  std::vector<const Case*> all;
  for (const auto& test : cases) all.push_back(&test);
  auto together = options;
  together.jobs = 2 * of_each;
  together.hear_again = false;
  const auto results = play_cases(peer, all, together, {});
  if (results.size() < cases.size()) return;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (is_passing(results[i].verdict)) continue;
    const bool is_text = i < of_each;
    auto& lack = is_text ? found.no_text_echo : found.no_binary_echo;
    lack = std::string("the peer does not send ") + (is_text ? "text" : "binary messages") +
           " back as sent: " + results[i].why;
  }
}

/// Who greets sends the greeting before what comes back.
void survey_greeting_and_echo(Peer peer, const PlayOptions& options, Survey& found) {
  found.greeting = peer.greeting;
  auto greeted = found;
  survey_echo(peer, options, found);
  if (found.echoes() || found.greeting > 0) return;
  peer.greeting = greeted.greeting = survey_greeting(peer, options);
  if (peer.greeting == 0) return;
  survey_echo(peer, options, greeted);
  if (greeted.echoes()) found = greeted;
}

/// No sentence has a server send back what comes, or both types of it.
std::string lacks_echo(const Survey& found, const Case& test) {
  bool text = false;
  bool binary = false;
  for (const auto& step : test.script.steps) {
    const auto* const exchange = std::get_if<Exchange>(&step);
    if (exchange != nullptr) (exchange->opcode == protocol::Opcode::text ? text : binary) = true;
  }
  for (const auto& allowed : test.allowed) {
    const auto* const answers = std::get_if<Answers>(&allowed.outcome);
    if (answers == nullptr) continue;
    for (const auto& message : answers->messages) (message.text ? text : binary) = true;
  }
  if ((text || !binary) && !found.no_text_echo.empty()) return found.no_text_echo;
  return binary ? found.no_binary_echo : std::string();
}

std::string lacks_one(const Survey& found, Need need, const Case& test) {
  switch (need) {
    case Need::open:
      return found.closed;
    case Need::echo:
      return found.closed.empty() ? lacks_echo(found, test) : found.closed;
    case Need::deflate:
      return found.closed.empty() ? found.no_deflate : found.closed;
    case Need::subprotocol:
      return found.no_subprotocol;
    case Need::tls:
      return found.no_tls;
  }
  return found.closed;
}

/// For a peer that has not closed in time, twice. That is told of it anyhow; a case is to see no more than whether it
/// does now.
std::chrono::nanoseconds closing_patience(const Patience& patience, const Survey& survey) {
  constexpr std::chrono::nanoseconds least = std::chrono::milliseconds(500);
  return std::min(std::max(least, 20 * survey.round_trip), patience.answer);
}

/// RFC 6455 §4.2.2: a server opens a connection "if it chooses to", also by what it misses in a sound request (a token,
/// a subprotocol, another path), and says so with any status.
bool turns_away(int status) {
  return status >= 300;
}

}  // namespace

const Case& ping_case() {
  static const Case test = make_ping_case();
  return test;
}

const Case& opening_case() {
  static const Case test = make_opening_case();
  return test;
}

std::string Survey::lacks(const Case& test) const {
  for (const auto need : test.needs) {
    if (auto why = lacks_one(*this, need, test); !why.empty()) return why;
  }
  return {};
}

Survey survey_server(const Peer& peer, const Patience& patience, const std::stop_token& stop) {
  PlayOptions options{.jobs = 1, .patience = patience, .stop = stop};
  Survey found;
  if (!peer.tls) found.no_tls = "the URL is not wss";
  const auto pings = play_cases(peer, {&ping_case()}, options, {});
  if (pings.empty()) return found;
  const auto& ping = pings.front();
  found.round_trip = time_to_answer(ping.transcript);
  if (ping.verdict == Verdict::error) {
    (ping.transcript.chunks.empty() ? found.unreachable : found.closed) = ping.why;
    if (!found.unreachable.empty()) found.closed = found.unreachable;
    if (turns_away(ping.status)) {
      found.turned_away = "the server answers the usual opening handshake with HTTP " + std::to_string(ping.status);
    }
    return found;
  }
  found.answers = is_passing(ping.verdict);
  found.closes = ping.closing != Closing::unanswered && ping.closing != Closing::left_open;
  options.hear_again = found.answers && found.closes;  // it has been heard again already
  if (!found.closes) options.patience.closing = closing_patience(patience, found);
  survey_greeting_and_echo(peer, options, found);
  const auto deflate = deflate_case();
  const auto offers = play_cases(peer, {&deflate}, options, {});
  if (!offers.empty() && !is_passing(offers.front().verdict)) found.no_deflate = offers.front().why;
  return found;
}

std::chrono::nanoseconds time_to_answer(const Transcript& transcript) {
  std::chrono::nanoseconds asked{};
  std::chrono::nanoseconds longest{};
  for (const auto& chunk : transcript.chunks) {
    switch (chunk.direction) {
      case Direction::sent:
        asked = chunk.at;
        break;
      case Direction::received:
        longest = std::max(longest, chunk.at - asked);
        break;
    }
  }
  return longest;
}

std::string client_lacks(const Case& test, const protocol::HttpRequest& request) {
  const auto offered = protocol::parse_extensions(request.fields.combined("Sec-WebSocket-Extensions").value_or(""));
  const auto is_deflate = [](const protocol::Extension& extension) { return extension.name == protocol::deflate_name; };
  const bool deflate = offered && std::any_of(offered->begin(), offered->end(), is_deflate);
  if (needs(test, Need::deflate) && !deflate) return "the client does not offer permessage-deflate";
  if (needs(test, Need::subprotocol) && request.fields.find("Sec-WebSocket-Protocol") == nullptr) {
    return "the client offers no subprotocol";
  }
  const bool judges_request = std::any_of(test.allowed.begin(), test.allowed.end(), [](const Allowed& allowed) {
    return std::holds_alternative<AsksFor>(allowed.outcome);
  });
  if (!judges_request && request.fields.find("Sec-WebSocket-Key") == nullptr) {
    return "the client sends no Sec-WebSocket-Key, so that no answer is right";
  }
  return lacks_offer(test, request);
}

Patience patience_for(const Survey& survey) {
  Patience patience;
  patience.answer = std::max<std::chrono::nanoseconds>(patience.answer, 20 * survey.round_trip);
  patience.quiet = std::clamp<std::chrono::nanoseconds>(4 * survey.round_trip, patience.quiet, patience.answer / 2);
  if (!survey.closes) patience.closing = closing_patience(patience, survey);
  return patience;
}

unsigned jobs_for(const Survey& survey) {
  constexpr unsigned waiting = 128;
  return survey.answers && survey.closes ? PlayOptions{}.jobs : waiting;
}

}  // namespace parley::conformance
