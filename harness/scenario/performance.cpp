#include "harness/scenario/performance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "harness/scenario/meaning.hpp"
#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

constexpr Duration patience_after_failure = std::chrono::seconds(1);
constexpr std::size_t most_told = 3;  // clients that had not finished

harness::LatencySummary summary(const load::Histogram& histogram) {
  harness::LatencySummary latency;
  latency.count = histogram.count();
  latency.min = histogram.min();
  latency.mean = static_cast<std::uint64_t>(std::llround(histogram.mean()));
  latency.p50 = histogram.percentile(50);
  latency.p90 = histogram.percentile(90);
  latency.p99 = histogram.percentile(99);
  latency.p999 = histogram.percentile(99.9);
  latency.max = histogram.max();
  return latency;
}

}  // namespace

Performance::Performance(net::Loop& loop, const Scenario& scenario, Stage& stage, const PlayOptions& options)
    : scenario_(scenario), options_(options), loop_(loop) {
  cast_clients(stage);
}

Performance::~Performance() {
  on_stop_.reset();  // waits for one that is being called
  loop_.cancel(timeout_);
  loop_.cancel(patience_);
  players_.clear();  // they refer to the peers, and these to the loop
  peers_.clear();
}

void Performance::cast_clients(Stage& stage) {
  for (std::size_t spec = 0; spec < scenario_.clients.size(); ++spec) {
    const auto program = program_of(spec);
    for (std::size_t member = 0; member < scenario_.clients[spec].count; ++member) {
      const std::size_t index = peers_.size();
      for (const Step* step : program) {
        if (std::holds_alternative<Barrier>(step->action)) barriers_.expect(*step, 1);
      }
      peers_.push_back(std::make_unique<Peer>(loop_, scenario_.clients[spec], stage.setup_for(spec, member),
                                              measurements_, [this, index] {
                                                players_[index]->poke();
                                                if (closing_) end_when_over();
                                              }));
      Player::Cues cues{[this] {
                          if (--playing_ == 0) finish(std::chrono::seconds(6));
                        },
                        [this](const StepFailure& failure) { on_failed(failure); }};
      players_.push_back(
          std::make_unique<Player>(loop_, *peers_.back(), program, barriers_, options_.seed + index, std::move(cues)));
    }
  }
  playing_ = players_.size();
}

std::vector<const Step*> Performance::program_of(std::size_t spec) {
  std::vector<const Step*> program;
  if (opens_by_itself(scenario_, spec)) {
    auto opening = std::make_unique<Step>();
    opening->pointer = child("/clients", scenario_.clients[spec].name);
    opening->within = scenario_.within;
    opening->action = Open{};
    program.push_back(opening.get());
    openings_.push_back(std::move(opening));
  }
  for (const Step& step : scenario_.steps) {
    if (std::find(step.clients.begin(), step.clients.end(), spec) != step.clients.end()) program.push_back(&step);
  }
  return program;
}

void Performance::start(std::function<void()> on_over) {
  on_over_ = std::move(on_over);
  started_ = net::Clock::now();
  last_step_ = started_;
  timeout_ = loop_.after(options_.timeout.value_or(scenario_.timeout), [this] {
    timeout_ = 0;
    on_timeout();
  });
  for (const auto& player : players_) post([player = player.get()] { player->start(); });
  on_stop_.emplace(options_.stop, [this] { post([this] { interrupt(); }); });
}

/// A task that is left out when this object is no more. From any thread.
void Performance::post(std::function<void()> task) {
  loop_.post([task = std::move(task), alive = std::weak_ptr<void>(alive_)] {
    if (!alive.expired()) task();
  });
}

void Performance::on_failed(const StepFailure& failure) {
  if (failure_) return;
  failure_ = failure;
  finish(patience_after_failure);
}

void Performance::on_timeout() {
  if (finishing_) return;
  StepFailure failure;
  failure.reason =
      "the scenario took longer than " + protocol::format_duration(options_.timeout.value_or(scenario_.timeout));
  std::size_t told = 0;
  for (const auto& player : players_) {
    if (!player->is_done() && told++ < most_told) failure.reason += "; " + player->whereabouts();
  }
  if (told > most_told) failure.reason += fmt::format("; and {} more", told - most_told);
  on_failed(failure);
}

void Performance::interrupt() {
  interrupted_ = true;
  finish(patience_after_failure);
}

/// Closes what is open, and waits for the ends, but not for ever.
void Performance::finish(Duration patience) {
  if (finishing_) return;
  finishing_ = true;
  last_step_ = net::Clock::now();
  // Not from within a player: closing may destroy what it stands on.
  post([this, patience] {
    for (const auto& player : players_) player->stop();
    for (const auto& peer : peers_) peer->finish();
    closing_ = true;
    patience_ = loop_.after(patience, [this] {
      patience_ = 0;
      end();
    });
    end_when_over();
  });
}

void Performance::end() {
  if (const auto on_over = std::exchange(on_over_, nullptr)) on_over();
}

void Performance::end_when_over() {
  if (all_are_over()) end();
}

bool Performance::all_are_over() const {
  return std::all_of(peers_.begin(), peers_.end(), [](const auto& peer) { return peer->is_over(); });
}

Records Performance::records() const {
  Records records;
  for (const auto& peer : peers_) records.push_back(peer->record());
  return records;
}

LookupFor Performance::lookup_for() const {
  std::unordered_map<std::string, Peer*> peers;
  for (const auto& peer : peers_) peers.emplace(peer->name(), peer.get());
  return [peers = std::move(peers)](const ClientRecord& record) { return peers.at(record.name)->values().lookup(); };
}

harness::Traffic Performance::traffic() const {
  harness::Traffic traffic;
  for (const auto& peer : peers_) {
    const Counters& counters = peer->record().counters;
    traffic.messages_sent += counters.messages_sent;
    traffic.messages_received += counters.messages_received;
    traffic.bytes_sent += counters.bytes_sent;
    traffic.bytes_received += counters.bytes_received;
  }
  if (!measurements_.first_message) return traffic;
  const std::chrono::duration<double> time = measurements_.last_message - *measurements_.first_message;
  const auto messages = static_cast<double>(traffic.messages_sent + traffic.messages_received);
  if (time.count() > 0) traffic.messages_per_second = messages / time.count();
  return traffic;
}

Measured Performance::measured() const {
  Measured measured;
  measured.round_trip = summary(measurements_.round_trip);
  measured.connect = summary(measurements_.connect);
  measured.throughput = traffic().messages_per_second;
  for (const auto& peer : peers_) {
    measured.errors += static_cast<double>(peer->record().counters.failures + peer->record().counters.unclean_ends);
  }
  measured.duration = last_step_ - started_;
  return measured;
}

std::vector<harness::WireLine> Performance::wire_lines() const {
  std::vector<harness::WireLine> lines;
  for (const auto& peer : peers_) {
    // Of many clients, the one that failed matters.
    if (failure_ && !failure_->client.empty() && options_.wire == WireKeeping::of_failures &&
        peer->name() != failure_->client) {
      continue;
    }
    if (const WireLog* log = peer->wire_log()) lines.insert(lines.end(), log->lines().begin(), log->lines().end());
  }
  std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return lines;
}

}  // namespace parley::scenario
