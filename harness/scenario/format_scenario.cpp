// The document itself, the engines and the thresholds.
#include <set>

#include "harness/scenario/format.hpp"

namespace parley::scenario {
namespace {

const Shape& variables_shape() {
  static const Shape shape{.kind = Kind::map, .item = any_shape, .key = variable_name_shape};
  return shape;
}

const Shape& server_or_text_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {text_shape, server_shape}};
  return shape;
}

const Shape& clients_shape() {
  static const Shape shape{.kind = Kind::map, .min = 1, .item = client_shape};
  return shape;
}

const Shape& bare_step_shape() {
  static const Shape shape{.kind = Kind::choice, .choices = bare_verbs()};
  return shape;
}

const Shape& step_or_verb_shape() {
  static const Shape shape{.kind = Kind::either, .alternatives = {bare_step_shape, step_shape}};
  return shape;
}

const Shape& steps_shape() {
  static const Shape shape{.kind = Kind::list, .min = 1, .item = step_or_verb_shape};
  return shape;
}

const Shape& checks_shape() {
  static const Shape shape{.kind = Kind::list, .item = check_shape};
  return shape;
}

const Shape& engine_list_shape() {
  static const Shape engine{.kind = Kind::choice, .choices = {"native", "websocketpp"}};
  static const Shape shape{.kind = Kind::list, .min = 1, .item = []() -> const Shape& { return engine; }};
  return shape;
}

const Shape& latency_limits_shape() {
  static const Shape shape{.kind = Kind::object,
                           .name = "latency_limits",
                           .meaning = "Limits of a distribution of times.",
                           .min = 1,
                           .fields = {{"mean", duration_limit_shape, "The mean."},
                                      {"p50", duration_limit_shape, "The median."},
                                      {"p90", duration_limit_shape, "The 90th percentile."},
                                      {"p99", duration_limit_shape, "The 99th percentile."},
                                      {"p999", duration_limit_shape, "The 99.9th percentile."},
                                      {"max", duration_limit_shape, "The longest."}}};
  return shape;
}

void collect(const Shape& shape, std::set<const Shape*>& seen, std::vector<ObjectKeys>& found) {
  if (!seen.insert(&shape).second) return;
  if (shape.kind == Kind::object) {
    ObjectKeys object{shape.name, {}};
    for (const Field& field : shape.fields) object.keys.push_back(field.key);
    found.push_back(std::move(object));
  }
  for (const Field& field : shape.fields) collect(field.shape(), seen, found);
  for (const ShapeOf alternative : shape.alternatives) collect(alternative(), seen, found);
  if (shape.item != nullptr) collect(shape.item(), seen, found);
}

}  // namespace

const Shape& scenario_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "scenario",
      .meaning = "A Parley scenario: a server, clients, what they do, and what must come of it.",
      .fields = {{"$schema", text_shape, "Where the JSON Schema is, for editors."},
                 {"name", text_shape, "What reports call it; the file's name without .json when left out."},
                 {"description", text_shape, "What a reader of the report learns from it."},
                 {"tags", texts_shape, "Words to choose scenarios by (--tags)."},
                 {"vars", variables_shape, "Values for {{name}} placeholders; --var name=value replaces them."},
                 {"timeout", positive_duration_shape, "How long the whole scenario may take; \"30s\" when left out."},
                 {"within", positive_duration_shape,
                  "How long each step may take that names no own time; \"5s\" when left out."},
                 {"server", server_or_text_shape, "A built-in behaviour, a URL, or a server with its options."},
                 {"engines", engines_shape, "Which engines it is for; all pairings when left out."},
                 {"clients", clients_shape, "The clients by name; one called \"client\" when left out."},
                 {"steps", steps_shape, "What the clients do, in order.", Need::required},
                 {"checks", checks_shape, "What must hold after the last step."},
                 {"thresholds", thresholds_shape, "Limits on times, throughput and errors."}}};
  return shape;
}

const Shape& engines_shape() {
  static const Shape shape{.kind = Kind::object,
                           .name = "engines",
                           .meaning = "Which implementations the scenario is for.",
                           .fields = {{"server", engine_list_shape, "Engines of the embedded server."},
                                      {"client", engine_list_shape, "Engines of the clients."},
                                      {"reason", some_text_shape, "Why the others are left out.", Need::required}}};
  return shape;
}

const Shape& thresholds_shape() {
  static const Shape shape{
      .kind = Kind::object,
      .name = "thresholds",
      .meaning = "Limits; crossing one fails the scenario.",
      .fields = {{"round_trip", latency_limits_shape, "From a send with `round_trip` to its answer."},
                 {"connect", latency_limits_shape, "From the begin of connecting to the open connection."},
                 {"throughput", amount_shape, "Messages a second, both directions together."},
                 {"errors", amount_shape, "Failed openings and connections that ended without a closing handshake."},
                 {"duration", duration_limit_shape, "From the first step to the last."}}};
  return shape;
}

std::vector<ObjectKeys> all_objects() {
  std::set<const Shape*> seen;
  std::vector<ObjectKeys> found;
  collect(scenario_shape(), seen, found);
  return found;
}

}  // namespace parley::scenario
