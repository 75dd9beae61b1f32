#include "server/mqtt_bridge.hpp"

#include <fmt/format.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace parley::server {
namespace {

using std::chrono::milliseconds;

constexpr int keepalive = 10;  // seconds: so soon a broker that went silent is given up
constexpr int turn = 1000;     // milliseconds that a turn of the loop waits; what is published wakes it
constexpr milliseconds first_pause(250);
constexpr milliseconds longest_pause(15000);
constexpr int at_most_once = 0;
constexpr std::uint32_t most_subscriptions = 268'435'455;  // MQTT 5 §3.8.2.1.2

struct Free {
  void operator()(mosquitto* client) const { mosquitto_destroy(client); }
};

struct Subscription {
  Subscriber* subscriber = nullptr;
  std::uint32_t number = 0;  // tells which of our subscriptions a message is for, also where they overlap
};

/// The subscriptions that the broker says a message is for (MQTT 5 §3.3.2.3.8).
std::vector<std::uint32_t> numbers_in(const mosquitto_property* properties) {
  std::vector<std::uint32_t> numbers;
  std::uint32_t number = 0;
  bool skip_first = false;
  const auto* at = properties;
  while ((at = mosquitto_property_read_varint(at, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, &number, skip_first)) != nullptr) {
    numbers.push_back(number);
    skip_first = true;
  }
  return numbers;
}

class MqttBridge final : public Bridge {
 public:
  MqttBridge(MqttBroker broker, std::function<void(const std::string&)> log);
  ~MqttBridge() override;

  void subscribe(const std::string& base, Subscriber& subscriber) override;
  void unsubscribe(const std::string& base) override;
  void publish(const std::string& base, std::string_view topic, std::string_view payload) override;
  void log(const std::string& line) override {
    if (log_) log_(line);
  }
  void start() override {
    thread_ = std::thread([this] { run(); });
  }
  void stop() override;

 private:
  void run();
  void connect_once();
  [[nodiscard]] bool pause();  // false: to be stopped
  void tell(const std::string& line);

  void on_connect(int reason);
  void on_message(const mosquitto_message& message, const mosquitto_property* properties);
  void ask_for(const std::string& base, std::uint32_t number);

  const MqttBroker broker_;
  const std::function<void(const std::string&)> log_;
  std::unique_ptr<mosquitto, Free> client_;
  std::thread thread_;
  std::atomic<bool> connected_{false};
  bool refused_ = false;  // the rest on the bridge's thread only
  milliseconds pause_ = first_pause;
  std::string told_;  // the last line about the connection: each is told once

  // Held while a subscriber is called. Behaviours are entered under it, so it is never taken by who is within one.
  std::mutex subscriptions_mutex_;
  std::map<std::string, Subscription, std::less<>> subscriptions_;
  std::uint32_t last_number_ = 0;

