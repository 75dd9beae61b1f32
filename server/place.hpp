// Place: a path of the server, who is connected to it, and how a broadcast reaches all of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "net/loop.hpp"
#include "net/session.hpp"
#include "server/behaviour.hpp"
#include "server/counters.hpp"
#include "server/outlet.hpp"

namespace parley::server {

/// A connection that a broadcast can be delivered to.
class Member {
 public:
  virtual void deliver(const std::shared_ptr<const net::SharedMessage>& message) = 0;
  [[nodiscard]] virtual ConnectionId id() const = 0;

 protected:
  virtual ~Member() = default;

 private:
  friend class Place;
  std::size_t index_ = 0;           // in its lane
  std::uint64_t joined_after_ = 0;  // broadcasts up to this one were before its time
};

/// Whether what a path has published reaches its receivers as fast as it is sent.
enum class Pressure : std::uint8_t {
  none,
  high,  // another thread is behind: who publishes must be held back
};

/// One path: its behaviour and its connections. Each worker has a lane of its own: the connections that live on its
/// loop, and the broadcasts that wait to be delivered to them. A broadcast goes into all lanes under one lock, so all
/// receivers see the broadcasts of a path in the same order, on whatever thread they were sent.
class Place {
 public:
  Place(std::string path, std::string behaviour_name, BehaviourInstance instance);
  /// One group of paths of the route that `route` stands for: on the same loops, counted with it.
  Place(Place& route, BehaviourInstance instance);

  [[nodiscard]] const std::string& path() const { return path_; }  // normalized
  [[nodiscard]] const std::string& behaviour_name() const { return behaviour_name_; }

  /// One lane for each, in the order of the workers. Once, before any connection.
  void add_lane(net::Loop& loop);

  /// Calls `use(behaviour)`, taking turns where the behaviour asks for it.
  template <class Use>
  decltype(auto) with_behaviour(Use use) {
    switch (instance_.sharing) {
      case Sharing::stateless:
        break;
      case Sharing::exclusive: {
        const std::lock_guard lock(behaviour_mutex_);
        return use(*instance_.behaviour);
      }
    }
    return use(*instance_.behaviour);
  }

  // On the worker's thread.
  void join(unsigned worker, Member& member);
  void leave(unsigned worker, Member& member);

  /// From any thread. `but` may be 0: nobody is left out.
  Pressure publish(const std::shared_ptr<const net::SharedMessage>& message, ConnectionId but);

  /// Calls `then` once the pressure is gone: now, or later from a worker's thread.
  void when_relieved(std::function<void()> then);

  /// Delivers what waits for this worker's members now: what is sent to one of them next comes behind it.
  void catch_up(unsigned worker) {
    // Relaxed is enough: what this thread has published itself it sees, and the order with others' is open anyway.
    auto& lane = *lanes_[worker];
    if (lane.behind.load(std::memory_order_relaxed)) deliver_waiting(lane);
  }

  // While nobody is connected and nobody can be.
  void begin_anew(BehaviourInstance instance);
  void set_outlet(std::unique_ptr<Outlet> outlet) { outlet_ = std::move(outlet); }

  [[nodiscard]] Outlet* outlet() { return outlet_.get(); }  // null: it is not bridged to a broker

  [[nodiscard]] PathCounters& counters(unsigned worker) { return counted_with_->lanes_[worker]->counters; }
  [[nodiscard]] std::size_t lanes() const { return lanes_.size(); }

 private:
  struct Publication {
    std::shared_ptr<const net::SharedMessage> message;
    ConnectionId but;
    std::uint64_t number;
  };
  struct Lane {
    explicit Lane(net::Loop& its_loop) : loop(its_loop) {}

    net::Loop& loop;
    PathCounters counters;
    std::vector<Member*> members;      // the worker's thread only
    bool occupied = false;             // the rest under mutex_
    std::vector<Publication> waiting;  // not empty: a delivery is on its way
    std::size_t waiting_size = 0;      // bytes, and those that are being delivered
    std::atomic<bool> behind{false};   // something waits; read without the mutex
  };

  void deliver_waiting(Lane& lane);
  [[nodiscard]] bool under_pressure() const;

  const std::string path_;
  const std::string behaviour_name_;
  BehaviourInstance instance_;
  Place* const counted_with_;
  std::unique_ptr<Outlet> outlet_;
  std::mutex behaviour_mutex_;  // may be held when mutex_ is taken, never the other way round
  std::mutex mutex_;
  std::uint64_t published_ = 0;                // under mutex_
  std::vector<std::function<void()>> relief_;  // what to call without pressure; under mutex_
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace parley::server
