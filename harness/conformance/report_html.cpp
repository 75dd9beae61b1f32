#include "harness/conformance/report_html.hpp"

#include <fmt/format.h>

#include "harness/conformance/matrix.hpp"
#include "harness/report/page.hpp"
#include "web/report_page.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

Json members(const Json& from, std::initializer_list<const char*> keys) {
  auto json = Json::object();
  for (const auto* key : keys) json[key] = from[key];
  return json;
}

Json peer(const CheckDocument& document) {
  auto json = members(document.json,
                      {"peer", "role", "started", "duration_ns", "machine", "command", "parley_version", "summary"});
  json["name"] = document.name;
  if (document.json.contains("interrupted")) json["interrupted"] = document.json["interrupted"];
  return json;
}

Json cell(const Json* entry) {
  return entry == nullptr ? Json(nullptr) : members(*entry, {"verdict", "known", "why"});
}

Json row(const MatrixRow& row) {
  auto json = members(row.any(), {"id", "aliases", "group", "section", "level", "title", "rule"});
  json["differs"] = row.differs();
  auto cells = Json::array();
  for (const auto* entry : row.cells) cells.push_back(cell(entry));
  json["cells"] = std::move(cells);
  return json;
}

Json matrix(const std::vector<CheckDocument>& documents) {
  auto peers = Json::array();
  for (const auto& document : documents) peers.push_back(peer(document));
  auto rows = Json::array();
  for (const auto& each : make_matrix(documents)) rows.push_back(row(each));
  return {{"peers", std::move(peers)}, {"rows", std::move(rows)}};
}

/// [at_ns, kind, text, hex]: names of members would be half of the page.
Json line(const Json& from) {
  auto json = Json::array({from["at_ns"], from["kind"], from["text"]});
  if (from.contains("hex")) json.push_back(from["hex"]);
  return json;
}

/// What was seen of one peer, by id.
Json details(const CheckDocument& document) {
  auto json = Json::object();
  for (const auto& entry : document.json["entries"]) {
    auto detail = members(entry, {"replay"});
    if (entry.contains("wire")) {
      detail.update(members(entry, {"seen", "closing", "peer_close_code", "duration_ns"}));
      detail["wire"] = Json::array();
      for (const auto& each : entry["wire"]) detail["wire"].push_back(line(each));
    }
    json[entry["id"].get<std::string>()] = std::move(detail);
  }
  return json;
}

std::string details_blocks(const std::vector<CheckDocument>& documents) {
  std::string out;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    out += fmt::format("<script type=\"application/json\" id=\"details-{}\">", i);
    out += harness::json_block(details(documents[i])) + "</script>\n";
  }
  return out;
}

}  // namespace

std::string html_report(const std::vector<CheckDocument>& documents) {
  return harness::fill_page(web::check_page(), {{"{{data}}", harness::json_block(matrix(documents))},
                                                {"{{details}}", details_blocks(documents)}});
}

}  // namespace parley::conformance