  std::mutex stop_mutex_;
  std::condition_variable stop_requested_;
  bool stopping_ = false;  // under stop_mutex_
};

MqttBridge::MqttBridge(MqttBroker broker, std::function<void(const std::string&)> log)
    : broker_(std::move(broker)), log_(std::move(log)) {
  mosquitto_lib_init();
  client_.reset(mosquitto_new(nullptr, true, this));
  if (!client_) throw std::runtime_error("there is no memory for an MQTT client");
  mosquitto_int_option(client_.get(), MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_int_option(client_.get(), MOSQ_OPT_TCP_NODELAY, 1);
  // What is published is then always queued for the bridge's thread, never written by the thread that publishes.
  mosquitto_threaded_set(client_.get(), true);
  if (!broker_.user.empty()) {
    mosquitto_username_pw_set(client_.get(), broker_.user.c_str(), broker_.password.c_str());
  }
  mosquitto_connect_v5_callback_set(client_.get(),
                                    [](mosquitto*, void* self, int reason, int, const mosquitto_property*) {
                                      static_cast<MqttBridge*>(self)->on_connect(reason);
                                    });
  mosquitto_message_v5_callback_set(client_.get(), [](mosquitto*, void* self, const mosquitto_message* message,
                                                      const mosquitto_property* properties) {
    static_cast<MqttBridge*>(self)->on_message(*message, properties);
  });
}

MqttBridge::~MqttBridge() {
  stop();
  client_.reset();
  mosquitto_lib_cleanup();
}

void MqttBridge::stop() {
  {
    const std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_requested_.notify_all();
  mosquitto_disconnect(client_.get());  // also wakes the loop
  if (thread_.joinable()) thread_.join();
}

void MqttBridge::run() {
  do {
    connect_once();
    connected_ = false;
  } while (pause());
}

/// Until the connection is lost, or there was none.
void MqttBridge::connect_once() {
  refused_ = false;
  // Asynchronous: a broker that does not answer must not hold up `stop`.
  int result = mosquitto_connect_async(client_.get(), broker_.host.c_str(), broker_.port, keepalive);
  while (result == MOSQ_ERR_SUCCESS) {
    result = mosquitto_loop(client_.get(), turn, 1);
    const std::lock_guard lock(stop_mutex_);
    if (stopping_) return;
  }
  const int error = errno;
  if (refused_) return;  // that was told
  tell(fmt::format("no connection to the MQTT broker {}: {}", broker_.address(),
                   result == MOSQ_ERR_ERRNO ? std::strerror(error) : mosquitto_strerror(result)));
}

bool MqttBridge::pause() {
  std::unique_lock lock(stop_mutex_);
  stop_requested_.wait_for(lock, pause_, [this] { return stopping_; });
  pause_ = std::min(2 * pause_, longest_pause);
  return !stopping_;
}

void MqttBridge::tell(const std::string& line) {
  if (std::exchange(told_, line) != line) log(line);
}

void MqttBridge::on_connect(int reason) {
  if (reason != MQTT_RC_SUCCESS) {
    refused_ = true;
    return tell(fmt::format("the MQTT broker {} refuses us: {}", broker_.address(), mosquitto_reason_string(reason)));
  }
  pause_ = first_pause;
  tell(fmt::format("connected to the MQTT broker {}", broker_.address()));
  const std::lock_guard lock(subscriptions_mutex_);
  connected_ = true;  // under the mutex: who subscribes from now on asks by itself, and only once
  for (const auto& [base, subscription] : subscriptions_) ask_for(base, subscription.number);
}

void MqttBridge::ask_for(const std::string& base, std::uint32_t number) {
  mosquitto_property* properties = nullptr;
  mosquitto_property_add_varint(&properties, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, number);
  // "No local": what we publish does not come back, so there is no loop (MQTT 5 §3.8.3.1).
  mosquitto_subscribe_v5(client_.get(), nullptr, (base + "/#").c_str(), at_most_once, MQTT_SUB_OPT_NO_LOCAL,
                         properties);
  mosquitto_property_free_all(&properties);
}

void MqttBridge::subscribe(const std::string& base, Subscriber& subscriber) {
  const std::lock_guard lock(subscriptions_mutex_);
  last_number_ = last_number_ % most_subscriptions + 1;
  subscriptions_[base] = {&subscriber, last_number_};
  if (connected_) ask_for(base, last_number_);
}

void MqttBridge::unsubscribe(const std::string& base) {
  const std::lock_guard lock(subscriptions_mutex_);
  subscriptions_.erase(base);
  if (connected_) mosquitto_unsubscribe(client_.get(), nullptr, (base + "/#").c_str());
}

void MqttBridge::publish(const std::string& base, std::string_view topic, std::string_view payload) {
  if (!connected_) return;
  const auto full = fmt::format("{}/{}", base, topic);
  const int result = mosquitto_publish(client_.get(), nullptr, full.c_str(), static_cast<int>(payload.size()),
                                       payload.data(), at_most_once, false);
  if (result != MOSQ_ERR_SUCCESS) log(fmt::format("{} was not published: {}", full, mosquitto_strerror(result)));
}

void MqttBridge::on_message(const mosquitto_message& message, const mosquitto_property* properties) {
  const std::string_view topic(message.topic);
  const std::string_view payload(static_cast<const char*>(message.payload),
                                 static_cast<std::size_t>(message.payloadlen));
  const auto numbers = numbers_in(properties);
  const std::lock_guard lock(subscriptions_mutex_);
  for (const auto& [base, subscription] : subscriptions_) {
    if (std::find(numbers.begin(), numbers.end(), subscription.number) == numbers.end()) continue;
    if (topic.size() <= base.size() + 1) continue;  // "a/#" is also "a" itself, and "a/" leaves no topic
    subscription.subscriber->on_published(topic.substr(base.size() + 1), payload);
  }
}

}  // namespace

std::unique_ptr<Bridge> make_mqtt_bridge(const MqttBroker& broker, std::function<void(const std::string&)> log) {
  return std::make_unique<MqttBridge>(broker, std::move(log));
}

}  // namespace parley::server
