#include "harness/conformance/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/deflate_offer.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

bool contains(const Codes& codes, std::uint16_t code) {
  return std::any_of(codes.begin(), codes.end(), [code](CodeRange r) { return code >= r.first && code <= r.last; });
}

bool are_alike(const Message& a, const Message& b) {
  if (a.text != b.text || a.payload.size() != b.payload.size()) return false;
  std::size_t others = 0;
  for (std::size_t i = 0; i < a.payload.size(); ++i) others += a.payload[i] != b.payload[i] ? 1U : 0U;
  return others == 0 || 2 * others < a.payload.size();
}

Match match_one(const Answers& answers, const Observation& seen) {
  const auto& expected = answers.messages;
  // Where no message is to come back, the peer may send its own at any time: a welcome, news.
  const auto count = expected.empty() ? 0 : seen.messages.size();
  if (count > expected.size()) return Match::no;
  const auto is_it = [&](const Message& sent, const Message& came) {
    return answers.harmed ? are_alike(sent, came) : sent == came;
  };
  const auto last = expected.begin() + static_cast<std::ptrdiff_t>(count);
  if (!std::equal(expected.begin(), last, seen.messages.begin(), is_it)) return Match::no;
  const bool answered = answers.pings.empty() ||
                        std::find(seen.pongs.begin(), seen.pongs.end(), answers.pings.back()) != seen.pongs.end();
  if (count == expected.size() && seen.compressed_messages < answers.compressed) return Match::no;
  if (count == expected.size() && answered && (seen.close_sent || !seen.ended())) {
    if (seen.close_sent || seen.closes.empty()) return seen.script_finished ? Match::yes : Match::possible;
  }
  return seen.over() ? Match::no : Match::possible;
}

Match match_one(const Exchanges& exchanges, const Observation& seen) {
  if (!seen.exchange_fault.empty() || !seen.messages.empty()) return Match::no;
  if (!seen.close_sent && seen.over()) return Match::no;
  if (!seen.script_finished) return Match::possible;
  return seen.exchanged == exchanges.count ? Match::yes : Match::no;
}

Match match_one(const Fails& fails, const Observation& seen) {
  if (!seen.closes.empty()) return contains(fails.codes, close_code(seen.closes[0])) ? Match::yes : Match::no;
  return seen.ended() || seen.went_on ? Match::no : Match::possible;
}

Match match_one(const Drops& /*drops*/, const Observation& seen) {
  if (!seen.closes.empty() || seen.went_on) return Match::no;
  return seen.ended() ? Match::yes : Match::possible;
}

bool is_marked(const MessageMark& mark, const Message& message) {
  const auto seen = mark_of(message);
  return mark.text == seen.text && mark.size == seen.size && mark.hash == seen.hash;
}

Match match_one(const TurnsDown& turns_down, const Observation& seen) {
  const auto& marks = turns_down.messages;
  if (seen.messages.size() > marks.size()) return Match::no;
  const auto next = marks.begin() + static_cast<std::ptrdiff_t>(seen.messages.size());
  if (!std::equal(marks.begin(), next, seen.messages.begin(), is_marked)) return Match::no;
  const bool too_large =
      std::any_of(next, marks.end(), [&](const MessageMark& mark) { return mark.size > turns_down.largest_taken; });
  if (!too_large || seen.went_on) return Match::no;
  if (!seen.closes.empty()) return match_one(Fails{turns_down.codes}, seen);
  if (seen.ended()) return turns_down.silently ? Match::yes : Match::no;
  return Match::possible;
}

Match match_one(const Closes& closes, const Observation& seen) {
  if (seen.closes.empty()) return seen.ended() ? Match::no : Match::possible;
  if (!contains(closes.codes, close_code(seen.closes[0]))) return Match::no;
  // RFC 6455 §7.1.1: the server ends TCP first, and it is us when the peer is the client.
  return seen.ended() || seen.peer == protocol::Role::client ? Match::yes : Match::possible;
}

Match match_one(const ClosesAndWaits& closes, const Observation& seen) {
  if (seen.ended()) return Match::no;
  if (seen.closes.empty()) return Match::possible;
  if (!contains(closes.codes, close_code(seen.closes[0]))) return Match::no;
  return seen.script_finished ? Match::yes : Match::possible;
}

Match match_one(const Resets& /*resets*/, const Observation& seen) {
  switch (seen.end) {
    case TcpEnd::open:
      return Match::possible;
    case TcpEnd::fin:
      return Match::no;
    case TcpEnd::reset:
      return Match::yes;
  }
  return Match::no;
}

Match match_one(const Ends& /*ends*/, const Observation& seen) {
  return seen.ended() ? Match::yes : Match::possible;
}

Match match_one(const Survives& survives, const Observation& seen) {
  const bool answered = std::find(seen.pongs.begin(), seen.pongs.end(), survives.ping) != seen.pongs.end();
  if (answered) return Match::yes;
  return seen.over() ? Match::no : Match::possible;
}

