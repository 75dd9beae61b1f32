// The head of an HTTP/1.1 message: start line and header fields, read as the bytes come (RFC 9112 §2 to §5).
//
// Strict where the RFC lets a recipient choose: a lone LF, a bare CR, a folded line of a request and white space before
// the colon are refused, since peers that read them differently are how requests get smuggled. How the bytes were cut
// makes no difference, neither to the result nor to the byte at which a fault is seen.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/bytes.hpp"
#include "protocol/http_message.hpp"
#include "protocol/limits.hpp"

namespace parley::protocol {

/// What is wrong with an HTTP message, and the status that a server answers it with.
struct HttpError {
  int status = 400;
  std::string_view section;  // "RFC 9112 §5.1": a literal
  std::string what;          // a sentence's worth: what was seen, what was expected

  friend bool operator==(const HttpError&, const HttpError&) = default;
};

enum class HeadState : std::uint8_t { reading, complete, failed };

/// `Message` is HttpRequest or HttpResponse.
template <class Message>
class HttpHeadParser {
 public:
  explicit HttpHeadParser(const Limits& limits) : limits_(limits) {}

  /// Takes bytes up to the end of the head and returns how many it took. Once complete or failed it takes none.
  std::size_t feed(ByteView data);

  [[nodiscard]] HeadState state() const { return state_; }
  [[nodiscard]] const HttpError& error() const { return error_; }  // meaningful when failed
  [[nodiscard]] Message& message() { return message_; }            // meaningful when complete
  [[nodiscard]] bool empty() const { return size_ == 0; }          // no byte has come yet

 private:
  void take(char c);
  void take_line();
  [[nodiscard]] bool is_fold() const;
  void fail(HttpError error);

  Limits limits_;
  HeadState state_ = HeadState::reading;
  HttpError error_;
  Message message_;
  std::string line_;
  std::size_t size_ = 0;         // bytes taken
  bool after_cr_ = false;        // the last byte was a CR: only LF may follow
  bool has_start_line_ = false;  // what follows are fields
};

extern template class HttpHeadParser<HttpRequest>;
extern template class HttpHeadParser<HttpResponse>;

}  // namespace parley::protocol
