#include "harness/conformance/matrix.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& entry, const char* key) {
  return entry[key].get<std::string>();
}

/// One order that keeps the order of every report, as far as they agree: an id that is new goes behind the one that
/// stands before it in its own report.
std::vector<std::string> merge_ids(const std::vector<CheckDocument>& documents) {
  std::vector<std::string> ids;
  std::set<std::string> known;
  for (const auto& document : documents) {
    auto at = ids.begin();
    for (const auto& entry : document.json["entries"]) {
      const auto id = text(entry, "id");
      at = known.insert(id).second ? ids.insert(at, id) : std::find(ids.begin(), ids.end(), id);
      ++at;
    }
  }
  return ids;
}

/// Groups together, in the order in which they first come.
void sort_by_group(std::vector<MatrixRow>& rows) {
  std::map<std::string, std::size_t> rank;
  for (const auto& row : rows) rank.emplace(text(row.any(), "group"), rank.size());
  const auto rank_of = [&](const MatrixRow& row) { return rank.at(text(row.any(), "group")); };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const MatrixRow& a, const MatrixRow& b) { return rank_of(a) < rank_of(b); });
}

}  // namespace

const Json& MatrixRow::any() const {
  return **std::find_if(cells.begin(), cells.end(), [](const Json* cell) { return cell != nullptr; });
}

bool MatrixRow::differs() const {
  const Json* first = nullptr;
  for (const auto* cell : cells) {
    if (cell == nullptr || (*cell)["verdict"] == to_string(Verdict::skipped)) continue;
    if (first != nullptr && (*first)["verdict"] != (*cell)["verdict"]) return true;
    first = cell;
  }
  return false;
}

std::vector<MatrixRow> make_matrix(const std::vector<CheckDocument>& documents) {
  const auto ids = merge_ids(documents);
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < ids.size(); ++i) index[ids[i]] = i;
  std::vector<MatrixRow> rows(ids.size(), {std::vector<const Json*>(documents.size(), nullptr)});
  for (std::size_t peer = 0; peer < documents.size(); ++peer) {
    for (const auto& entry : documents[peer].json["entries"]) rows[index.at(text(entry, "id"))].cells[peer] = &entry;
  }
  sort_by_group(rows);
  return rows;
}

}  // namespace parley::conformance
