// HTTP/1.1 requests and responses as values (RFC 9110, RFC 9112), as far as the opening handshake needs them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/bytes.hpp"

namespace parley::protocol {

struct HttpField {
  std::string name;   // as written; names compare without regard to case (RFC 9110 §5.1)
  std::string value;  // without leading and trailing white space

  friend bool operator==(const HttpField&, const HttpField&) = default;
};

/// Header fields in the order of the wire.
class HttpFields {
 public:
  HttpFields() = default;
  HttpFields(std::initializer_list<HttpField> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  void set(std::string name, std::string value);                       // in place of all fields of this name
  void fold(std::string_view more);                                    // goes on with the last value, after a space
  [[nodiscard]] const std::string* find(std::string_view name) const;  // the first one of this name, or null
  [[nodiscard]] std::size_t count(std::string_view name) const;
  /// All values of this name joined by ", " (RFC 9110 §5.3); nothing when the field is absent.
  [[nodiscard]] std::optional<std::string> combined(std::string_view name) const;
  /// True when a comma-separated list field holds this token, compared without regard to case.
  [[nodiscard]] bool has_token(std::string_view name, std::string_view token) const;

  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }

  friend bool operator==(const HttpFields&, const HttpFields&) = default;

 private:
  std::vector<HttpField> fields_;
};

struct HttpVersion {
  int major = 1;
  int minor = 1;
  friend auto operator<=>(const HttpVersion&, const HttpVersion&) = default;
};

struct HttpRequest {
  std::string method;
  std::string target;  // origin form: "/chat?user=a"
  HttpVersion version;
  HttpFields fields;

  [[nodiscard]] std::string_view path() const;   // the target up to "?", percent-encoding untouched
  [[nodiscard]] std::string_view query() const;  // what follows "?", or empty
};

struct HttpResponse {
  int status = 200;
  std::string reason;  // empty: the standard phrase is written
  HttpVersion version;
  HttpFields fields;
  std::string body;
};

/// Appends the message. A response that is not 1xx or 204 gets Content-Length unless its fields hold one.
void encode(const HttpRequest& request, Bytes& out);
void encode(const HttpResponse& response, Bytes& out);

/// "Not Found" for 404; "Unknown" for a number without a phrase.
[[nodiscard]] std::string_view reason_phrase(int status) noexcept;

}  // namespace parley::protocol
