#include "harness/scenario/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <set>

#include "harness/scenario/build.hpp"
#include "harness/scenario/format.hpp"
#include "harness/scenario/meaning.hpp"
#include "harness/scenario/runtime_places.hpp"
#include "harness/scenario/service_address.hpp"
#include "harness/scenario/suggest.hpp"

namespace parley::scenario {
namespace {

/// The values that are known while a file is read.
class Variables {
 public:
  Variables(const ReadOptions& options, ProblemList& problems) : options_(options), problems_(problems) {
    for (const auto& [name, text] : options.vars) values_[name] = typed(text);
  }

  /// Takes the document's "vars", each of which may use those before it.
  void declare(const Json& vars);

  const Json* find(const Placeholder& placeholder, const std::string& pointer);

 private:
  static Json typed(const std::string& text);
  const Json* find_known(const Placeholder& placeholder, const std::string& pointer);
  void refuse_unknown(const std::string& name, const std::string& pointer);
  const Json* environment(const Placeholder& placeholder, const std::string& pointer);
  const Json* fallback(const Placeholder& placeholder);
  void refuse(const std::string& pointer, const std::string& message);

  const ReadOptions& options_;
  ProblemList& problems_;
  std::map<std::string, Json> values_;
  std::set<std::string> declared_;  // in the document, those that are not known yet too
  std::deque<Json> kept_;           // values that a lookup made up
};

/// A --var that reads as a number, true or false may stand where one is needed.
Json Variables::typed(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_number() || value.is_boolean() ? value : Json(text);
}

void Variables::declare(const Json& vars) {
  for (const auto& member : vars.items()) declared_.insert(member.key());
  for (const auto& [name, value] : vars.items()) {
    if (options_.on_variable) options_.on_variable(name);
    const std::string pointer = child("/vars", name);
    if (!is_placeholder_name(name)) {
      problems_.add_at_key(Fault::structure, pointer,
                           fmt::format("expected {}, found \"{}\"", expectation(variable_name_shape()), name));
    }
    if (is_runtime_name(name) || name.starts_with("env.")) {
      problems_.add_at_key(Fault::meaning, pointer, fmt::format("the name \"{}\" has a meaning of its own", name));
    }
    if (const auto given = options_.vars.find(name); given != options_.vars.end()) {
      values_[name] = value.is_string() ? Json(given->second) : typed(given->second);
      continue;
    }
    values_[name] = expand_value(value, [&](const Placeholder& placeholder) { return find(placeholder, pointer); });
  }
}

const Json* Variables::find(const Placeholder& placeholder, const std::string& pointer) {
  const std::string& name = placeholder.name;
  if (!is_runtime_name(name)) {
    if (options_.on_variable) options_.on_variable(name);
    return find_known(placeholder, pointer);
  }
  if (const std::string fault = misplaced(name, pointer); !fault.empty()) refuse(pointer, fault);
  return nullptr;
}

const Json* Variables::find_known(const Placeholder& placeholder, const std::string& pointer) {
  const std::string& name = placeholder.name;
  if (const auto found = values_.find(name); found != values_.end()) return &found->second;
  if (name.starts_with("env.")) return environment(placeholder, pointer);
  if (placeholder.fallback) return fallback(placeholder);
  refuse_unknown(name, pointer);
  return nullptr;
}

void Variables::refuse_unknown(const std::string& name, const std::string& pointer) {
  if (declared_.contains(name)) {
    return refuse(pointer,
                  fmt::format("the variable \"{}\" is not known yet: a variable may use those above it", name));
  }
  std::vector<std::string_view> known(runtime_names().begin(), runtime_names().end());
  for (const auto& [each, value] : values_) known.push_back(each);
  refuse(pointer, fmt::format("unknown variable \"{}\"{}", name, suggestion(name, known)));
}

const Json* Variables::environment(const Placeholder& placeholder, const std::string& pointer) {
  const std::string name = placeholder.name.substr(4);
  std::optional<std::string> value;
  if (options_.environment) {
    value = options_.environment(name);
  } else if (const char* text = std::getenv(name.c_str())) {
    value = text;
  }
  if (value) return &kept_.emplace_back(typed(*value));
  if (placeholder.fallback) return fallback(placeholder);
  refuse(pointer, fmt::format("the environment variable {} is not set", name));
  return nullptr;
}

const Json* Variables::fallback(const Placeholder& placeholder) {
  return &kept_.emplace_back(typed(*placeholder.fallback));
}

void Variables::refuse(const std::string& pointer, const std::string& message) {
  problems_.add_at_value(Fault::meaning, pointer, message);
}

class Reader {
 public:
  Reader(Json document, ProblemList& problems, const std::filesystem::path& file, const ReadOptions& options)
      : document_(std::move(document)), problems_(problems), context_{problems, file.parent_path()} {
    context_.check_behaviour = options.check_behaviour;
    context_.profile = options.profile;
    scenario_.file = file;
  }

  Scenario read(Variables& variables);

