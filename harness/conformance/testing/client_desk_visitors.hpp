// Clients at the desk, for its tests: sound ones, and some that say little.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "client/echo_client.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"
#include "harness/conformance/client_desk.hpp"
#include "net/asio.hpp"

namespace parley::conformance::testing {

inline Case echo_case(const std::string& id, std::vector<std::string> aliases = {}) {
  Case test;
  test.id = id;
  test.aliases = std::move(aliases);
  test.title = "A text";
  test.rule = "It comes back.";
  test.needs = echoes;
  test.script.steps = {Send{{text(id)}}};
  test.allowed = answered({{true, protocol::to_bytes(id)}});
  return test;
}

inline Case query_case() {
  auto test = echo_case("with-query");
  test.script.query = "?a=b";
  return test;
}

/// It strains the client, and goes on until the client sends something.
inline Case straining_case() {
  Case test;
  test.id = "strain";
  test.title = "A strain";
  test.rule = "It is borne.";
  test.crowding = Crowding::alone;
  test.script.steps = {Await{Until::message, 1}, Await{Until::message, 1}, Await{Until::message, 1}};
  test.allowed = {{Grade::strict, Answers{{{true, protocol::to_bytes("enough")}}}}, {Grade::strict, Ends{}}};
  return test;
}

struct Seen {
  std::string agent;
  std::string id;
  Verdict verdict;
  friend bool operator==(const Seen&, const Seen&) = default;
  friend void PrintTo(const Seen& seen, std::ostream* out) {
    *out << seen.agent << " " << seen.id << " " << to_string(seen.verdict);
  }
};

class ClientDeskTest : public ::testing::Test {
 protected:
  void open_desk(Patience patience = {std::chrono::seconds(20), std::chrono::milliseconds(150)}) {
    DeskEvents events;
    events.on_result = [this](const std::string& agent, CaseResult result) {
      results.push_back({agent, result.test->id, result.verdict});
      whys.push_back(result.why);
      could_name_server = result.could_name_server;
      findings = std::move(result.findings);
      if (on_result) on_result();
    };
    events.on_update_reports = [this](const std::string& agent) { updates.push_back(agent); };
    events.on_stop = [this] { stopped = true; };
    desk.emplace(loop, listen, patience, all, std::move(events));
  }

  client::ClientOptions options(const std::string& target) {
    client::ClientOptions made;
    made.uri = *protocol::parse_uri(desk->base() + target);
    if (made.uri.secure) made.tls = net::make_client_tls({.verify = false});
    return made;
  }

  /// `host`: goes there in place of the URL's.
  client::EchoReport visit(const std::string& target, client::EchoClient::Duty duty = client::EchoClient::Duty::echo,
                           const std::string& host = {}) {
    std::optional<client::EchoReport> report;
    auto how = options(target);
    if (!host.empty()) how.uri.host = host;
    const client::EchoClient visitor(loop, how, duty, [&](client::EchoReport its) {
      report = std::move(its);
      settle();
    });
    loop.run();
    return report.value();
  }

  /// The desk hears of the end of a connection in its own time.
  void settle() {
    if (desk->is_idle()) return loop.stop();
    loop.after(std::chrono::milliseconds(1), [this] { settle(); });
  }

  void wait_for_arrival() {
    if (!desk->is_idle()) return settle();
    loop.after(std::chrono::milliseconds(1), [this] { wait_for_arrival(); });
  }

  std::string ask(const std::string& target) { return visit(target, client::EchoClient::Duty::listen).last_text; }

  net::Loop loop;
  ListenOptions listen;
  Case first = echo_case("first", {"autobahn/1.1.1", "autobahn/1.1.2"});
  Case asks = query_case();
  Case second = echo_case("second");
  Case strain = straining_case();
  std::vector<const Case*> all{&first, &asks, &second, &strain};
  std::optional<ClientDesk> desk;
  std::vector<Seen> results;
  std::vector<std::string> whys;
  std::vector<Finding> findings;   // of the last one
  bool could_name_server = false;  // of the last one
  std::vector<std::string> updates;
  std::function<void()> on_result;
  bool stopped = false;
};

/// It has connected, and says nothing that the desk could answer.
class Silent {
 public:
  Silent(const std::string& base, const std::string& says) : socket_(context_) {
    const auto uri = *protocol::parse_uri(base);
    socket_.connect({asio::ip::make_address(uri.host), uri.port});
    asio::write(socket_, asio::buffer(says));
  }

  void say(const protocol::Bytes& bytes) { asio::write(socket_, asio::buffer(bytes)); }
  void leave() { socket_.close(); }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
};

inline std::string request_for(const std::string& target) {
  return "GET " + target +
         " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

inline const Patience short_patience{std::chrono::milliseconds(50), std::chrono::milliseconds(10)};

}  // namespace parley::conformance::testing