Match match_one(const GoesOn& /*goes_on*/, const Observation& seen) {
  if (seen.went_on) return Match::yes;
  return seen.over() ? Match::no : Match::possible;
}

Match match_one(const Upgrades& /*upgrades*/, const Observation& seen) {
  if (!seen.response) return seen.ended() || !seen.head_fault.empty() ? Match::no : Match::possible;
  if (!fault_of_upgrade(seen).empty()) return Match::no;
  return Match::yes;
}

Match match_one(const Agrees& agrees, const Observation& seen) {
  if (match_one(Upgrades{}, seen) != Match::yes) return match_one(Upgrades{}, seen);
  return agrees_on_deflate(seen) && fault_of_deflate_answer(seen, agrees.offers).empty() ? Match::yes : Match::no;
}

Match match_one(const Declines& /*declines*/, const Observation& seen) {
  if (match_one(Upgrades{}, seen) != Match::yes) return match_one(Upgrades{}, seen);
  return agrees_on_deflate(seen) ? Match::no : Match::yes;
}

Match match_one(const Refuses& refuses, const Observation& seen) {
  if (!seen.response) return seen.ended() || !seen.head_fault.empty() ? Match::no : Match::possible;
  const int status = seen.response->status;
  const auto& fields = seen.response->fields;
  if (!refuses.field.empty() && fields.find(refuses.field) == nullptr) return Match::no;
  if (!refuses.element.empty() && !fields.has_token(refuses.field, refuses.element)) return Match::no;
  return status != 101 && status >= refuses.first && status <= refuses.last ? Match::yes : Match::no;
}

/// RFC 9112 §6.3 rule 8: content without a length lasts until TCP ends.
bool lasts_until_end(const protocol::HttpFields& fields) {
  return !fields.has_token("Transfer-Encoding", "chunked") && fields.find("Content-Length") == nullptr;
}

Match match_one(const RefusesWhole& refuses, const Observation& seen) {
  if (!seen.response || seen.response->status == 101) return match_one(Refuses{100, 999}, seen);
  const auto& fields = seen.response->fields;
  if (refuses.content == Content::unannounced) {
    const bool open = !seen.ended() && lasts_until_end(fields) && !fields.has_token("Connection", "close");
    return open ? Match::yes : Match::no;
  }
  if (refuses.content == Content::unfinished) {
    const bool open = !seen.ended() && !seen.body_complete && fields.has_token("Transfer-Encoding", "chunked");
    return open ? Match::yes : Match::no;
  }
  const bool none = refuses.content == Content::none;
  if (none && seen.body_bytes > 0) return Match::no;
  if (seen.end == TcpEnd::reset) return Match::yes;  // which may have eaten what was under way
  const bool whole = none || seen.body_complete;
  if (seen.ended()) return whole || lasts_until_end(fields) ? Match::yes : Match::no;
  return whole && !fields.has_token("Connection", "close") ? Match::yes : Match::possible;
}

Match match_one(const HangsUp& /*hangs_up*/, const Observation& seen) {
  if (seen.response) return Match::no;
  return seen.ended() ? Match::yes : Match::possible;
}

Match match_one(const GivesUp& /*gives_up*/, const Observation& seen) {
  if (seen.frames > 0) return Match::no;
  return seen.ended() ? Match::yes : Match::possible;
}

/// "%C3" for "%c3".
std::string with_large_digits(std::string target) {
  for (std::size_t i = 0; i + 2 < target.size(); ++i) {
    if (target[i] != '%') continue;
    for (std::size_t digit = i + 1; digit <= i + 2; ++digit) {
      if (target[digit] >= 'a' && target[digit] <= 'f') target[digit] = static_cast<char>(target[digit] - 'a' + 'A');
    }
  }
  return target;
}

Match match_one(const AsksFor& asks, const Observation& seen) {
  if (seen.request) {
    const auto& target = seen.request->target;
    const bool asked =
        asks.encoded_by_client ? with_large_digits(target).ends_with(asks.ending) : target.ends_with(asks.ending);
    return asked ? Match::yes : Match::no;
  }
  return seen.ended() || !seen.head_fault.empty() ? Match::no : Match::possible;
}

/// Who is being observed has come.
Match match_one(const StaysAway& /*stays_away*/, const Observation& /*seen*/) {
  return Match::no;
}

std::string describe_codes(const Codes& codes) {
  std::string text;
  for (const auto range : codes) {
    text += text.empty() ? "" : " or ";
    if (range.first == 0 && range.last == 65535) return "any code";
    if (range.first == 1005 && range.last == 1005) {
      text += "no code";
    } else {
      text +=
          range.first == range.last ? fmt::format("{}", range.first) : fmt::format("{} to {}", range.first, range.last);
    }
  }
  return text;
}

