#include "protocol/http_message.hpp"

#include <algorithm>
#include <array>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

void encode_version(const HttpVersion& version, Bytes& out) {
  append(out, "HTTP/" + std::to_string(version.major) + "." + std::to_string(version.minor));
}

void encode_field(std::string_view name, std::string_view value, Bytes& out) {
  append(out, name);
  append(out, ": ");
  append(out, value);
  append(out, "\r\n");
}

void encode_fields(const HttpFields& fields, Bytes& out) {
  for (const HttpField& field : fields) encode_field(field.name, field.value, out);
}

/// RFC 9110 §8.6: no Content-Length in a 1xx or 204.
constexpr bool may_have_content(int status) noexcept {
  return status >= 200 && status != 204;
}

struct Phrase {
  int status;
  std::string_view text;
};

constexpr std::array phrases{
    Phrase{100, "Continue"},
    Phrase{101, "Switching Protocols"},
    Phrase{200, "OK"},
    Phrase{204, "No Content"},
    Phrase{301, "Moved Permanently"},
    Phrase{302, "Found"},
    Phrase{303, "See Other"},
    Phrase{304, "Not Modified"},
    Phrase{307, "Temporary Redirect"},
    Phrase{308, "Permanent Redirect"},
    Phrase{400, "Bad Request"},
    Phrase{401, "Unauthorized"},
    Phrase{403, "Forbidden"},
    Phrase{404, "Not Found"},
    Phrase{405, "Method Not Allowed"},
    Phrase{408, "Request Timeout"},
    Phrase{410, "Gone"},
    Phrase{413, "Content Too Large"},
    Phrase{414, "URI Too Long"},
    Phrase{418, "I'm a teapot"},
    Phrase{426, "Upgrade Required"},
    Phrase{429, "Too Many Requests"},
    Phrase{431, "Request Header Fields Too Large"},
    Phrase{500, "Internal Server Error"},
    Phrase{501, "Not Implemented"},
    Phrase{502, "Bad Gateway"},
    Phrase{503, "Service Unavailable"},
    Phrase{504, "Gateway Timeout"},
    Phrase{505, "HTTP Version Not Supported"},
};

}  // namespace

void HttpFields::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void HttpFields::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const HttpField& field) { return equals_ignoring_case(field.name, name); });
  add(std::move(name), std::move(value));
}

void HttpFields::fold(std::string_view more) {
  if (more.empty()) return;
  std::string& value = fields_.back().value;
  value.append(value.empty() ? "" : " ").append(more);
}

const std::string* HttpFields::find(std::string_view name) const {
  for (const HttpField& field : fields_) {
    if (equals_ignoring_case(field.name, name)) return &field.value;
  }
  return nullptr;
}

std::size_t HttpFields::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields_.begin(), fields_.end(), [&](const HttpField& field) { return equals_ignoring_case(field.name, name); }));
}

std::optional<std::string> HttpFields::combined(std::string_view name) const {
  std::optional<std::string> all;
  for (const HttpField& field : fields_) {
    if (!equals_ignoring_case(field.name, name)) continue;
    if (all) {
      all->append(", ").append(field.value);
    } else {
      all = field.value;
    }
  }
  return all;
}

bool HttpFields::has_token(std::string_view name, std::string_view token) const {
  for (const HttpField& field : fields_) {
    if (!equals_ignoring_case(field.name, name)) continue;
    for (const std::string_view element : split_list(field.value)) {
      if (equals_ignoring_case(element, token)) return true;
    }
  }
  return false;
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

void encode(const HttpRequest& request, Bytes& out) {
  append(out, request.method + " " + request.target + " ");
  encode_version(request.version, out);
  append(out, "\r\n");
  encode_fields(request.fields, out);
  append(out, "\r\n");
}

void encode(const HttpResponse& response, Bytes& out) {
  encode_version(response.version, out);
  append(out, " " + std::to_string(response.status) + " ");
  append(out, response.reason.empty() ? reason_phrase(response.status) : std::string_view(response.reason));
  append(out, "\r\n");
  encode_fields(response.fields, out);
  if (may_have_content(response.status) && response.fields.count("Content-Length") == 0) {
    encode_field("Content-Length", std::to_string(response.body.size()), out);
  }
  append(out, "\r\n");
  append(out, response.body);
}

std::string_view reason_phrase(int status) noexcept {
  const auto* const found =
      std::find_if(phrases.begin(), phrases.end(), [&](const Phrase& phrase) { return phrase.status == status; });
  return found == phrases.end() ? "Unknown" : found->text;
}

}  // namespace parley::protocol
