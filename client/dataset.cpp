#include "client/dataset.hpp"

#include <iterator>
#include <utility>

namespace parley::client {

std::optional<UpdateStrategy> parse_strategy(std::string_view name) {
  for (const auto strategy : {UpdateStrategy::refresh, UpdateStrategy::append, UpdateStrategy::prepend}) {
    if (name == to_string(strategy)) return strategy;
  }
  return std::nullopt;
}

std::string_view to_string(UpdateStrategy strategy) {
  switch (strategy) {
    case UpdateStrategy::refresh:
      return "refresh";
    case UpdateStrategy::append:
      return "append";
    case UpdateStrategy::prepend:
      return "prepend";
  }
  return "unknown";
}

Dataset::Dataset(DatasetPolicy policy, Value initial) : policy_(policy), whole_(std::move(initial)) {
  if (policy_.strategy != UpdateStrategy::refresh && whole_->is_array()) become_a_list();
}

void Dataset::update(Value data) {
  if (policy_.strategy == UpdateStrategy::refresh) {
    whole_ = std::move(data);
    return;
  }
  if (whole_) become_a_list();
  const bool full = policy_.limit != 0 && items_.size() >= policy_.limit;
  if (policy_.strategy == UpdateStrategy::append) {
    if (full) items_.pop_front();
    items_.push_back(std::move(data));
  } else {
    if (full) items_.pop_back();
    items_.push_front(std::move(data));
  }
}

Value Dataset::value() const {
  if (whole_) return *whole_;
  return Value::array_t(items_.begin(), items_.end());
}

std::optional<std::size_t> Dataset::length() const {
  if (!whole_) return items_.size();
  if (whole_->is_array()) return whole_->size();
  return std::nullopt;
}

const Value* Dataset::item(std::size_t index) const {
  if (index >= length().value_or(0)) return nullptr;
  return whole_ ? &whole_->get_ref<const Value::array_t&>()[index] : &items_[index];
}

void Dataset::become_a_list() {
  Value whole = *std::exchange(whole_, std::nullopt);
  if (whole.is_array()) {
    auto& items = whole.get_ref<Value::array_t&>();
    items_.assign(std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
  } else if (!is_falsy(whole) && !(whole.is_object() && whole.empty())) {
    items_.push_back(std::move(whole));
  }
}

}  // namespace parley::client
