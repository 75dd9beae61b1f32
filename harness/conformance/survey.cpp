#include "harness/conformance/survey.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/suite.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/extension.hpp"

namespace parley::conformance {
namespace {

using protocol::to_bytes;

constexpr std::string_view survey_group = "survey";

const std::string& lacks_one(const Survey& found, Need need) {
  switch (need) {
    case Need::open:
      return found.closed;
    case Need::echo:
      return found.no_echo;
    case Need::deflate:
      return found.closed.empty() ? found.no_deflate : found.closed;
    case Need::subprotocol:
      return found.no_subprotocol;
    case Need::tls:
      return found.no_tls;
  }
  return found.closed;
}

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

/// Played several times at once: who gets the messages of others is no echo server but a broadcast. A fault of the
/// echo (a type that is lost, a pong that does not come) is for the cases to find.
Case echo_case(int number) {
  Case test;
  test.id = "survey-echo";
  test.group = survey_group;
  test.needs = {Need::open, Need::echo};
  const auto text = to_bytes("parley survey " + std::to_string(number));
  const auto binary = to_bytes("parley binary " + std::to_string(number));
  test.script.steps = {
      Pause{std::chrono::milliseconds(50)},  // until the others are connected
      Send{{{.payload = text}, {.opcode = protocol::Opcode::binary, .payload = binary}}},
      Await{Until::message, 2},
      Pause{std::chrono::milliseconds(50)},
  };
  for (const bool text_as_text : {true, false}) {
    for (const bool binary_as_text : {false, true}) {
      test.allowed.push_back({Grade::strict, Answers{{{text_as_text, text}, {binary_as_text, binary}}}});
      test.allowed.push_back({Grade::lenient, Answers{{{binary_as_text, binary}, {text_as_text, text}}}});
    }
  }
  test.allowed.push_back({Grade::lenient, Answers{{{true, text}}}});
  test.allowed.push_back({Grade::lenient, Answers{{{false, binary}}}});
  return test;
}

/// Statuses that say nothing against a request, but who asks, or where. A server need not accept a connection (RFC
/// 6455 §4.2.2 has 401, 403 and 3xx for it); one that finds fault with a sound request is judged.
bool turns_away(int status) {
  constexpr std::array finds_fault{400, 405, 426, 500, 501, 505};
  return status >= 300 && std::find(finds_fault.begin(), finds_fault.end(), status) == finds_fault.end();
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
    const auto& why = lacks_one(*this, need);
    if (!why.empty()) return why;
  }
  return {};
}

Survey survey_server(const Peer& peer, const Patience& patience) {
  Survey found;
  if (!peer.tls) found.no_tls = "the URL is not wss";
  const auto ping = play_cases(peer, {&ping_case()}, {.jobs = 1, .patience = patience}, {}).at(0);
  found.round_trip = time_to_answer(ping.transcript);
  if (ping.verdict == Verdict::error) {
    (ping.transcript.chunks.empty() ? found.unreachable : found.closed) = ping.why;
    if (!found.unreachable.empty()) found.closed = found.unreachable;
    if (turns_away(ping.status)) {
      found.turned_away = "the server answers the usual opening handshake with HTTP " + std::to_string(ping.status);
    }
    return found;
  }
  const std::array cases{echo_case(1), echo_case(2), echo_case(3)};
  for (const auto& result :
       play_cases(peer, {&cases[0], &cases[1], &cases[2]}, {.jobs = 3, .patience = patience}, {})) {
    if (result.verdict == Verdict::pass || result.verdict == Verdict::pass_lenient) continue;
    found.no_echo = "the peer does not send messages back as they came: " + result.why;
    break;
  }
  const auto deflate = deflate_case();
  const auto offered = play_cases(peer, {&deflate}, {.jobs = 1, .patience = patience}, {}).at(0);
  if (offered.verdict != Verdict::pass) found.no_deflate = offered.why;
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
  return patience;
}

}  // namespace parley::conformance
