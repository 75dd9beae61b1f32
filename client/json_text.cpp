#include "client/json_text.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/object_builder.hpp"

namespace parley::client {

namespace {

/// Builds the value bottom up from the parser's events; the parser keeps its own stack on the heap, so no depth of
/// nesting can exhaust ours.
class TreeBuilder final : public nlohmann::json_sax<Value> {
 public:
  std::optional<Value> take() { return std::move(root_); }

  bool null() override { return place(nullptr); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(number_integer_t value) override { return place(value); }
  bool number_unsigned(number_unsigned_t value) override { return place(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return place(value); }
  bool string(string_t& value) override { return place(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }  // not in JSON text

  bool start_object(std::size_t /*size*/) override { return begin(ObjectBuilder{}); }
  bool start_array(std::size_t /*size*/) override { return begin(Value::array_t{}); }
  bool key(string_t& name) override {
    levels_.back().key = std::move(name);
    return true;
  }
  bool end_object() override { return finish(std::get<ObjectBuilder>(levels_.back().content).take()); }
  bool end_array() override { return finish(Value(std::move(std::get<Value::array_t>(levels_.back().content)))); }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

 private:
  using Content = std::variant<Value::array_t, ObjectBuilder>;

  struct Level {
    Content content;
    std::string key;  // of the member that comes next
  };

  bool begin(Content content) {
    if (levels_.size() == max_value_depth) return false;
    levels_.push_back({std::move(content), {}});
    return true;
  }

  bool finish(Value whole) {
    levels_.pop_back();
    return place(std::move(whole));
  }

  bool place(Value value) {
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (auto* items = std::get_if<Value::array_t>(&levels_.back().content)) {
      items->push_back(std::move(value));
    } else {
      std::get<ObjectBuilder>(levels_.back().content).set(std::move(levels_.back().key), std::move(value));
    }
    return true;
  }

  std::vector<Level> levels_;
  std::optional<Value> root_;
};

}  // namespace

std::optional<Value> parse_json(std::string_view text) {
  // The library takes a NUL for the end of the text and skips a byte order mark; JSON knows neither.
  if (text.find('\0') != std::string_view::npos || text.starts_with("\xEF\xBB\xBF")) return std::nullopt;
  TreeBuilder builder;
  if (!Value::sax_parse(text, &builder)) return std::nullopt;
  return builder.take();
}

}  // namespace parley::client
