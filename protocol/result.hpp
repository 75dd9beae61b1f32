// Result<T, E>: a value or the reason why there is none, with the shape of std::expected, which g++ 12 lacks.
#pragma once

#include <tl/expected.hpp>

namespace parley {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
[[nodiscard]] constexpr auto failure(E&& error) {
  return tl::unexpected<std::decay_t<E>>(std::forward<E>(error));
}

}  // namespace parley
