#include "cli/import_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "cli/units.hpp"
#include "client/random.hpp"
#include "client/sample_choice.hpp"
#include "client/url_builder.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::cli {

namespace {

constexpr const char* samples_group = "Samples";
constexpr const char* output_group = "What is written";

void add_samples(CLI::App& command, ImportArguments& arguments) {
  command.add_flag("--no-test", arguments.no_test, "do not connect")->group(samples_group);
  command.add_option("--request", arguments.request, "the sample request, sent once open; @FILE: what is in it")
      ->type_name("TEXT")
      ->group(samples_group);
  command.add_option("--response", arguments.responses, "a sample response, as if it had been received; repeatable")
      ->type_name("TEXT")
      ->allow_extra_args(false)
      ->group(samples_group);
  add_duration(command, "--for", arguments.duration, "collect messages for so long (3s)")->group(samples_group);
  add_number(command, "--messages", arguments.messages, {1, 1000}, "stop when so many have come")->group(samples_group);
  command
      .add_option("--pick", arguments.picks,
                  "the message that is the sample response (the first that is JSON); again: merged into its type")
      ->type_name("NUMBER")
      ->allow_extra_args(false)
      ->group(samples_group);
  command.add_option("--param", arguments.params, "a value for {NAME} in the path, to connect with; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->group(samples_group);
}

void add_output(CLI::App& command, ImportArguments& arguments) {
  command.add_option("--name", arguments.name, "the service's name (the last part of the path, or the host's first)")
      ->type_name("NAME")
      ->group(output_group);
  command.add_option("--out", arguments.folder, "the folder to write (./NAME)")->type_name("DIR")->group(output_group);
  command
      .add_option("--profile", arguments.profiles,
                  "NAME, or NAME=URL for another server; may be repeated (development and deployment)")
      ->type_name("PROFILE")
      ->allow_extra_args(false)
      ->group(output_group);
  command.add_option("--required", arguments.required, "a query parameter that must be given; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(output_group);
  command.add_option("--asyncapi", arguments.asyncapi, "also write an AsyncAPI 3.0 document here")
      ->type_name("FILE")
      ->group(output_group);
  command.add_flag("--force", arguments.force, "overwrite files that are there")->group(output_group);
  command.add_flag("--json", arguments.json, "print what was found as JSON")->group(output_group);
}

/// RFC 4122 §4.4
std::string random_uuid() {
  const auto high = (client::random_number() & ~0xF000ULL) | 0x4000ULL;
  const auto low = (client::random_number() & ~(3ULL << 62U)) | (2ULL << 62U);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32U, (high >> 16U) & 0xFFFFU, high & 0xFFFFU,
                     low >> 48U, low & 0xFFFFFFFFFFFFU);
}

std::pair<std::string, std::string> name_and_value(const std::string& option, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    throw std::invalid_argument(fmt::format("{}: expected NAME=VALUE, found \"{}\"", option, text));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

client::ServiceUrl split(const std::string& where, const std::string& text) {
  const auto url = client::split_service_url(text);
  if (!url) throw std::invalid_argument(where + ": " + url.error());
  return *url;
}

client::Profile profile(const std::string& text, const client::ServiceUrl& url) {
  const auto equals = std::min(text.find('='), text.size());
  const auto name = text.substr(0, equals);
  const bool valid = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  if (!valid) {
    throw std::invalid_argument(
        fmt::format("--profile: the profile \"{}\" cannot be: expected letters, digits, \"_\" and \"-\"", name));
  }
  if (equals == text.size()) return {name, url.scheme, url.host, url.base_path};
  const auto other = split("--profile " + name, text.substr(equals + 1));
  if (other.path != url.path || !other.query.empty()) {
    throw std::invalid_argument(
        fmt::format("--profile {}: expected a URL that ends in \"{}\" as the service's", name, url.path));
  }
  return {name, other.scheme, other.host, other.base_path};
}

/// The last of them, when another has its name.
void refuse_twice(const std::vector<client::Profile>& profiles) {
  const auto& name = profiles.back().name;
  const auto same = std::count_if(profiles.begin(), profiles.end(), [&](const auto& p) { return p.name == name; });
  if (same > 1) throw std::invalid_argument(fmt::format("--profile: \"{}\" is given twice", name));
}

/// Not those that carry secrets: the file will be shared.
std::vector<std::pair<std::string, std::string>> shown_headers(const std::vector<std::string>& headers) {
  std::vector<std::pair<std::string, std::string>> shown;
  for (const auto& field : header_fields(headers)) {
    const auto is = [&](const char* name) { return protocol::equals_ignoring_case(field.name, name); };
    if (!is("Authorization") && !is("Proxy-Authorization") && !is("Cookie"))
      shown.emplace_back(field.name, field.value);
  }
  return shown;
}

/// The URL with the sample values of its parameters.
std::string connect_url(const ImportArguments& arguments, const client::ServiceUrl& url) {
  std::vector<client::Binding> bindings;
  for (const auto& param : arguments.params) {
    const auto [name, value] = name_and_value("--param", param);
    const auto& known = url.path_parameters;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw std::invalid_argument(fmt::format("--param: the path has no {{{}}}", name));
    }
    bindings.push_back({name, client::Value(value)});
  }
  if (arguments.no_test) return {};
  client::Service service{"", url.full(), {}};
  for (const auto& name : url.path_parameters) service.parameters.push_back({name, client::ParameterPlace::path, true});
  const auto built = client::build_url(service, bindings);
  if (!built) {
    throw std::invalid_argument(built.error() + "; to connect give --param NAME=VALUE, or use --no-test");
  }
  return *built;
}

void require_queries(const ImportArguments& arguments, const client::ServiceUrl& url) {
  for (const auto& name : arguments.required) {
    const bool known = std::any_of(url.query.begin(), url.query.end(), [&](const auto& q) { return q.first == name; });
    if (!known) throw std::invalid_argument(fmt::format("--required: the URL has no query parameter \"{}\"", name));
  }
}

}  // namespace

void add_import_arguments(CLI::App& command, ImportArguments& arguments) {
  add_peer_arguments(command, arguments.peer, "ws:// or wss://; {name} in the path and ?name=value are parameters");
  add_samples(command, arguments);
  add_output(command, arguments);
}

ImportPlan plan_import(const ImportArguments& arguments) {
  ImportPlan plan;
  auto& service = plan.service;
  service.url = split("URL", arguments.peer.url);
  if (!arguments.peer.user.empty()) service.url.userinfo = arguments.peer.user;
  service.name = arguments.name.empty() ? client::suggest_service_name(service.url) : arguments.name;
  if (!client::is_service_name(service.name)) {
    throw std::invalid_argument(
        fmt::format("--name: expected a letter, then letters, digits and \"_\", found \"{}\"", service.name));
  }
  require_queries(arguments, service.url);
  service.required_queries = arguments.required;
  service.headers = shown_headers(arguments.peer.headers);
  service.sample_request = text_or_file("--request", arguments.request).value_or("");
  service.request = client::type_of_text(service.sample_request);
  service.api_id = random_uuid();
  const std::vector<std::string> usual{"development", "deployment"};  // every project of the studio has these
  for (const auto& each : arguments.profiles.empty() ? usual : arguments.profiles) {
    plan.profiles.push_back(profile(each, service.url));
    refuse_twice(plan.profiles);
  }
  plan.folder = arguments.folder.empty() ? service.name : arguments.folder;
  plan.connect_url = connect_url(arguments, service.url);
  return plan;
}

}  // namespace parley::cli
