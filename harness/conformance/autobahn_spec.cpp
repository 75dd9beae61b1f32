#include "harness/conformance/autobahn_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "harness/conformance/report_autobahn.hpp"
#include "harness/conformance/selection.hpp"
#include "protocol/client_handshake.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/subprotocol.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

/// A key as a part of a JSON pointer (RFC 6901 §3).
std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

class SpecReader {
 public:
  SpecReader(const std::string& file, SpecKind kind) : file_(file), kind_(kind) {}

  AutobahnSpec read(const Json& json) {
    if (!json.is_object()) fail("", "expected an object");
    const bool names_servers = json.contains("servers");
    if (kind_ == SpecKind::fuzzing_client && !names_servers) {
      fail("/servers",
           "is missing: a fuzzingclient's spec names the servers to test; parley check client reads that of a "
           "fuzzingserver");
    }
    if (kind_ == SpecKind::fuzzing_server && names_servers) {
      fail("/servers", "this is the spec of a fuzzingclient; parley check server reads it");
    }
    for (const auto& [key, value] : json.items()) read_key(key, value, "/" + escaped(key));
    return std::move(spec_);
  }

 private:
  [[noreturn]] void fail(const std::string& pointer, const std::string& what) const {
    throw std::invalid_argument(file_ + ": " + (pointer.empty() ? "" : pointer + ": ") + what);
  }

  void note(const std::string& pointer, const std::string& what) {
    spec_.notes.push_back(fmt::format("{}: {}: {}", file_, pointer, what));
  }

  void read_key(const std::string& key, const Json& value, const std::string& pointer) {
    const bool server = kind_ == SpecKind::fuzzing_server;
    if (key == "servers") {
      read_servers(value, pointer);
    } else if (key == "outdir") {
      spec_.outdir = text(value, pointer);
    } else if (key == "cases") {
      spec_.cases = texts(value, pointer);
      if (spec_.cases.empty()) fail(pointer, "names no case");
    } else if (key == "exclude-cases") {
      spec_.exclude_cases = texts(value, pointer);
    } else if (key == "exclude-agent-cases") {
      read_agents(value, pointer);
    } else if (key == "options") {
      note_options(value, pointer);
    } else if (key == "url" && server) {
      spec_.url = text(value, pointer);
    } else if (key == "cert" && server) {
      spec_.certificate_file = text(value, pointer);
    } else if (key == "key" && server) {
      spec_.key_file = text(value, pointer);
    } else if (key == "protocols" && server) {
      spec_.subprotocols = tokens(value, pointer);
    } else if (key == "webport") {
      note(pointer, "has no effect: reports are files (outdir)");
    } else if (key == "enable-ssl") {
      note(pointer, "has no effect: wss:// in the URL says it");
    } else {
      note(pointer, "is not known and has no effect");
    }
  }

  void read_servers(const Json& value, const std::string& pointer) {
    if (!value.is_array() || value.empty()) fail(pointer, "expected an array of servers");
    for (std::size_t i = 0; i < value.size(); ++i) read_server(value[i], fmt::format("{}/{}", pointer, i));
  }

  void read_server(const Json& value, const std::string& pointer) {
    if (!value.is_object()) fail(pointer, "expected an object");
    AutobahnSpec::Server server;
    for (const auto& [key, member] : value.items()) {
      const auto place = pointer + "/" + escaped(key);
      if (key == "url") {
        server.url = text(member, place);
      } else if (key == "agent") {
        server.agent = text(member, place);
      } else if (key == "options") {
        server.headers = read_headers(member, place);
        note_options(member, place);
      } else if (key == "origin") {
        server.origin = text(member, place);
        if (!protocol::is_field_value(server.origin)) fail(place, "expected no control characters (RFC 9110 §5.5)");
      } else if (key == "protocols") {
        server.subprotocols = tokens(member, place);
      } else {
        note(place, "is not known and has no effect");
      }
    }
    if (server.url.empty()) fail(pointer + "/url", "is missing; expected the URL of a server");
    if (server.agent.empty()) server.agent = server.url;
    const auto same = [&](const auto& other) { return file_word(other.agent) == file_word(server.agent); };
    if (std::any_of(spec_.servers.begin(), spec_.servers.end(), same)) {
      fail(pointer + "/agent",
           fmt::format("\"{}\" stands twice, or another has its file names: reports could not tell them apart",
                       server.agent));
    }
    spec_.servers.push_back(std::move(server));
  }

