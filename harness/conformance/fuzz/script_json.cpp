#include "harness/conformance/fuzz/script_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

namespace parley::conformance::fuzz {
namespace {

using Json = nlohmann::ordered_json;
using protocol::LengthForm;

constexpr std::array<std::pair<std::string_view, Masking>, 4> maskings{{{"proper", Masking::proper},
                                                                        {"present", Masking::present},
                                                                        {"zero_key", Masking::zero_key},
                                                                        {"none", Masking::none}}};
constexpr std::array<std::pair<std::string_view, LengthForm>, 3> forms{
    {{"7", LengthForm::bits7}, {"16", LengthForm::bits16}, {"64", LengthForm::bits64}}};

template <class Table, class Value>
std::string_view word_of(const Table& table, Value value) {
  return std::find_if(table.begin(), table.end(), [value](const auto& row) { return row.second == value; })->first;
}

template <class Table>
auto value_of(const Table& table, const JsonPlace& place) {
  const auto& word = place.text();
  const auto row = std::find_if(table.begin(), table.end(), [&](const auto& each) { return each.first == word; });
  if (row == table.end()) place.fail("\"" + word + "\" is not known");
  return row->second;
}

// Heads are text mostly, but may hold any byte: each is the character of the same number (ISO 8859-1).

std::string to_latin1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0U | (byte >> 6U));
      text += static_cast<char>(0x80U | (byte & 0x3FU));
    }
  }
  return text;
}

std::string from_latin1(const JsonPlace& place) {
  const auto& text = place.text();  // UTF-8: the parser has seen to it
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      bytes += text[i];
    } else if (lead <= 0xC3 && i + 1 < text.size()) {
      bytes += static_cast<char>(((lead & 0x03U) << 6U) | (static_cast<unsigned char>(text[++i]) & 0x3FU));
    } else {
      place.fail("expected characters up to U+00FF, each of which is a byte");
    }
  }
  return bytes;
}

/// In lines, each with its end.
Json request_json(std::string_view request) {
  Json lines = Json::array();
  while (!request.empty()) {
    const auto end = std::min(request.find('\n'), request.size() - 1) + 1;
    lines.push_back(to_latin1(request.substr(0, end)));
    request.remove_prefix(end);
  }
  return lines;
}

bool is_plain(protocol::ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; });
}

/// Only what is not usual.
Json frame_json(const Frame& frame) {
  const Frame usual;
  Json json = {{"opcode", static_cast<unsigned>(frame.opcode)}};
  if (!frame.fin) json["fin"] = false;
  if (frame.rsv != 0) json["rsv"] = frame.rsv >> 4U;
  if (frame.masking != usual.masking) json["masking"] = word_of(maskings, frame.masking);
  if (frame.form) json["length_bits"] = word_of(forms, *frame.form);
  if (frame.announced) json["announced"] = *frame.announced;
  if (frame.payload.empty()) return json;
  if (is_plain(frame.payload)) {
    json["text"] = protocol::as_text(frame.payload);
  } else {
    json["hex"] = protocol::to_hex(frame.payload);
  }
  return json;
}

Json frames_json(const std::vector<Frame>& frames) {
  Json json = Json::array();
  for (const auto& frame : frames) json.push_back(frame_json(frame));
  return json;
}

struct StepJson {
  Json operator()(const Send& send) const {
    Json json = {{"send", frames_json(send.frames)}};
    if (send.piece != 0) json["piece"] = send.piece;
    return json;
  }
  Json operator()(const SendBytes& send) const { return {{"bytes", protocol::to_hex(send.bytes)}}; }
  Json operator()(const Pause& pause) const { return {{"pause_ms", pause.time.count()}}; }
  Json operator()(const ShutdownWrite& /*shutdown*/) const { return {{"tcp", "end"}}; }
  Json operator()(const Reset& /*reset*/) const { return {{"tcp", "reset"}}; }
  template <class Other>
  Json operator()(const Other& /*other*/) const {
    throw std::logic_error("a step that the fuzzer does not make");
  }
};