std::string describe_one(const Answers& answers) {
  std::vector<std::string> parts;
  for (const auto& message : answers.messages) {
    parts.push_back(
        fmt::format("{} {} comes back", message.text ? "text" : "binary", describe_payload(message.payload)));
    if (parts.size() == 4) break;
  }
  if (!answers.pings.empty()) parts.push_back("a pong with " + describe_payload(answers.pings.back()) + " comes");
  if (parts.empty()) parts.emplace_back("nothing comes");
  if (answers.compressed > 0) parts.emplace_back("compressed");
  return fmt::format("{}, and the connection stays open", fmt::join(parts, ", "));
}
std::string describe_one(const Exchanges& exchanges) {
  return fmt::format("{} come back as sent, and the connection stays open",
                     exchanges.count == 1 ? "the message" : fmt::format("{} messages", exchanges.count));
}
std::string describe_one(const Fails& fails) {
  return "the peer fails the connection with a Close that has " + describe_codes(fails.codes);
}
std::string describe_one(const Drops& /*drops*/) {
  return "the peer ends the TCP connection without a Close";
}
std::string describe_one(const TurnsDown& turns_down) {
  return fmt::format(
      "the peer takes no message of more than {} bytes: it fails the connection with a Close that has {}{}",
      turns_down.largest_taken, describe_codes(turns_down.codes), turns_down.silently ? ", or without one" : "");
}
std::string describe_one(const Closes& closes) {
  return fmt::format("the peer answers with a Close that has {}, and ends the TCP connection",
                     describe_codes(closes.codes));
}
std::string describe_one(const ClosesAndWaits& closes) {
  return fmt::format("{}, and leaves the end of TCP to the server", describe_one(Closes{closes.codes}));
}
std::string describe_one(const Resets& /*resets*/) {
  return "the peer resets the TCP connection";
}
std::string describe_one(const Ends& /*ends*/) {
  return "the peer ends the TCP connection";
}
std::string describe_one(const Survives& /*survives*/) {
  return "the connection stays open, and a ping is answered";
}
std::string describe_one(const GoesOn& /*goes_on*/) {
  return "the connection stays open, and a later ping is answered";
}
std::string describe_one(const Upgrades& /*upgrades*/) {
  return "a correct 101 response";
}
std::string describe_one(const Agrees& agrees) {
  return agrees.offers == all_offers ? "a 101 that agrees on permessage-deflate as offered"
                                     : "a 101 that agrees on the permessage-deflate that was offered first";
}
std::string describe_one(const Declines& /*declines*/) {
  return "a 101 without permessage-deflate";
}
std::string describe_one(const Refuses& refuses) {
  const auto status = refuses.first == refuses.last
                          ? fmt::format("status {}", refuses.first)
                          : fmt::format("a status from {} to {}", refuses.first, refuses.last);
  return fmt::format("a response with {}{}{}{}{}", status, refuses.field.empty() ? "" : " and ", refuses.field,
                     refuses.element.empty() ? "" : " that names ", refuses.element);
}
std::string describe_one(const RefusesWhole& refuses) {
  if (refuses.content == Content::unannounced) return "a response other than 101 that announces no length and no end";
  if (refuses.content == Content::unfinished) return "a response other than 101 whose chunks were still to come";
  return refuses.content == Content::none
             ? "a response other than 101, without content, after which TCP ends if it says so"
             : "a response other than 101 with all the content it announces, after which TCP ends if it says so";
}
std::string describe_one(const HangsUp& /*hangs_up*/) {
  return "the peer ends the TCP connection without an HTTP response";
}
std::string describe_one(const GivesUp& /*gives_up*/) {
  return "the peer ends the TCP connection, and has not taken it for an open WebSocket";
}
std::string describe_one(const AsksFor& asks) {
  return fmt::format("the peer asks for a target that ends in \"{}\"", asks.ending);
}
std::string describe_one(const StaysAway& /*stays_away*/) {
  return "the peer does not connect";
}

}  // namespace

MessageMark mark_of(const Message& message) {
  const auto payload = protocol::as_text(message.payload);
  return {message.text, payload.size(), std::hash<std::string_view>()(payload)};
}

Match match(const Outcome& outcome, const Observation& observation) {
  return std::visit([&](const auto& each) { return match_one(each, observation); }, outcome);
}

std::string fault_of_upgrade(const Observation& seen) {
  const auto& response = *seen.response;
  if (response.status != 101) return fmt::format("the status is {}, not 101", response.status);
  const auto upgrade = response.fields.combined("Upgrade");
  if (!upgrade || !protocol::equals_ignoring_case(*upgrade, "websocket")) return "Upgrade is not \"websocket\"";
  if (!response.fields.has_token("Connection", "upgrade")) return "Connection does not name \"Upgrade\"";
  const auto accept = response.fields.combined("Sec-WebSocket-Accept");
  if (!accept) return "there is no Sec-WebSocket-Accept";
  if (!seen.expected_accept.empty() && *accept != seen.expected_accept) {
    return fmt::format("Sec-WebSocket-Accept is {}, not \"{}\"", protocol::in_quotes(*accept), seen.expected_accept);
  }
  return {};
}

std::string describe(const Outcome& outcome) {
  return std::visit([](const auto& each) { return describe_one(each); }, outcome);
}

}  // namespace parley::conformance
