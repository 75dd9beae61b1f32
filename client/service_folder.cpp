#include "client/service_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "client/json_text.hpp"
#include "client/properties.hpp"
#include "client/service_types.hpp"

namespace parley::client {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
  throw std::invalid_argument(file.string() + ": " + what);
}

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file, "cannot be read");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Value read_document(const fs::path& file) {
  const auto document = parse_json(read_text(file));
  if (!document || !document->is_object()) refuse(file, "expected a JSON object");
  return *document;
}

/// The member at this JSON pointer, which must be a string.
std::string text_at(const Value& document, const std::string& pointer, const fs::path& file) {
  const Value::json_pointer at(pointer);
  if (!document.contains(at) || !document.at(at).is_string()) refuse(file, pointer + ": expected a string");
  return document.at(at).get<std::string>();
}

/// Ours is in the folder, the studio's in designtime/.
fs::path design_folder(const fs::path& folder) {
  if (!fs::exists(folder)) throw std::invalid_argument("there is no service folder " + folder.string());
  for (const auto& place : {folder, folder / "designtime"}) {
    if (fs::exists(place / "service-info.json")) return place;
  }
  refuse(folder, "is no service folder: it has no service-info.json");
}

std::string names_of_profiles(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".properties") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

fs::path profile_file(const fs::path& folder, const std::string& profile) {
  const auto ours = folder / "profiles";
  const auto studios = fs::absolute(folder).lexically_normal() / ".." / ".." / "profiles";
  const bool plain = profile.find_first_of("/\\") == std::string::npos;
  for (const auto& place : {ours, studios}) {
    auto file = place / (profile + ".properties");
    if (plain && fs::exists(file)) return file;
  }
  const auto& place = fs::exists(ours) ? ours : studios;
  refuse(folder, "unknown profile \"" + profile + "\"; it has: " + names_of_profiles(place));
}

struct Address {
  std::string scheme, host, base_path;
};

Address imported_address(const fs::path& file) {
  const auto document = read_document(file);
  return {text_at(document, "/schemes/0", file), text_at(document, "/host", file),
          text_at(document, "/basePath", file)};
}

Address address_of(const fs::path& file, const std::string& id) {
  const auto properties = parse_properties(read_text(file));
  const auto value = [&](const char* key) {
    const auto name = "websocket." + id + "." + key;
    const auto found = properties.find(name);
    if (found == properties.end()) refuse(file, "expected the property " + name);
    return found->second;
  };
  return {value("scheme"), value("host"), value("basepath")};
}

/// What follows "…basepath}" in the complete path.
std::string last_path(const std::string& complete, const fs::path& file) {
  constexpr std::string_view end = ".basepath}";
  const auto found = complete.find(end);
  if (found == std::string::npos) refuse(file, "x-WM-COMPLETE_PATH: expected ${websocket.….basepath} in it");
  return complete.substr(found + end.size());
}

ServiceParameter parameter_of(const Value& entry, const fs::path& file) {
  const auto place = text_at(entry, "/in", file);
  if (place != "query" && place != "path") refuse(file, "a parameter is in \"" + place + "\"; expected query or path");
  const auto required = entry.find("required");
  return {text_at(entry, "/name", file), place == "path" ? ParameterPlace::path : ParameterPlace::query,
          required != entry.end() && required->is_boolean() && required->get<bool>()};
}

std::vector<std::string> request_fields(const Value& document) {
  std::vector<std::string> names;
  const Value::json_pointer at(std::string("/definitions/") + request_type + "/properties");
  if (!document.contains(at)) return names;
  const std::string list = std::string(request_type) + list_suffix;
  for (const auto& [name, property] : document.at(at).items()) {
    if (name != list) names.push_back(name);
  }
  return names;
}

}  // namespace

void refuse_existing(const fs::path& folder, const std::map<std::string, std::string>& files) {
  for (const auto& [name, text] : files) {
    if (fs::exists(folder / name)) refuse(folder / name, "is there already");
  }
}

void write_service(const fs::path& folder, const std::map<std::string, std::string>& files, Overwriting overwriting) {
  if (overwriting == Overwriting::refused) refuse_existing(folder, files);
  for (const auto& [name, text] : files) {
    const auto file = folder / name;
    std::error_code ignored;  // the file's own failure says enough
    fs::create_directories(file.parent_path(), ignored);
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out) refuse(file, "cannot be written");
  }
}

LoadedService load_service(const fs::path& folder, const std::string& profile) {
  const auto design = design_folder(folder);
  const auto info = design / "service-info.json";
  const auto id = text_at(read_document(info), "/id", info);
  const auto file = design / (id + "_API_WEBSOCKET_SERVICE.json");
  const auto document = read_document(file);
  const auto paths = document.value("paths", Value::object());
  if (!paths.is_object() || paths.size() != 1) refuse(file, "paths: expected exactly one");

  LoadedService loaded;
  loaded.service.id = id;
  const auto address = profile.empty() ? imported_address(design / (id + "_apiTarget.json"))
                                       : address_of(profile_file(folder, profile), id);
  loaded.path = address.base_path + last_path(text_at(*paths.begin(), "/x-WM-COMPLETE_PATH", file), file);
  loaded.service.url = address.scheme + "://" + address.host + loaded.path;
  const Value::json_pointer parameters("/get/parameters");
  if (paths.begin()->contains(parameters)) {
    for (const auto& entry : paths.begin()->at(parameters)) {
      loaded.service.parameters.push_back(parameter_of(entry, file));
    }
  }
  loaded.request_fields = request_fields(document);
  return loaded;
}

}  // namespace parley::client
