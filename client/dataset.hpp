// Dataset: what a WebSocket Variable keeps of the messages it receives (systems-to-serve §2, "Dataset rule").
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>

#include "client/value.hpp"

namespace parley::client {

enum class UpdateStrategy : std::uint8_t {
  refresh,  // the new data is the dataset
  append,   // the new data goes to the end of the list
  prepend,  // the new data goes to the front of the list
};

/// Nothing for a name that is none of the three.
[[nodiscard]] std::optional<UpdateStrategy> parse_strategy(std::string_view name);
[[nodiscard]] std::string_view to_string(UpdateStrategy strategy);

struct DatasetPolicy {
  UpdateStrategy strategy = UpdateStrategy::refresh;
  std::size_t limit = 20;  // items; 0: unlimited. No meaning with refresh
};

/// Each update takes constant time, whatever the strategy and however long the list.
///
/// A list at its limit or beyond lets ONE item go for each that comes, as the original does: a dataset preloaded with
/// more items than the limit keeps its length.
/// append and prepend on a dataset that is no list: null, false, 0, "" and {} count as the empty list; any other value
/// becomes the only item of the list, so that nothing preloaded is lost.
class Dataset {
 public:
  explicit Dataset(DatasetPolicy policy = {}, Value initial = Value::array());

  void update(Value data);

  /// A copy of the whole: an array, or with refresh whatever came last.
  [[nodiscard]] Value value() const;
  /// The length of the list; nothing when the dataset is not one.
  [[nodiscard]] std::optional<std::size_t> length() const;
  /// The item at this place of the list, or null when there is none. Valid until the next update.
  [[nodiscard]] const Value* item(std::size_t index) const;

  [[nodiscard]] const DatasetPolicy& policy() const { return policy_; }

 private:
  void become_a_list();

  DatasetPolicy policy_;
  std::optional<Value> whole_;  // the dataset, when it is not in items_
  std::deque<Value> items_;
};

}  // namespace parley::client
