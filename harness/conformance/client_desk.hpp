// ClientDesk: where clients under test come. One port; the URL says what a connection is for.
//
// Beside a URL for each case it serves those that drivers written for Autobahn|Testsuite open: /getCaseCount,
// /getCaseInfo, /runCase, /getCaseStatus, /updateReports, /stopServer.
//
// A driver may open several at a time. A case that strains the client is played alone all the same: who comes
// meanwhile waits for the answer to his opening handshake, in the order of coming, so that nobody is taken for silent
// who is only busy.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/conformance/arrival.hpp"
#include "harness/conformance/case_player.hpp"
#include "harness/conformance/desk_target.hpp"
#include "harness/conformance/listen_options.hpp"
#include "net/listener.hpp"
#include "net/loop.hpp"

namespace parley::conformance {

/// What the desk tells its owner, on the loop's thread.
struct DeskEvents {
  std::function<void(const std::string& agent, CaseResult result)> on_result;
  std::function<void(const std::string& agent)> on_update_reports;
  std::function<void()> on_stop;
};

class ClientDesk {
 public:
  /// `cases` are those that can be asked for. Throws std::system_error when it cannot listen.
  ClientDesk(net::Loop& loop, const ListenOptions& options, const Patience& patience,
             const std::vector<const Case*>& cases, DeskEvents events);
  ~ClientDesk();
  ClientDesk(ClientDesk&&) = delete;

  /// Clients come to these URLs as they are: the port in their Host is ours. Others may come by way of a tunnel.
  void expect_own_urls();

  [[nodiscard]] std::string base() const;  // "ws://127.0.0.1:9001"
  [[nodiscard]] std::string url(const Case& test) const;

  /// Cases that a driver can ask for by number, from 1. Those that need a query of their own in the URL are not among
  /// them.
  [[nodiscard]] const std::vector<const Case*>& numbered() const { return numbered_; }

  [[nodiscard]] bool is_playing(const Case& test) const;
  /// A client has asked for it, and its turn has not come.
  [[nodiscard]] bool is_awaited(const Case& test) const;
  [[nodiscard]] bool is_idle() const { return arrivals_.empty() && line_.empty() && plays_.empty(); }

 private:
  struct Play;
  /// Its place in the line.
  struct Waiting {
    std::shared_ptr<Arrival> arrival;
    const Case* test;
    std::string agent;
  };

  void accept(std::unique_ptr<net::Stream> stream);
  void serve(const std::shared_ptr<Arrival>& arrival, const std::string& text);
  void forget(const std::shared_ptr<Arrival>& arrival);

  // Cases. Null: there is no such case.
  void line_up(const std::shared_ptr<Arrival>& arrival, const Case* test, const std::string& agent);
  void admit();
  void admit_out_of_turn(const std::shared_ptr<Arrival>& arrival);
  [[nodiscard]] std::optional<Waiting> take_from_line(const std::shared_ptr<Arrival>& arrival);
  [[nodiscard]] bool may_begin(const Case& test) const;
  void play(const Waiting& next);

  void reply(Arrival& arrival, const std::string& text, std::function<void()> then);
  void start(const std::shared_ptr<Play>& play, const Case& test, Arrival& arrival, CasePlayer::OnDone on_done);
  static void refuse(net::Stream& stream);

  [[nodiscard]] const Case* find(const std::string& id) const;
  [[nodiscard]] const Case* find(const DriverCase& name) const;
  [[nodiscard]] std::string info(const DriverCase& name) const;
  [[nodiscard]] std::string status(const DriverCase& name, const std::string& agent) const;

  net::Loop& loop_;
  const Patience patience_;
  Peer peer_;  // of role client
  std::map<std::string, const Case*> by_id_;
  std::vector<const Case*> numbered_;
  DeskEvents events_;
  std::map<std::pair<std::string, const Case*>, Verdict> verdicts_;  // by agent
  std::string scheme_;
  std::string host_;
  const Arrival::Events arrival_events_;
  std::list<std::shared_ptr<Arrival>> arrivals_;  // it is not known yet what they are for
  std::list<Waiting> line_;
  std::list<std::shared_ptr<Play>> plays_;
  std::unique_ptr<net::Listener> listener_;
};

}  // namespace parley::conformance
