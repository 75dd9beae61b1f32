// parley import: from a URL to a service's folder, as the studio's import dialogue goes.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>

#include "cli/commands.hpp"
#include "cli/import_arguments.hpp"
#include "cli/probe_advice.hpp"
#include "cli/probe_run.hpp"
#include "cli/probe_text.hpp"
#include "client/asyncapi.hpp"
#include "client/sample_choice.hpp"
#include "client/service_folder.hpp"
#include "client/service_types.hpp"
#include "harness/report/text.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::cli {
namespace {

using client::Value;

constexpr const char* footer =
    R"(Writes a folder that a scenario's client can name as its "service": see docs/import.md.

Exit codes: 0 written; 1 the server was reached but the test failed, or there is no such message to pick; 2 a fault on
the command line, or a file is there already; 3 the server could not be reached.

Examples:
  parley import ws://127.0.0.1:8081/websocket/heartrate --for 2s
  parley import 'ws://127.0.0.1:8081/websocket/chatroom?username=user1' --request hello --name chat --required username
  parley import 'wss://chat.example/rooms/{room}' --no-test --response @sample.json --asyncapi chat.asyncapi.json
)";

constexpr std::size_t shown_samples = 20;  // and the one that is picked

/// "access_token", "X-Api-Key": what is named so is mostly a secret, which those who get the folder would read.
bool sounds_secret(std::string_view name) {
  const auto lower = protocol::to_lower(name);
  const auto words = {"token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "signature"};
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::vector<std::string> warnings(const ImportPlan& plan) {
  std::vector<std::string> all;
  std::vector<std::string> insecure;
  for (const auto& profile : plan.profiles) {
    if (profile.scheme != "wss") insecure.push_back(profile.name);
  }
  if (!insecure.empty()) {
    all.push_back(
        fmt::format("ws:// is not encrypted (profile{} {}): a page that was loaded over https cannot open it, "
                    "and the studio cannot test it; best practice is wss://",
                    insecure.size() == 1 ? "" : "s", fmt::join(insecure, ", ")));
  }
  std::vector<std::string> secrets;
  for (const auto& values : {plan.service.url.query, plan.service.headers}) {
    for (const auto& [name, value] : values) {
      if (sounds_secret(name)) secrets.push_back(name);
    }
  }
  if (!secrets.empty()) {
    all.push_back(
        fmt::format("{}_connection_settings.json holds the value of {}, as it was given: give a sample's, or "
                    "keep the file to yourself",
                    plan.service.name, fmt::join(secrets, ", ")));
  }
  std::map<std::string, int> times;
  for (const auto& [name, value] : plan.service.url.query) {
    if (++times[name] == 2) {
      all.push_back(fmt::format("the query has \"{}\" more than once: the service has it as one parameter", name));
    }
  }
  return all;
}

/// "the server answered 401, expected 101; the server says "…"; -u NAME:PASSWORD …; --no-test …"
std::string failed_test(const protocol::HandshakeFailure& failure, const PeerArguments& peer) {
  std::vector<std::string> sentences{failure.reason};
  if (auto body = refusal_body(failure); !body.empty()) sentences.push_back(std::move(body));
  for (auto& advice : probe_advice(failure, peer)) sentences.push_back(std::move(advice));
  sentences.emplace_back("--no-test imports without a connection");
  return harness::printable(fmt::format("{}", fmt::join(sentences, "; ")));
}

/// The connection test. Throws when it fails: the reason, and what can be done.
client::ProbeReport test_connection(const ImportArguments& arguments, const ImportPlan& plan) {
  client::ProbeOptions options;
  options.client = client_options(arguments.peer, plan.connect_url);
  if (!plan.service.sample_request.empty()) options.request = plan.service.sample_request;
  options.duration = arguments.duration;
  options.enough = arguments.messages;
  auto report = run_probe(options);
  if (const auto code = probe_exit_code(report, options.client.uri); code != ExitCode::fine) {
    throw Failure(code, failed_test(*report.failure, arguments.peer));
  }
  return report;
}

std::vector<client::Sample> samples_of(const ImportArguments& arguments,
                                       const std::optional<client::ProbeReport>& report) {
  std::vector<client::Sample> samples;
  if (report) {
    for (const auto& message : report->messages) {
      samples.push_back({message.type, std::string(protocol::as_text(message.payload))});
    }
  }
  for (const auto& given : arguments.responses) {
    samples.push_back({protocol::MessageType::text, text_or_file("--response", given).value_or("")});
  }
  return samples;
}

struct Imported {
  ImportPlan plan;
  std::optional<client::ProbeReport> report;  // nothing: not tested
  std::vector<client::Sample> samples;
  client::SampleChoice choice;
  std::vector<std::string> files;
};

void print_samples(const Imported& imported) {
  const auto& report = imported.report;
  if (report) {
    std::cout << fmt::format("connected to {}: {} came, {}{}\n", imported.plan.connect_url,
                             harness::format_counted(report->received, "message"),
                             report->ping ? "a ping took " + harness::format_duration(*report->ping) : "no Pong",
                             report->end == client::ProbeEnd::by_peer ? "; " + end_text(*report) : "");
  }
  const auto& samples = imported.samples;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool picked = imported.choice.picked == i;
    if (i >= shown_samples && !picked) continue;
    std::cout << fmt::format("{} {:>3}  {}\n", picked ? '*' : ' ', i + 1,
                             message_line(samples[i].type, protocol::as_bytes(samples[i].payload)));
  }
  if (samples.size() > shown_samples) {
    std::cout << fmt::format("       of {} that were kept; --json prints all of them\n", samples.size());
  }
}

void print_text(const Imported& imported) {
  const auto& service = imported.plan.service;
  print_samples(imported);
  std::cout << fmt::format("service   {}: scheme {}, host {}, base path {}, path {}\n", service.name,
                           service.url.scheme, service.url.host,
                           service.url.base_path.empty() ? "(none)" : service.url.base_path, service.url.path);
  for (const auto& each : client::parameters_of(service)) {
    std::cout << fmt::format("parameter {} in the {}, {}\n", harness::printable(each.name),
                             each.place == client::ParameterPlace::path ? "path" : "query",
                             each.required ? "required" : "optional");
  }
  if (!service.sample_request.empty()) {
    std::cout << fmt::format("request   {}\n", harness::printable(to_string(service.request)));
  }
  std::cout << fmt::format("response  {} (from {})\n", harness::printable(to_string(service.response)),
                           harness::format_counted(imported.choice.merged, "sample"));
  for (const auto& file : imported.files) std::cout << fmt::format("wrote     {}\n", file);
}

Value to_json(const Imported& imported) {
  const auto& service = imported.plan.service;
  Value messages = Value::array();
  for (const auto& sample : imported.samples) {
    messages.push_back(message_json(sample.type, protocol::as_bytes(sample.payload)));
  }
  Value parameters = Value::array();
  for (const auto& each : client::parameters_of(service)) {
    parameters.push_back({{"name", each.name},
                          {"in", each.place == client::ParameterPlace::path ? "path" : "query"},
                          {"required", each.required}});
  }
  const auto& picked = imported.choice.picked;
  return {{"url", service.url.full()},
          {"connection", imported.report ? probe_json(*imported.report) : Value(nullptr)},
          {"warnings", warnings(imported.plan)},
          {"messages", std::move(messages)},
          {"picked", picked ? Value(*picked + 1) : Value(nullptr)},
          {"service",
           {{"name", service.name},
            {"scheme", service.url.scheme},
            {"host", service.url.host},
            {"basepath", service.url.base_path},
            {"path", service.url.path},
            {"parameters", std::move(parameters)},
            {"request", service.sample_request.empty() ? Value(nullptr) : client::json_schema_of(service.request)},
            {"response", client::json_schema_of(service.response)}}},
          {"files", imported.files}};
}

/// Before anything is connected: three seconds of collecting would be in vain.
void refuse_overwriting(const ImportArguments& arguments, const ImportPlan& plan) {
  if (arguments.force) return;
  try {
    client::refuse_existing(plan.folder, client::service_files(plan.service, plan.profiles));
    if (!arguments.asyncapi.empty()) client::refuse_existing("", {{arguments.asyncapi, ""}});
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(std::string(error.what()) + "; --force overwrites");
  }
}

void write_files(const ImportArguments& arguments, Imported& imported) {
  const auto overwriting = arguments.force ? client::Overwriting::allowed : client::Overwriting::refused;
  const auto& plan = imported.plan;
  const auto files = client::service_files(plan.service, plan.profiles);
  client::write_service(plan.folder, files, overwriting);
  for (const auto& [name, text] : files) imported.files.push_back((plan.folder / name).string());
  if (arguments.asyncapi.empty()) return;
  const auto document = client::asyncapi_document(plan.service, plan.profiles);
  client::write_service(
      "", {{arguments.asyncapi, document.dump(2, ' ', false, Value::error_handler_t::replace) + "\n"}}, overwriting);
  imported.files.push_back(arguments.asyncapi);
}

ExitCode import_service(const ImportArguments& arguments) {
  Imported imported{plan_import(arguments), {}, {}, {}, {}};
  refuse_overwriting(arguments, imported.plan);
  for (const auto& warning : warnings(imported.plan)) std::cerr << "warning: " << warning << '\n';
  if (!arguments.no_test) imported.report = test_connection(arguments, imported.plan);
  imported.samples = samples_of(arguments, imported.report);
  const auto choice = client::choose_sample(imported.samples, arguments.picks);
  if (!choice) {
    if (!arguments.json) print_samples(imported);
    throw Failure(ExitCode::failures, "--pick: " + choice.error());
  }
  if (imported.samples.empty() && imported.report) {
    std::cerr << "warning: no message came, so the response is of any type; --request sends one first, --for waits "
                 "longer, --response gives a sample\n";
  }
  imported.choice = *choice;
  auto& service = imported.plan.service;
  service.sample_response = choice->response;
  service.converted = choice->converted;
  service.response = choice->type;
  write_files(arguments, imported);
  if (arguments.json) {
    std::cout << to_json(imported).dump(2, ' ', false, Value::error_handler_t::replace) << '\n';
  } else {
    print_text(imported);
  }
  return ExitCode::fine;
}

}  // namespace

void add_import(CLI::App& program, Action& chosen) {
  auto& command = *program.add_subcommand("import", "Learn a service from its URL and write its folder.");
  const auto arguments = std::make_shared<ImportArguments>();
  add_import_arguments(command, *arguments);
  command.footer(footer);
  command.callback([arguments, &chosen] { chosen = [arguments] { return import_service(*arguments); }; });
}

}  // namespace parley::cli
