// Callback: a function to be called later, as std::function, for the hot paths of a loop.
//
// It can only be moved, and it holds what it calls in place up to three pointers: a lambda that keeps a session alive
// by a shared pointer is stored without an allocation, where std::function makes one for each wait and each flush.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace parley::net {

/// What can be held: anything but a Callback itself that takes these arguments.
template <class Function, class Itself, class... Arguments>
concept Callable = !std::is_same_v<std::remove_cvref_t<Function>, Itself> &&
                   std::is_invocable_v<std::decay_t<Function>&, Arguments...>;

template <class Signature>
class Callback;

template <class... Arguments>
class Callback<void(Arguments...)> {
 public:
  Callback() = default;
  Callback(std::nullptr_t) {}  // NOLINT(google-explicit-constructor): as std::function

  template <Callable<Callback, Arguments...> Function>
  // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload): as std::function
  Callback(Function&& function) {
    using Stored = std::decay_t<Function>;
    if constexpr (fits<Stored>) {
      new (&room_) Stored(std::forward<Function>(function));
      actions_ = &in_place<Stored>;
    } else {
      new (&room_) Stored*(new Stored(std::forward<Function>(function)));
      actions_ = &on_heap<Stored>;
    }
  }

  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this == &other) return *this;
    reset();
    take(other);
    return *this;
  }
  ~Callback() { reset(); }

  /// Not of an empty one. May be called again.
  void operator()(Arguments... arguments) { actions_->call(&room_, std::forward<Arguments>(arguments)...); }
  explicit operator bool() const { return actions_ != nullptr; }
  friend bool operator==(const Callback& callback, std::nullptr_t) { return !callback; }

 private:
  struct Actions {
    void (*call)(void* room, Arguments... arguments);
    void (*move)(void* from, void* to) noexcept;  // leaves nothing to destroy in `from`
    void (*destroy)(void* room) noexcept;
  };

  static constexpr std::size_t room_size = 3 * sizeof(void*);
  template <class Stored>
  static constexpr bool fits = sizeof(Stored) <= room_size &&
                               alignof(void*) % alignof(Stored) == 0 && std::is_nothrow_move_constructible_v<Stored>;

  template <class Stored>
  static Stored& stored(void* room) {
    return *std::launder(static_cast<Stored*>(room));
  }

  template <class Stored>
  static constexpr Actions in_place{
      [](void* room, Arguments... arguments) { stored<Stored>(room)(std::forward<Arguments>(arguments)...); },
      [](void* from, void* to) noexcept {
        new (to) Stored(std::move(stored<Stored>(from)));
        stored<Stored>(from).~Stored();
      },
      [](void* room) noexcept { stored<Stored>(room).~Stored(); }};

  template <class Stored>
  static constexpr Actions on_heap{
      [](void* room, Arguments... arguments) { (*stored<Stored*>(room))(std::forward<Arguments>(arguments)...); },
      [](void* from, void* to) noexcept { new (to) Stored*(stored<Stored*>(from)); },
      [](void* room) noexcept { delete stored<Stored*>(room); }};

  void take(Callback& other) noexcept {
    if (other.actions_ != nullptr) other.actions_->move(&other.room_, &room_);
    actions_ = std::exchange(other.actions_, nullptr);
  }
  void reset() noexcept {
    if (const auto* const actions = std::exchange(actions_, nullptr)) actions->destroy(&room_);
  }

  const Actions* actions_ = nullptr;  // null: nothing to call
  alignas(void*) std::byte room_[room_size];
};

}  // namespace parley::net
