#include "protocol/testing/connection_player.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <sstream>
#include <stdexcept>

namespace parley::protocol::testing {
namespace {

std::string describe(std::string_view kind, ByteView payload) {
  return payload.empty() ? std::string(kind) : fmt::format("{} {}", kind, to_hex(payload));
}

std::string describe(const std::optional<CloseBody>& body) {
  return body ? fmt::format("{} '{}'", body->code, body->reason) : "none";
}

std::string describe(const std::optional<Violation>& violation) {
  return violation ? fmt::format("{} {}: {}", to_number(violation->code), violation->section, violation->what) : "none";
}

}  // namespace

void EventLog::on_message(MessageType type, ByteView payload) {
  events.push_back(type == MessageType::text ? fmt::format("text {}", as_text(payload)) : describe("binary", payload));
}

void EventLog::on_ping(ByteView payload) {
  events.push_back(describe("ping", payload));
}

void EventLog::on_pong(ByteView payload) {
  events.push_back(describe("pong", payload));
}

bool operator==(const Outcome& left, const Outcome& right) {
  return left.events == right.events && left.sent == right.sent && left.state == right.state &&
         left.report.received == right.report.received && left.report.sent == right.report.sent &&
         left.report.violation == right.report.violation;
}

std::ostream& operator<<(std::ostream& stream, const Outcome& outcome) {
  return stream << fmt::format("events [{}], sent [{}], state {}, close received {}, sent {}, violation {}",
                               fmt::join(outcome.events, ", "), outcome.sent, static_cast<int>(outcome.state),
                               describe(outcome.report.received), describe(outcome.report.sent),
                               describe(outcome.report.violation));
}

ConnectionOptions server_options() {
  return {};
}

ConnectionOptions client_options() {
  ConnectionOptions options;
  options.role = Role::client;
  options.mask_source = [] { return example_key; };
  return options;
}

Outcome play(const ConnectionOptions& options, const Pieces& input) {
  EventLog log;
  Connection connection(options, log);
  Bytes sent;
  for (Bytes piece : input) connection.receive(piece, sent);  // a copy: receive unmasks in place
  return {log.events, to_hex(sent), connection.state(), connection.close_report()};
}

Outcome play_every_cut(const ConnectionOptions& options, ByteView input) {
  const auto ways = ways_to_cut(input);
  const Outcome whole = play(options, ways.front());
  for (const Pieces& pieces : ways) {
    const Outcome outcome = play(options, pieces);
    if (outcome == whole) continue;
    std::ostringstream difference;
    difference << "whole: " << whole << "\ncut into pieces, the first of " << pieces.front().size()
               << " bytes: " << outcome;
    throw std::logic_error(difference.str());
  }
  return whole;
}

Bytes masked_frame(FrameHeader header, ByteView payload) {
  header.mask = example_key;
  header.length = payload.size();
  header.form = minimal_form(header.length);
  Bytes wire;
  encode_frame(header, payload, wire);
  return wire;
}

}  // namespace parley::protocol::testing