 private:
  void read_head();
  void read_clients();
  void take_services_addresses();
  void read_steps();
  void read_checks();
  [[nodiscard]] bool has(const char* key) const {
    return document_.is_object() && document_.contains(key) && problems_.is_clean(child("", key));
  }

  Json document_;
  ProblemList& problems_;
  BuildContext context_;
  Scenario scenario_;
};

Scenario Reader::read(Variables& variables) {
  if (document_.is_object() && document_.contains("vars") && document_["vars"].is_object()) {
    variables.declare(document_["vars"]);
    document_["vars"] = Json::object();  // its placeholders are filled in
  }
  const LookupAt lookup = [&](const Placeholder& placeholder, const std::string& pointer) {
    return variables.find(placeholder, pointer);
  };
  conform(document_, scenario_shape(), "", lookup, problems_);
  if (!document_.is_object()) return {};
  read_head();
  read_clients();
  read_steps();
  read_checks();
  if (problems_.is_clean("/clients") && problems_.is_clean("/steps")) check_programs(scenario_, context_);
  return std::move(scenario_);
}

void Reader::read_head() {
  scenario_.name = has("name") ? document_["name"].get<std::string>() : scenario_.file.stem().string();
  if (has("description")) scenario_.description = document_["description"].get<std::string>();
  if (has("tags")) scenario_.tags = to_texts(document_["tags"]);
  if (has("timeout")) scenario_.timeout = to_duration(document_["timeout"]);
  if (has("within")) scenario_.within = to_duration(document_["within"]);
  context_.within = scenario_.within;
  if (has("server")) scenario_.server = build_server(document_["server"], "/server", context_);
  if (has("engines")) scenario_.engines = build_engines(document_["engines"]);
  if (has("thresholds")) scenario_.thresholds = build_thresholds(document_["thresholds"], "/thresholds");
}

void Reader::read_clients() {
  if (!document_.contains("clients")) document_["clients"] = Json{{"client", Json::object()}};
  const Json& clients = document_["clients"];
  if (!clients.is_object()) return;
  for (const auto& [name, node] : clients.items()) {
    const std::string pointer = child("/clients", name);
    if (name.empty() || name.find_first_of(" \t\n/[]{}") != std::string::npos) {
      problems_.add_at_key(Fault::meaning, pointer, "a client's name has no spaces, slashes or brackets");
    }
    const bool clean = problems_.is_clean(pointer);
    scenario_.clients.push_back(clean ? build_client(name, node, pointer, context_) : ClientSpec{});
    context_.client_counts.push_back(clean ? scenario_.clients.back().count : 2);
  }
  for (const auto& member : clients.items()) context_.client_names.push_back(member.key());
  check_member_names(scenario_.clients, context_);
  if (!document_.contains("server")) take_services_addresses();
}

/// Without a server, services are where their profiles say; who has no service then has nowhere to go.
void Reader::take_services_addresses() {
  const auto& clients = scenario_.clients;
  const auto first = std::find_if(clients.begin(), clients.end(), [](const auto& each) { return each.service; });
  if (first == clients.end()) return;
  scenario_.server = ServiceAddresses{origin_of(*first->service)};
  for (const ClientSpec& client : clients) {
    if (client.service || client.url) continue;
    const std::string pointer = child("/clients", client.name);
    if (!problems_.is_clean(pointer)) continue;
    context_.refuse(
        pointer, fmt::format("the client \"{}\" has no service, and the scenario names no server for it", client.name));
  }
}

void Reader::read_steps() {
  if (!document_.contains("steps") || !document_["steps"].is_array()) return;
  const Json& steps = document_["steps"];
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string pointer = child("/steps", i);
    if (problems_.is_clean(pointer)) scenario_.steps.push_back(build_step(steps[i], pointer, context_));
  }
}

void Reader::read_checks() {
  if (!document_.contains("checks") || !document_["checks"].is_array()) return;
  const Json& checks = document_["checks"];
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const std::string pointer = child("/checks", i);
    if (problems_.is_clean(pointer)) scenario_.checks.push_back(build_check(checks[i], pointer, context_));
  }
}

}  // namespace

Result<Scenario, std::vector<Problem>> parse_scenario(std::string_view text, const std::filesystem::path& file,
                                                      const ReadOptions& options) {
  JsonText json = parse_json_text(text, file.string());
  if (!json.problems.empty()) return failure(std::move(json.problems));
  ProblemList problems(file.string(), std::move(json.places));
  Variables variables(options, problems);
  Scenario scenario = Reader(std::move(json.value), problems, file, options).read(variables);
  std::vector<Problem> found = std::move(problems).take();
  if (!found.empty()) return failure(std::move(found));
  return scenario;
}

Result<Scenario, std::vector<Problem>> read_scenario(const std::filesystem::path& file, const ReadOptions& options) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) {
    return failure(std::vector<Problem>{{Fault::syntax, file.string(), {}, "", "cannot read the file"}});
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_scenario(text, file, options);
}

}  // namespace parley::scenario
