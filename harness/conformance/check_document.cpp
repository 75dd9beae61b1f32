#include "harness/conformance/check_document.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <string_view>

#include "harness/conformance/report_json.hpp"

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string_view>;

enum class Type : std::uint8_t { text, count, flag, list, object };

std::string_view to_string(Type type) {
  switch (type) {
    case Type::text:
      return "a string";
    case Type::count:
      return "a number that is not negative";
    case Type::flag:
      return "true or false";
    case Type::list:
      return "an array";
    case Type::object:
      return "an object";
  }
  return "";
}

bool is(const Json& value, Type type) {
  switch (type) {
    case Type::text:
      return value.is_string();
    case Type::count:
      return value.is_number_unsigned();
    case Type::flag:
      return value.is_boolean();
    case Type::list:
      return value.is_array();
    case Type::object:
      return value.is_object();
  }
  return false;
}

Words verdict_words() {
  Words words;
  for (const auto verdict : all_verdicts) words.push_back(to_string(verdict));
  return words;
}

Words level_words() {
  Words words;
  for (const auto level : {Level::must, Level::should, Level::may, Level::disputed, Level::quality, Level::info}) {
    words.push_back(to_string(level));
  }
  return words;
}

/// Walks over a document and ends at the first thing that is not as the schema has it.
class Checker {
 public:
  explicit Checker(const std::string& file) : file_(file) {}

  void document(const Json& json) {
    if (!json.is_object()) fail("", "this is no report of parley check: expected an object");
    if (!json.contains("schema_version") || !json.contains("entries") || !json.contains("role")) {
      fail("", "this is no report of parley check: schema_version, role or entries are missing");
    }
    if (json["schema_version"] != report_schema_version) {
      fail("/schema_version", fmt::format("expected {}, saw {}", report_schema_version, json["schema_version"].dump()));
    }
    for (const auto* key : {"parley_version", "machine", "command", "peer", "started"}) want(json, "", key, Type::text);
    want_word(json, "", "role", {"server", "client"});
    want(json, "", "duration_ns", Type::count);
    if (json.contains("interrupted")) want(json, "", "interrupted", Type::count);
    const auto& summary = want(json, "", "summary", Type::object);
    for (const auto word : verdicts_) want(summary, "/summary", word, Type::count);
    const auto& entries = want(json, "", "entries", Type::list);
    for (std::size_t i = 0; i < entries.size(); ++i) entry(entries[i], fmt::format("/entries/{}", i));
  }

 private:
  [[noreturn]] void fail(const std::string& pointer, const std::string& what) const {
    throw std::invalid_argument(file_ + ": " + (pointer.empty() ? "" : pointer + ": ") + what);
  }

  const Json& want(const Json& in, const std::string& pointer, std::string_view key, Type type) const {
    const auto place = fmt::format("{}/{}", pointer, key);
    const auto found = in.find(std::string(key));
    if (found == in.end()) fail(place, fmt::format("is missing; expected {}", to_string(type)));
    if (!is(*found, type)) fail(place, fmt::format("expected {}", to_string(type)));
    return *found;
  }

  void want_word(const Json& in, const std::string& pointer, std::string_view key, const Words& words) const {
    const auto& text = want(in, pointer, key, Type::text).get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), text) != words.end()) return;
    fail(fmt::format("{}/{}", pointer, key), fmt::format("expected one of {}", fmt::join(words, ", ")));
  }

  void entry(const Json& json, const std::string& pointer) {
    if (!json.is_object()) fail(pointer, "expected an object");
    for (const auto* key : {"id", "group", "section", "title", "rule", "why", "replay"}) {
      want(json, pointer, key, Type::text);
    }
    if (!ids_.insert(json["id"].get<std::string>()).second) fail(pointer + "/id", "stands twice in this report");
    want_word(json, pointer, "level", levels_);
    want_word(json, pointer, "verdict", verdicts_);
    want(json, pointer, "known", Type::flag);
    const auto& aliases = want(json, pointer, "aliases", Type::list);
    for (std::size_t i = 0; i < aliases.size(); ++i) {
      if (!aliases[i].is_string()) fail(fmt::format("{}/aliases/{}", pointer, i), "expected a string");
    }
    if (json.contains("wire")) played(json, pointer);
  }

  void played(const Json& json, const std::string& pointer) const {
    want(json, pointer, "seen", Type::text);
    want(json, pointer, "closing", Type::text);
    want(json, pointer, "duration_ns", Type::count);
    const auto code = json.find("peer_close_code");
    if (code == json.end() || !(code->is_null() || code->is_number_unsigned())) {
      fail(pointer + "/peer_close_code", "expected a close code or null");
    }
    const auto& lines = want(json, pointer, "wire", Type::list);
    for (std::size_t i = 0; i < lines.size(); ++i) line(lines[i], fmt::format("{}/wire/{}", pointer, i));
  }

  void line(const Json& json, const std::string& pointer) const {
    if (!json.is_object()) fail(pointer, "expected an object");
    want(json, pointer, "at_ns", Type::count);
    want_word(json, pointer, "kind", {"sent", "received", "note"});
    want(json, pointer, "text", Type::text);
    if (json.contains("hex")) want(json, pointer, "hex", Type::text);
  }

  const std::string& file_;
  const Words verdicts_ = verdict_words();
  const Words levels_ = level_words();
  std::set<std::string> ids_;
};

}  // namespace

CheckDocument read_check_document(const std::string& text, const std::string& file, const std::string& name) {
  CheckDocument document{name, {}};
  try {
    document.json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument(file + ": " + error.what());
  }
  Checker(file).document(document.json);
  return document;
}

}  // namespace parley::conformance
