#include "net/poller.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace parley::net {

namespace {

constexpr std::size_t most_at_a_time = 256;

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::system_category(), what);
}

std::uint32_t events_of(Poller::Interest interest) {
  switch (interest) {
    case Poller::Interest::input:
      return EPOLLIN;
    case Poller::Interest::output:
      return EPOLLOUT;
    case Poller::Interest::both:
      return EPOLLIN | EPOLLOUT;
  }
  return 0;
}

int control(int epoll, int operation, int descriptor, std::uint32_t events, void* owner) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = owner;
  return ::epoll_ctl(epoll, operation, descriptor, &event);
}

/// epoll_wait rounds to milliseconds, which is longer than most answers take.
int wait_precisely(int epoll, std::span<epoll_event> events, std::optional<Poller::TimePoint> until) {
  using namespace std::chrono;
  const auto left = until ? std::max(*until - steady_clock::now(), steady_clock::duration::zero()) : nanoseconds(0);
  const auto whole = duration_cast<seconds>(left);
  const timespec limit{static_cast<time_t>(whole.count()), static_cast<long>((left - whole).count())};
  const int size = static_cast<int>(events.size());
  const int count = ::epoll_pwait2(epoll, events.data(), size, until ? &limit : nullptr, nullptr);
  if (count >= 0 || errno != ENOSYS) return count;
  // Linux before 5.11: rounded up, so that nobody spins.
  constexpr auto longest = hours(24);
  const int rounded = until ? static_cast<int>(ceil<milliseconds>(std::min<nanoseconds>(left, longest)).count()) : -1;
  return ::epoll_wait(epoll, events.data(), size, rounded);
}

}  // namespace

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_ < 0 || event_ < 0 || control(epoll_, EPOLL_CTL_ADD, event_, EPOLLIN, nullptr) != 0) {
    const int reason = errno;
    ::close(event_);
    ::close(epoll_);
    throw std::system_error(reason, std::system_category(), "epoll");
  }
  ready_.reserve(most_at_a_time);
}

Poller::~Poller() {
  ::close(event_);
  ::close(epoll_);
}

void Poller::add(int descriptor, Interest interest, void* owner) {
  if (control(epoll_, EPOLL_CTL_ADD, descriptor, events_of(interest), owner) != 0) throw_errno("epoll");
}

void Poller::change(int descriptor, Interest interest, void* owner) {
  if (control(epoll_, EPOLL_CTL_MOD, descriptor, events_of(interest), owner) != 0) throw_errno("epoll");
}

void Poller::remove(int descriptor) {
  control(epoll_, EPOLL_CTL_DEL, descriptor, 0, nullptr);
}

std::span<const Poller::Ready> Poller::wait(std::optional<TimePoint> until) {
  std::array<epoll_event, most_at_a_time> events;
  const int count = wait_precisely(epoll_, events, until);
  if (count < 0 && errno != EINTR) throw_errno("epoll");
  ready_.clear();
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr == nullptr) {
      std::uint64_t ignored = 0;
      static_cast<void>(!::read(event_, &ignored, sizeof ignored));
      continue;
    }
    const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
    ready_.push_back(
        {event.data.ptr, broken || (event.events & EPOLLIN) != 0, broken || (event.events & EPOLLOUT) != 0});
  }
  return ready_;
}

void Poller::wake() {
  const std::uint64_t one = 1;
  static_cast<void>(!::write(event_, &one, sizeof one));  // full: then it is awake already
}

}  // namespace parley::net