Frame read_frame(const JsonPlace& place) {
  Frame frame;
  for (const auto& [key, value] : place.members()) {
    if (key == "opcode") {
      if (value.number() > 15) value.fail("expected a number from 0 to 15");
      frame.opcode = static_cast<protocol::Opcode>(value.number());
    } else if (key == "fin") {
      frame.fin = value.flag();
    } else if (key == "rsv") {
      if (value.number() > 7) value.fail("expected a number from 0 to 7");
      frame.rsv = static_cast<std::uint8_t>(value.number() << 4U);
    } else if (key == "masking") {
      frame.masking = value_of(maskings, value);
    } else if (key == "length_bits") {
      frame.form = value_of(forms, value);
    } else if (key == "announced") {
      frame.announced = value.number();
    } else if (key == "text") {
      frame.payload = protocol::to_bytes(value.text());
    } else if (key == "hex") {
      frame.payload = value.hex();
    } else {
      value.fail("is not known");
    }
  }
  return frame;
}

std::vector<Frame> read_frames(const JsonPlace& place) {
  std::vector<Frame> frames;
  for (const auto& each : place.elements()) frames.push_back(read_frame(each));
  return frames;
}

Step read_send(const JsonPlace& place) {
  Send send;
  for (const auto& [key, value] : place.members()) {
    if (key == "send") {
      send.frames = read_frames(value);
    } else if (key == "piece") {
      send.piece = value.number();
    } else {
      value.fail("is not known");
    }
  }
  return send;
}

Step read_step(const JsonPlace& place) {
  const auto members = place.members();
  const auto named = [&](std::string_view name) {
    return std::any_of(members.begin(), members.end(), [name](const auto& member) { return member.first == name; });
  };
  if (named("send")) return read_send(place);
  if (members.size() == 1) {
    const auto& [key, value] = members.front();
    if (key == "bytes") return SendBytes{value.hex()};
    if (key == "pause_ms") return Pause{std::chrono::milliseconds(value.number())};
    if (key == "tcp" && value.text() == "end") return ShutdownWrite{};
    if (key == "tcp" && value.text() == "reset") return Reset{};
  }
  place.fail("expected a step: send, bytes, pause_ms or tcp");
}

}  // namespace

void JsonPlace::fail(const std::string& what) const {
  throw std::invalid_argument(file + ": " + (pointer.empty() ? "" : pointer + ": ") + what);
}

const std::string& JsonPlace::text() const {
  if (!value.is_string()) fail("expected a string");
  return value.get_ref<const std::string&>();
}

std::uint64_t JsonPlace::number() const {
  if (!value.is_number_unsigned()) fail("expected a number that is not negative");
  return value.get<std::uint64_t>();
}

bool JsonPlace::flag() const {
  if (!value.is_boolean()) fail("expected true or false");
  return value.get<bool>();
}

protocol::Bytes JsonPlace::hex() const {
  auto bytes = protocol::from_hex(text());
  if (!bytes) fail("expected bytes in hex");
  return *std::move(bytes);
}

std::vector<JsonPlace> JsonPlace::elements() const {
  if (!value.is_array()) fail("expected an array");
  std::vector<JsonPlace> all;
  for (std::size_t i = 0; i < value.size(); ++i) all.push_back({value[i], file, fmt::format("{}/{}", pointer, i)});
  return all;
}

std::vector<std::pair<std::string, JsonPlace>> JsonPlace::members() const {
  if (!value.is_object()) fail("expected an object");
  std::vector<std::pair<std::string, JsonPlace>> all;
  for (const auto& [key, member] : value.items()) all.push_back({key, {member, file, pointer + "/" + key}});
  return all;
}

Json script_json(const Script& script) {
  Json json = Json::object();
  if (script.request != usual_request) json["request"] = request_json(script.request);
  if (!script.extensions.empty()) json["extensions"] = script.extensions;
  if (script.head_piece != 0) json["head_piece"] = script.head_piece;
  if (!script.key.empty()) json["key"] = script.key;
  if (!script.with_head.empty()) json["with_head"] = frames_json(script.with_head);
  json["steps"] = Json::array();
  for (const auto& step : script.steps) json["steps"].push_back(std::visit(StepJson{}, step));
  return json;
}

Script read_script(const JsonPlace& place) {
  Script script;
  for (const auto& [key, value] : place.members()) {
    if (key == "request") {
      script.request.clear();
      for (const auto& line : value.elements()) script.request += from_latin1(line);
    } else if (key == "extensions") {
      script.extensions = value.text();
    } else if (key == "head_piece") {
      script.head_piece = value.number();
    } else if (key == "key") {
      script.key = value.text();
    } else if (key == "with_head") {
      script.with_head = read_frames(value);
    } else if (key == "steps") {
      for (const auto& step : value.elements()) script.steps.push_back(read_step(step));
    } else if (key != "in_words") {
      value.fail("is not known");
    }
  }
  return script;
}

}  // namespace parley::conformance::fuzz
