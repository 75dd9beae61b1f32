// What comes with the request or right behind it: content, expectations, frames. RFC 9110 §7.8, RFC 9112 §6, RFC 6455
// §4.1.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/handshake_words.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

using namespace std::string_view_literals;

// A masked ping whose key is zero: content that would be answered if it were read as a frame.
constexpr std::string_view smuggled_frame = "\x89\x88\0\0\0\0smuggled"sv;
constexpr std::string_view smuggled = "smuggled";
constexpr std::string_view after = "after";
constexpr std::string_view size_line = "e\r\n";  // of a chunk that holds that frame

std::string in_one_chunk() {
  return std::string(size_line) + std::string(smuggled_frame) + "\r\n0\r\n\r\n";
}

constexpr std::string_view sections = "RFC 9112 §6.3, §9.3, RFC 9110 §7.8";
constexpr std::string_view content_rule =
    "The protocol changes behind the whole request, its content included: a server refuses, passes the content over or "
    "ends the connection, and never reads it as frames.";

/// A server may refuse requests with content; if it does not, it must find the ping that follows, and only that.
void add_content(std::vector<Case>& cases, std::string id, std::string title, const std::string& fields,
                 const std::string& content) {
  auto test = handshake_case(std::move(id), sections, Level::must, std::move(title), std::string(content_rule));
  test.script.request = request_with("Content-Length", fields) + content;
  test.script.steps = {Send{{ping(after)}}};
  test.allowed = {{Grade::strict, Survives{protocol::to_bytes(after)}},
                  {Grade::strict, Refuses{}},
                  {Grade::lenient, Refuses{200, 599}},
                  {Grade::lenient, HangsUp{}},
                  {Grade::lenient, Fails{any_code_but_errors()}},
                  {Grade::lenient, Drops{}}};
  test.forbidden.pongs = {protocol::to_bytes(smuggled)};
  cases.push_back(std::move(test));
}

void add_contents(std::vector<Case>& cases) {
  const std::string frame(smuggled_frame);
  add_content(cases, "9112-6.3-content-with-length", "The request has content of 14 bytes, which look like a ping",
              "Content-Length: 14", frame);
  add_content(cases, "9112-6.3-content-in-a-chunk", "The request has content in one chunk, which looks like a ping",
              "Transfer-Encoding: chunked", in_one_chunk());
  add_content(cases, "9112-6.3-content-in-chunks",
              "The request has content in two chunks with an extension and a trailer field",
              "Transfer-Encoding: chunked",
              "7;a=b\r\n" + frame.substr(0, 7) + "\r\n7\r\n" + frame.substr(7) + "\r\n0\r\nX-Parley: 1\r\n\r\n");
  add_content(cases, "9112-6.3-content-of-no-chunk", "The request has content in chunks, and there are none",
              "Transfer-Encoding: chunked", "0\r\n\r\n");
  add_content(cases, "9112-6.3-content-of-length-zero", "The request has Content-Length: 0", "Content-Length: 0", "");
  add_content(cases, "9112-6.3-content-of-one-length-twice", "The request has Content-Length: 0, 0",
              "Content-Length: 0, 0", "");
}

constexpr Family<Expect> bad_lengths{
    "9112-6.3-length-",
    "Content-Length",
    Expect::bad_request,
    Level::must,
    "RFC 9112 §6.3",
    "A Content-Length that is no number, or several different ones, cannot be mended: the request is answered with "
    "400."};
constexpr std::array bad_length_lines{
    Line{"empty", "Content-Length:"},
    Line{"of-letters", "Content-Length: none"},
    Line{"negative", "Content-Length: -1"},
    Line{"with-plus-sign", "Content-Length: +0"},
    Line{"hexadecimal", "Content-Length: 0x0"},
    Line{"decimal", "Content-Length: 0.0"},
    Line{"of-two-words", "Content-Length: 0 0"},
    Line{"of-two-values", "Content-Length: 0, 1"},
    Line{"in-two-lines", "Content-Length: 0\r\nContent-Length: 1"},
};

constexpr Family<Expect> bad_codings{
    "9112-6.3-coding-",
    "Transfer-Encoding",
    Expect::bad_request,
    Level::must,
    "RFC 9112 §6.3",
    "Where chunked is not the last coding of a request, its length cannot be known: it is answered with 400."};
constexpr std::array bad_coding_lines{
    Line{"after-chunked", "Transfer-Encoding: chunked, gzip"},
    Line{"without-chunked", "Transfer-Encoding: gzip"},
    Line{"of-two-lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"},
};

