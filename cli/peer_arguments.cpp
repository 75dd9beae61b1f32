#include "cli/peer_arguments.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "cli/exit_code.hpp"
#include "cli/units.hpp"
#include "protocol/client_handshake.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/subprotocol.hpp"
#include "protocol/uri.hpp"

namespace parley::cli {

namespace {

constexpr const char* group = "Connection";

}  // namespace

void add_handshake_arguments(CLI::App& command, PeerArguments& arguments, const std::string& url_help) {
  command.add_option("URL", arguments.url, url_help)->required();
  command
      .add_option("-H,--header", arguments.headers,
                  "a header field for the handshake; none that the handshake sets itself; may be repeated")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--subprotocol", arguments.subprotocols, "offer this subprotocol; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("-u,--user", arguments.user, "Basic credentials, as those in a URL")
      ->type_name("NAME:PASSWORD")
      ->group(group);
  command.add_flag("-k,--insecure", arguments.insecure, "take every certificate")->group(group);
  command.add_option("--ca", arguments.ca_file, "the certificates to trust, PEM (the system's)")
      ->type_name("FILE")
      ->check(CLI::ExistingFile)
      ->group(group);
}

void add_peer_arguments(CLI::App& command, PeerArguments& arguments, const std::string& url_help) {
  add_handshake_arguments(command, arguments, url_help);
  add_timeout(command, "--timeout", arguments.timeout, "for TCP and TLS, and again for the handshake (10s)")
      ->group(group);
  add_engine(command, "--engine", arguments.engine, "protocol implementation: native or websocketpp (native)")
      ->group(group);
}

protocol::HttpFields header_fields(const std::vector<std::string>& headers) {
  protocol::HttpFields fields;
  for (const std::string& header : headers) {
    const auto field = protocol::parse_given_field(header);
    if (!field) throw std::invalid_argument("--header: expected 'Name: value', found " + protocol::in_quotes(header));
    if (protocol::is_handshake_field(field->name)) {
      throw std::invalid_argument(fmt::format("--header: the handshake sets {} itself", field->name));
    }
    fields.add(field->name, field->value);
  }
  return fields;
}

void check_given_once(const protocol::HttpFields& others, std::string_view name, std::string_view option,
                      std::string_view value) {
  if (value.empty() || others.find(name) == nullptr) return;
  throw std::invalid_argument(fmt::format("{}: --header gives {} too", option, name));
}

void check_user(const std::string& user, const protocol::HttpFields& others) {
  check_given_once(others, "Authorization", "--user", user);
  if (!user.empty() && user.find(':') == std::string::npos) {
    throw std::invalid_argument("--user: expected NAME:PASSWORD");
  }
}

const std::vector<std::string>& checked_subprotocols(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!protocol::is_token(names[i])) {
      throw std::invalid_argument(
          fmt::format("--subprotocol: {} is no token; expected letters, digits and !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)",
                      protocol::in_quotes(names[i])));
    }
    if (protocol::stands_before(names, i)) {
      throw std::invalid_argument(fmt::format("--subprotocol: \"{}\" is given twice", names[i]));
    }
  }
  return names;
}

client::ClientOptions client_options(const PeerArguments& arguments, const std::string& url) {
  client::ClientOptions options;
  const auto uri = protocol::parse_uri(url);
  if (!uri) throw std::invalid_argument(uri.error());
  options.uri = *uri;
  options.fields = header_fields(arguments.headers);
  check_user(arguments.user, options.fields);
  check_given_once(options.fields, "Authorization", "the URL's userinfo", options.uri.userinfo);
  if (!arguments.user.empty()) options.uri.userinfo = arguments.user;
  options.subprotocols = checked_subprotocols(arguments.subprotocols);
  options.engine = arguments.engine;
  options.deflate = protocol::DeflateOptions{};
  options.connect_timeout = options.handshake_timeout = arguments.timeout;
  if (!uri->secure) return options;
  try {
    options.tls = net::make_client_tls({.verify = !arguments.insecure, .ca_file = arguments.ca_file});
  } catch (const std::runtime_error& error) {
    throw Failure(ExitCode::usage, error.what());
  }
  return options;
}

std::optional<std::string> text_or_file(const std::string& option, const std::string& argument) {
  if (argument.empty()) return std::nullopt;
  if (argument.front() != '@') return argument;
  std::ifstream in(argument.substr(1), std::ios::binary);
  if (!in) throw std::invalid_argument(option + ": cannot read " + argument.substr(1));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace parley::cli