  /// An object of names and values, or an array of "Name: value".
  std::vector<std::string> read_headers(const Json& options, const std::string& pointer) const {
    if (!options.is_object() || !options.contains("headers")) return {};
    const auto& headers = options["headers"];
    const auto place = pointer + "/headers";
    if (headers.is_array()) {
      auto lines = texts(headers, place);
      for (std::size_t i = 0; i < lines.size(); ++i) check_header(lines[i], fmt::format("{}/{}", place, i));
      return lines;
    }
    if (!headers.is_object()) fail(place, "expected an object of names and values, or an array of \"Name: value\"");
    std::vector<std::string> lines;
    for (const auto& [name, value] : headers.items()) {
      lines.push_back(name + ": " + text(value, place + "/" + escaped(name)));
      check_header(lines.back(), place + "/" + escaped(name));
    }
    return lines;
  }

  void check_header(const std::string& line, const std::string& pointer) const {
    const auto field = protocol::parse_given_field(line);
    if (!field) fail(pointer, "expected a field name and its value (RFC 9110 §5.1, §5.5)");
    if (protocol::is_handshake_field(field->name)) {
      fail(pointer, fmt::format("the handshake sets {} itself", field->name));
    }
  }

  /// Settings of Autobahn's own WebSocket, failByDrop for instance.
  void note_options(const Json& options, const std::string& pointer) {
    if (!options.is_object()) fail(pointer, "expected an object");
    for (const auto& [key, value] : options.items()) {
      if (key == "headers" && pointer != "/options") continue;
      note(pointer + "/" + escaped(key), "has no effect: it sets Autobahn's own WebSocket");
    }
  }

  void read_agents(const Json& value, const std::string& pointer) {
    if (!value.is_object()) fail(pointer, "expected an object: agents, and for each an array of cases");
    for (const auto& [agent, cases] : value.items()) {
      spec_.exclude_agent_cases.emplace_back(agent, texts(cases, pointer + "/" + escaped(agent)));
    }
  }

  [[nodiscard]] std::string text(const Json& value, const std::string& pointer) const {
    if (!value.is_string()) fail(pointer, "expected a string");
    return value.get<std::string>();
  }

  [[nodiscard]] std::vector<std::string> texts(const Json& value, const std::string& pointer) const {
    if (!value.is_array()) fail(pointer, "expected an array of strings");
    std::vector<std::string> all;
    for (std::size_t i = 0; i < value.size(); ++i) all.push_back(text(value[i], fmt::format("{}/{}", pointer, i)));
    return all;
  }

  /// RFC 6455 §4.1 item 10: subprotocols are tokens, each of them once.
  [[nodiscard]] std::vector<std::string> tokens(const Json& value, const std::string& pointer) const {
    auto all = texts(value, pointer);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!protocol::is_token(all[i])) fail(fmt::format("{}/{}", pointer, i), "expected a token (RFC 9110 §5.6.2)");
      if (protocol::stands_before(all, i)) {
        fail(fmt::format("{}/{}", pointer, i), fmt::format("\"{}\" stands twice", all[i]));
      }
    }
    return all;
  }

  const std::string& file_;
  const SpecKind kind_;
  AutobahnSpec spec_;
};

constexpr std::string_view autobahn = "autobahn/";

}  // namespace

AutobahnSpec read_autobahn_spec(const std::string& text, const std::string& file, SpecKind kind) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument(file + ": " + error.what());
  }
  return SpecReader(file, kind).read(json);
}

std::string our_pattern(const std::vector<Case>& catalogue, const std::string& pattern) {
  if (pattern == "*") return pattern;
  const std::string number = std::string(autobahn) + pattern;
  const auto is_number = [&](const Case& test) {
    return std::any_of(test.aliases.begin(), test.aliases.end(),
                       [&](const std::string& alias) { return matches_glob(number, alias); });
  };
  return std::any_of(catalogue.begin(), catalogue.end(), is_number) ? number : pattern;
}

std::vector<std::string> excluded_for(const AutobahnSpec& spec, std::string_view agent,
                                      const std::vector<Case>& catalogue) {
  std::vector<std::string> patterns;
  for (const auto& pattern : spec.exclude_cases) patterns.push_back(our_pattern(catalogue, pattern));
  for (const auto& [agents, cases] : spec.exclude_agent_cases) {
    if (!matches_glob(agents, agent)) continue;
    for (const auto& pattern : cases) patterns.push_back(our_pattern(catalogue, pattern));
  }
  return patterns;
}

}  // namespace parley::conformance
