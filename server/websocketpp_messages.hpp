// How the server's engine has websocketpp get its messages: used again, not allocated anew. Private to the sources that
// instantiate it.
#pragma once

#include <memory>
#include <vector>
#include <websocketpp/frame.hpp>

namespace parley::server::websocketpp_core {

/// Those of one connection; in websocketpp's words a con_msg_manager. The library asks for a message for each one that
/// comes, and drops it when it has been handled or written: with its payload that is two allocations of three that an
/// echo makes.
template <class Message>
class MessagePool : public std::enable_shared_from_this<MessagePool<Message>> {
 public:
  using type = MessagePool;
  using ptr = std::shared_ptr<MessagePool>;
  using weak_ptr = std::weak_ptr<MessagePool>;
  using message_ptr = typename Message::ptr;

  message_ptr get_message() { return message_ptr(take().release(), Return{this->weak_from_this()}); }

  message_ptr get_message(websocketpp::frame::opcode::value opcode, std::size_t size) {
    auto message = get_message();
    message->set_opcode(opcode);
    message->get_raw_payload().reserve(size);
    return message;
  }

  bool recycle(Message* /*message*/) { return false; }  // never called by the library; Return does it

 private:
  // What an idle connection may hold: a message that comes and the one that answers it, both small.
  static constexpr std::size_t most_spare = 2;
  static constexpr std::size_t largest_spare = 256;

  /// Where a message goes when nobody has it any more; the connection may be gone by then.
  struct Return {
    weak_ptr home;
    void operator()(Message* message) const {
      std::unique_ptr<Message> done(message);
      if (const auto pool = home.lock()) pool->give_back(std::move(done));
    }
  };

  std::unique_ptr<Message> take() {
    if (spare_.empty()) return std::make_unique<Message>(this->shared_from_this());
    auto message = std::move(spare_.back());
    spare_.pop_back();
    return message;
  }

  void give_back(std::unique_ptr<Message> message) {
    if (spare_.size() == most_spare || message->get_raw_payload().capacity() > largest_spare) return;
    message->get_raw_payload().clear();
    message->set_header({});
    message->set_prepared(false);
    message->set_fin(true);
    message->set_terminal(false);
    message->set_compressed(false);
    spare_.push_back(std::move(message));
  }

  std::vector<std::unique_ptr<Message>> spare_;
};

/// What makes them, one for each connection.
template <class Pool>
class MessagePools {
 public:
  using con_msg_man_ptr = typename Pool::ptr;
  [[nodiscard]] con_msg_man_ptr get_manager() const { return std::make_shared<Pool>(); }
};

}  // namespace parley::server::websocketpp_core
