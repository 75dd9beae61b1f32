#include "cli/probe_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/report/text.hpp"
#include "protocol/base64.hpp"

namespace parley::cli {

namespace {

using client::ProbeEnd;
using client::ProbeReport;
using client::Value;
using harness::format_duration;
using harness::printable;
using Time = std::chrono::system_clock::time_point;

constexpr std::size_t shown_columns = 80;

/// Rows of a table with a narrow left column.
class Rows {
 public:
  void add(std::string_view label, std::string_view text) { text_ += fmt::format("  {:<14}{}\n", label, text); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string one_line(std::string_view text) {
  auto line = printable(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return harness::truncate(line, shown_columns);
}

std::string iso_time(Time time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string validity(const net::Certificate& certificate, Time now) {
  const auto days = std::chrono::duration_cast<std::chrono::hours>(certificate.not_after - now).count() / 24;
  const auto state = now > certificate.not_after ? std::string("EXPIRED")
                     : now < certificate.not_before
                         ? std::string("NOT YET VALID")
                         : harness::format_counted(static_cast<std::size_t>(days), "day") + " left";
  return fmt::format("{} to {}, {}", iso_time(certificate.not_before), iso_time(certificate.not_after), state);
}

std::string close_text(const std::optional<protocol::CloseBody>& body) {
  if (!body) return "no Close";
  if (body->code == 1005) return "Close without a code";
  return fmt::format("Close {}{}", body->code, body->reason.empty() ? "" : " \"" + printable(body->reason) + "\"");
}

void add_tls(Rows& rows, const net::TlsInfo& tls, Time now) {
  rows.add("TLS", tls.version + ", " + tls.cipher);
  if (!tls.certificate) return;
  const auto& certificate = *tls.certificate;
  rows.add("certificate", printable(certificate.subject));
  rows.add("  names", printable(fmt::format("{}", fmt::join(certificate.names, ", "))));
  rows.add("  issuer", printable(certificate.issuer));
  rows.add("  valid", validity(certificate, now));
}

void add_fields(Rows& rows, const protocol::HttpFields& fields) {
  for (const auto& field : fields) rows.add("", printable(field.name + ": " + field.value));
}

std::string agreed_extensions(const ProbeReport& report) {
  const auto listed = report.response ? report.response->fields.combined("Sec-WebSocket-Extensions") : std::nullopt;
  return listed ? printable(*listed) : "none";
}

void add_handshake(Rows& rows, const ProbeReport& report) {
  if (report.response) {
    const auto& reason = report.response->reason;
    rows.add("handshake", fmt::format("{} {}", report.response->status,
                                      reason.empty() ? protocol::reason_phrase(report.response->status) : reason));
    add_fields(rows, report.response->fields);
    rows.add("subprotocol", report.agreed.subprotocol.empty() ? "none" : printable(report.agreed.subprotocol));
    rows.add("extensions", agreed_extensions(report));
  }
  if (report.failure) {
    rows.add("failure", printable(report.failure->reason));
    add_fields(rows, report.failure->fields);
    if (!report.failure->body.empty()) {
      rows.add("body", one_line(report.failure->body));
    }
  }
}

void add_times(Rows& rows, const ProbeReport& report) {
  const auto add = [&rows](const char* label, const std::optional<net::Duration>& time, const char* what) {
    if (time) rows.add(label, fmt::format("{:<10} {}", format_duration(*time), what));
  };
  add("times", report.resolved ? report.resolved : report.connected,
      report.resolved ? "name resolved" : "TCP connected");
  if (report.resolved) add("", report.connected, "TCP connected");
  add("", report.secured, "TLS stands");
  add("", report.opened, "101: open");
  add("", report.first_message, "first message, since open");
  add("", report.ping, "round trip of a ping");
  if (report.opened && !report.ping) rows.add("", "no Pong came");
}

Value milliseconds(const std::optional<net::Duration>& time) {
  if (!time) return nullptr;
  return std::chrono::duration<double, std::milli>(*time).count();
}

Value close_json(const std::optional<protocol::CloseBody>& body) {
  if (!body) return nullptr;
  return {{"code", body->code}, {"reason", body->reason}};
}

Value fields_json(const protocol::HttpFields& fields) {
  Value list = Value::array();
  for (const auto& field : fields) list.push_back({{"name", field.name}, {"value", field.value}});
  return list;
}

Value tls_json(const std::optional<net::StreamInfo>& stream) {
  if (!stream || !stream->tls) return nullptr;
  Value tls = {{"version", stream->tls->version}, {"cipher", stream->tls->cipher}, {"certificate", nullptr}};
  if (const auto& certificate = stream->tls->certificate) {
    tls["certificate"] = {{"subject", certificate->subject},
                          {"issuer", certificate->issuer},
                          {"names", certificate->names},
                          {"not_before", iso_time(certificate->not_before)},
                          {"not_after", iso_time(certificate->not_after)}};
  }
  return tls;
}

const char* end_name(ProbeEnd end) {
  switch (end) {
    case ProbeEnd::not_opened:
      return "not_opened";
    case ProbeEnd::by_us:
      return "by_us";
    case ProbeEnd::by_peer:
      break;
  }
  return "by_peer";
}

}  // namespace

std::string message_line(protocol::MessageType type, protocol::ByteView payload) {
  const bool text = type == protocol::MessageType::text;
  const auto content =
      text ? std::string(protocol::as_text(payload))
           : fmt::format("{:02x}", fmt::join(payload.first(std::min<std::size_t>(payload.size(), 32)), " "));
  return fmt::format("{:<6} {:>6} B  {}", text ? "text" : "binary", payload.size(), one_line(content));
}

Value message_json(protocol::MessageType type, protocol::ByteView payload) {
  if (type == protocol::MessageType::text) {
    return {{"type", "text"}, {"bytes", payload.size()}, {"text", std::string(protocol::as_text(payload))}};
  }
  return {{"type", "binary"}, {"bytes", payload.size()}, {"base64", protocol::base64_encode(payload)}};
}

std::string end_text(const ProbeReport& report) {
  std::string text;
  switch (report.end) {
    case ProbeEnd::not_opened:
      return "was never open";
    case ProbeEnd::by_us:
      text = fmt::format("our Close 1000 was answered by {}", close_text(report.close.received));
      break;
    case ProbeEnd::by_peer:
      text = report.close.violation ? "we failed the connection: " + std::string(report.close.violation->what)
                                    : fmt::format("the server ended first, with {}", close_text(report.close.received));
      break;
  }
  if (!report.error.empty()) return text + "; " + report.error;
  return text + (report.closing ? ", end of TCP after " + format_duration(*report.closing) : "");
}

std::string probe_text(const ProbeReport& report, Time now) {
  Rows rows;
  if (report.stream) {
    rows.add("connection", report.stream->local + " to " + report.stream->peer);
    if (report.stream->tls) add_tls(rows, *report.stream->tls, now);
  }
  add_handshake(rows, report);
  if (report.opened) {
    rows.add("messages", std::to_string(report.received));
    for (std::size_t i = 0; i < report.messages.size() && i < 3; ++i) {
      rows.add("", message_line(report.messages[i].type, report.messages[i].payload));
    }
    rows.add("closing", end_text(report));
  }
  add_times(rows, report);
  return rows.take();
}

Value probe_json(const ProbeReport& report) {
  Value messages = Value::array();
  for (const auto& message : report.messages) {
    messages.push_back(message_json(message.type, message.payload));
    messages.back()["at_ms"] = milliseconds(message.at);
  }
  Value json = {{"open", report.opened.has_value()}};
  json["local"] = report.stream ? Value(report.stream->local) : Value(nullptr);
  json["peer"] = report.stream ? Value(report.stream->peer) : Value(nullptr);
  json["tls"] = tls_json(report.stream);
  const auto status = report.response ? report.response->status : report.failure ? report.failure->status : 0;
  json["handshake"] = {{"status", status},
                       {"headers", report.response  ? fields_json(report.response->fields)
                                   : report.failure ? fields_json(report.failure->fields)
                                                    : Value::array()},
                       {"subprotocol", report.agreed.subprotocol},
                       {"extensions", report.opened ? agreed_extensions(report) : ""},
                       {"failure", report.failure ? Value(report.failure->reason) : Value(nullptr)},
                       {"body", report.failure ? report.failure->body : ""}};
  json["times_ms"] = {{"resolved", milliseconds(report.resolved)},
                      {"connected", milliseconds(report.connected)},
                      {"secured", milliseconds(report.secured)},
                      {"open", milliseconds(report.opened)},
                      {"first_message", milliseconds(report.first_message)},
                      {"ping", milliseconds(report.ping)},
                      {"closing", milliseconds(report.closing)}};
  json["received"] = report.received;
  json["messages"] = std::move(messages);
  json["end"] = {{"how", end_name(report.end)},
                 {"received", close_json(report.close.received)},
                 {"sent", close_json(report.close.sent)},
                 {"error", report.error}};
  return json;
}

}  // namespace parley::cli