/// Who goes by the length takes the content of the chunk for a frame: this is how requests are smuggled.
Case length_and_chunks() {
  auto test = handshake_case(
      "9112-6.1-length-and-chunks", "RFC 9112 §6.1, §6.3", Level::must,
      "The request has content in one chunk, which looks like a ping, and a Content-Length that ends before it",
      "Transfer-Encoding overrides Content-Length: a request with both is refused, or goes by its chunks, and the "
      "connection ends after the response. That a WebSocket may not go on then, nobody has written.");
  test.script.request = request_with("Content-Length", "Content-Length: " + std::to_string(size_line.size()) +
                                                           "\r\nTransfer-Encoding: chunked") +
                        in_one_chunk();
  test.script.steps = {Send{{ping(after)}}};
  test.allowed = {{Grade::strict, Refuses{}},
                  {Grade::lenient, Refuses{200, 599}},
                  {Grade::lenient, HangsUp{}},
                  {Grade::lenient, Survives{protocol::to_bytes(after)}},
                  {Grade::lenient, Fails{any_code_but_errors()}},
                  {Grade::lenient, Drops{}}};
  test.forbidden.pongs = {protocol::to_bytes(smuggled)};
  return test;
}

Case unknown_coding() {
  auto test = handshake_case("9112-6.1-coding-unknown", "RFC 9112 §6.1", Level::should,
                             "The request has Transfer-Encoding: x-parley, chunked, and no content",
                             "Transfer codings that a server does not understand are answered with 501.");
  test.script.request = request_with("Content-Length", "Transfer-Encoding: x-parley, chunked") + "0\r\n\r\n";
  test.allowed = {{Grade::strict, Refuses{501, 501}}, {Grade::lenient, Refuses{}}, {Grade::lenient, HangsUp{}}};
  return test;
}

constexpr Family<Expect> expectations{
    "9110-10.1.1-expect-",
    "Expect",
    Expect::either,
    Level::may,
    "RFC 9110 §10.1.1",
    "A server may pass over an expectation when no content is announced, answer it with 100 before its 101, or refuse "
    "it."};
constexpr std::array expectation_lines{
    Line{"continue", "Expect: 100-continue"},
    Line{"unknown", "Expect: parley"},
};

// Frames that do not wait for the answer.

constexpr std::string_view wait_rule =
    "A client waits for the answer before it sends more; what it sends all the same is read as what it is, or the "
    "connection is failed, but it is not lost.";

Case early(std::string id, std::string title) {
  auto test = handshake_case(std::move(id), "RFC 6455 §4.1", Level::disputed, std::move(title), std::string(wait_rule));
  test.allowed = {{Grade::strict, Fails{any_code()}},
                  {Grade::strict, Drops{}},
                  {Grade::strict, Refuses{}},
                  {Grade::strict, HangsUp{}}};
  return test;
}

Case early_text() {
  auto test = early("6455-4.1-text-with-the-request", "A text message in the same TCP write as the request");
  test.needs = {Need::echo};
  test.script.with_head = {text("early")};
  test.allowed.insert(test.allowed.begin(), {Grade::strict, Answers{{{true, protocol::to_bytes("early")}}, {}}});
  return test;
}

Case early_half_frame() {
  auto test = early("6455-4.1-half-a-frame-with-the-request",
                    "Half a ping in the same TCP write as the request, the other half when the connection is open");
  const std::string_view frame = "\x89\x85\0\0\0\0early"sv;
  test.script.request += frame.substr(0, 4);
  test.script.steps = {SendBytes{protocol::to_bytes(frame.substr(4))}};
  test.allowed.insert(test.allowed.begin(), {Grade::strict, Survives{protocol::to_bytes("early")}});
  return test;
}

Case early_close() {
  auto test = early("6455-4.1-close-with-the-request", "A Close in the same TCP write as the request");
  test.script.with_head = {close_frame(1000)};
  test.allowed.insert(test.allowed.begin(), {Grade::strict, Closes{any_code()}});
  return test;
}

Case early_unmasked() {
  auto test =
      early("6455-4.1-unmasked-ping-with-the-request", "A ping without a mask in the same TCP write as the request");
  test.script.with_head = {unmasked(ping("early"))};
  test.forbidden.pongs = {protocol::to_bytes("early")};
  return test;
}

/// Two more bytes, 0x0D 0x0A: FIN clear, opcode 0xD, no mask.
Case early_line_end() {
  auto test = early("6455-4.1-line-end-behind-the-request", "One more empty line follows the request");
  test.script.request += "\r\n";
  return test;
}

}  // namespace

std::vector<Case> handshake_content_cases() {
  std::vector<Case> cases;
  add_contents(cases);
  add_family(cases, bad_lengths, bad_length_lines);
  add_family(cases, bad_codings, bad_coding_lines);
  cases.push_back(length_and_chunks());
  cases.push_back(unknown_coding());
  add_family(cases, expectations, expectation_lines);
  for (auto& test : {early_text(), early_half_frame(), early_close(), early_unmasked(), early_line_end()}) {
    cases.push_back(test);
  }
  return cases;
}

}  // namespace parley::conformance
