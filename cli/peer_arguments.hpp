// What the command line says about the server that is connected to: shared by the commands that open one connection.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/client.hpp"

namespace parley::cli {

struct PeerArguments {
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::vector<std::string> subprotocols;
  std::string user;  // "name:password"
  bool insecure = false;
  std::string ca_file;
  std::chrono::nanoseconds timeout = std::chrono::seconds(10);
  protocol::EngineKind engine = protocol::EngineKind::native;
};

/// URL and the options of the handshake, without its timeout and the engine. How a URL may look is part of `url_help`.
void add_handshake_arguments(CLI::App& command, PeerArguments& arguments, const std::string& url_help);
/// With them.
void add_peer_arguments(CLI::App& command, PeerArguments& arguments, const std::string& url_help);

// These throw std::invalid_argument that says what is wrong.
/// `url` stands in place of the argument: a command may have changed it.
[[nodiscard]] client::ClientOptions client_options(const PeerArguments& arguments, const std::string& url);
/// Those of --header. Not those that the handshake sets itself.
[[nodiscard]] protocol::HttpFields header_fields(const std::vector<std::string>& headers);
/// `option` gives the field `name`, where `value` is not empty: then it is none of the others.
void check_given_once(const protocol::HttpFields& others, std::string_view name, std::string_view option,
                      std::string_view value);
/// --user beside these fields.
void check_user(const std::string& user, const protocol::HttpFields& others);
/// Those of --subprotocol as they are: tokens, each of them once (RFC 6455 §4.1 item 10).
[[nodiscard]] const std::vector<std::string>& checked_subprotocols(const std::vector<std::string>& names);

/// "@file" is what is in the file, anything else the text itself; nothing when empty.
[[nodiscard]] std::optional<std::string> text_or_file(const std::string& option, const std::string& argument);

}  // namespace parley::cli
