#include "cli/run_arguments.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <random>
#include <stdexcept>

#include "cli/embedded_server.hpp"
#include "cli/peer_arguments.hpp"
#include "cli/units.hpp"
#include "cli/words.hpp"
#include "protocol/names.hpp"
#include "protocol/uri.hpp"

namespace parley::cli {
namespace {

constexpr const char* which_group = "What is played";
constexpr const char* against_group = "Against whom";
constexpr const char* output_group = "Output";

void add_choice(CLI::App& command, RunArguments& arguments) {
  command.add_option("FILES", arguments.files, "scenario files, directories, or patterns such as 'chat/*.json'");
  command
      .add_option("--filter", arguments.selection.filter,
                  "only scenarios whose whole name, or file's name without .json, is like this: 'chat*'")
      ->type_name("PATTERN")
      ->group(which_group);
  command.add_option("--tags", arguments.selection.tags, "only scenarios with one of these tags: a,b")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("TAGS")
      ->group(which_group);
  command
      .add_option("--engine", arguments.engine,
                  "native, websocketpp or all; for the two sides apart CLIENT:SERVER, as in the table (all)")
      ->type_name("ENGINE")
      ->group(which_group);
  command.add_option("--var", arguments.vars, "a value for {{name}}; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->group(which_group);
  command
      .add_option("--profile", arguments.profile, "of the services that clients name, in place of what the files say")
      ->type_name("NAME")
      ->group(which_group);
  add_number(command, "--repeat", arguments.repeat, {1, 1'000'000}, "play each so many times (1)")->group(which_group);
  add_number(command, "--jobs", arguments.jobs, {1, 256},
             "so many at a time (4 for each processor, for most only wait); those with thresholds are played alone")
      ->group(which_group);
  add_number(command, "--seed", arguments.seed, {0, UINT64_MAX}, "for random masks, payloads and delays (random)")
      ->group(which_group);
  add_timeout(command, "--timeout", arguments.timeout, "of each scenario, in place of its own")->group(which_group);
}

void add_peer(CLI::App& command, RunArguments& arguments) {
  auto* const url = command.add_option("--url", arguments.url, "a server that is running, in place of the scenarios'")
                        ->type_name("URL")
                        ->group(against_group);
  auto* const start =
      command
          .add_option("--server-command", arguments.server_command,
                      "a server to start for each scenario, with {{port}} for its port: 'node app.js {{port}}'")
          ->type_name("COMMAND")
          ->excludes(url)
          ->group(against_group);
  command.add_option("--server-url", arguments.server_url, "where it will listen (ws://127.0.0.1:{{port}})")
      ->type_name("URL")
      ->needs(start)
      ->group(against_group);
  command.add_option("--server-ready", arguments.server_ready, "what it prints when it is ready (its port is tried)")
      ->type_name("REGEX")
      ->needs(start)
      ->group(against_group);
  command
      .add_option("-H,--header", arguments.headers,
                  "a header field for every client; none that the handshake sets itself; may be repeated")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false)
      ->group(against_group);
  command.add_option("--subprotocol", arguments.subprotocols, "offered by clients that offer none; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(against_group);
  command.add_flag("-k,--insecure", arguments.insecure, "take every certificate")->group(against_group);
  command.add_option("--ca", arguments.ca_file, "the certificates to trust, PEM (the system's)")
      ->type_name("FILE")
      ->check(CLI::ExistingFile)
      ->group(against_group);
}

void add_output(CLI::App& command, RunArguments& arguments) {
  command.add_option("--json", arguments.json, "write the report as JSON; - is standard output")
      ->type_name("FILE")
      ->group(output_group);
  command.add_option("--junit", arguments.junit, "write it as JUnit XML")->type_name("FILE")->group(output_group);
  command.add_option("--html", arguments.html, "write it as one HTML page")->type_name("FILE")->group(output_group);
  command.add_flag("-v,--verbose", arguments.verbose, "show the wire log of both directions")->group(output_group);
  command.add_flag("--no-color", arguments.no_color, "no colours, as with NO_COLOR in the environment")
      ->group(output_group);
  command.add_flag("--list", arguments.list, "only list the scenarios")->group(output_group);
  command.add_flag("--dry-run", arguments.dry_run, "only check the files")->group(output_group);
  command.add_flag("--schema", arguments.schema, "print the JSON Schema of scenario files")->group(output_group);
}

std::optional<protocol::EngineKind> engine_kind(const std::string& name, const std::string& text) {
  if (name == "all") return std::nullopt;
  if (const auto engine = protocol::engine_called(name)) return engine;
  throw std::invalid_argument(
      fmt::format("--engine: expected native, websocketpp, all, or two of them as CLIENT:SERVER, found \"{}\"", text));
}

}  // namespace

void add_run_arguments(CLI::App& command, RunArguments& arguments) {
  add_choice(command, arguments);
  add_peer(command, arguments);
  add_output(command, arguments);
}

scenario::EngineChoice engine_choice(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {engine_kind(text, text), engine_kind(text, text)};
  return {.server = engine_kind(text.substr(colon + 1), text), .client = engine_kind(text.substr(0, colon), text)};
}

scenario::ReadOptions read_options(const RunArguments& arguments) {
  scenario::ReadOptions options;
  options.check_behaviour = behaviour_fault;
  options.profile = arguments.profile;
  for (const std::string& var : arguments.vars) {
    const std::size_t equals = var.find('=');
    if (equals == 0 || equals == std::string::npos) {
      throw std::invalid_argument(fmt::format("--var: expected name=value, found \"{}\"", var));
    }
    options.vars[var.substr(0, equals)] = var.substr(equals + 1);
  }
  return options;
}

scenario::PlayOptions play_options(const RunArguments& arguments) {
  scenario::PlayOptions options;
  options.start_server = start_embedded_server;
  if (!arguments.url.empty()) {
    if (const auto uri = protocol::parse_uri(arguments.url); !uri) throw std::invalid_argument("--url: " + uri.error());
    options.url = arguments.url;
  }
  options.headers = header_fields(arguments.headers);
  options.subprotocols = checked_subprotocols(arguments.subprotocols);
  if (arguments.insecure) options.verification = scenario::Verification::insecure;
  options.ca_file = arguments.ca_file;
  options.timeout = arguments.timeout;
  options.seed = arguments.seed ? *arguments.seed : std::random_device()();
  if (arguments.verbose) options.wire = scenario::WireKeeping::everything;
  return options;
}

std::optional<scenario::CommandServer> command_server(const RunArguments& arguments) {
  if (arguments.server_command.empty()) return std::nullopt;
  scenario::CommandServer server;
  server.arguments = split_words(arguments.server_command);
  if (server.arguments.empty()) throw std::invalid_argument("--server-command: expected a program");
  server.url = arguments.server_url;
  server.directory = std::filesystem::current_path();
  if (arguments.server_ready.empty()) return server;
  try {
    server.ready = scenario::Pattern{arguments.server_ready, scenario::Regex(arguments.server_ready)};
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(fmt::format("--server-ready: expected a regular expression, found \"{}\": {}",
                                            arguments.server_ready, error.what()));
  }
  return server;
}

}  // namespace parley::cli
