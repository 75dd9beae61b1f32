// Large and many messages. Those of the group `performance` are only played when they are asked for; small relatives
// of the compressed ones are in the group `deflate`.
#include <array>
#include <string>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Opcode;

constexpr std::string_view group = "performance";
constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

std::string size_name(std::size_t size) {
  if (size >= mib && size % mib == 0) return std::to_string(size / mib) + "-mib";
  if (size >= kib && size % kib == 0) return std::to_string(size / kib) + "-kib";
  return std::to_string(size);
}

std::string_view name_of(Opcode opcode) {
  return opcode == Opcode::text ? "text" : "binary";
}

std::string title_of(const Exchange& exchange) {
  auto title = (exchange.count == 1 ? "One " : std::to_string(exchange.count) + " ") +
               std::string(name_of(exchange.opcode)) + (exchange.count == 1 ? " message of " : " messages of ") +
               std::to_string(exchange.size) + " bytes";
  if (exchange.count > 1) title += ", each when the one before is back";
  if (exchange.fragment != 0) title += ", in fragments of " + std::to_string(exchange.fragment);
  if (exchange.piece != 0) title += ", in TCP writes of " + std::to_string(exchange.piece);
  return title;
}

Case make(std::string id, const Exchange& exchange, std::string alias) {
  Case test;
  test.id = std::move(id);
  if (!alias.empty()) test.aliases = {"autobahn/" + std::move(alias)};
  test.group = group;
  test.section = "RFC 6455 §5.2, §5.4";
  test.level = Level::quality;
  test.needs = echoes;
  test.title = title_of(exchange);
  test.rule =
      "Messages of any length are legal, in any number of frames. How large the largest may be, and in how many, is "
      "the peer's to say: 1009 or 1008 answers what is too much for it.";
  test.script.steps = {exchange};
  test.allowed = {{Grade::strict, Exchanges{exchange.count}}, {Grade::informational, Fails{{{1008, 1009}}}}};
  return test;
}

// Autobahn's 9: not compressed.

void add_sizes(std::vector<Case>& cases) {
  constexpr std::array sizes{64 * kib, 256 * kib, 1 * mib, 4 * mib, 8 * mib, 16 * mib};
  for (const auto opcode : {Opcode::text, Opcode::binary}) {
    const std::string section = opcode == Opcode::text ? "9.1." : "9.2.";
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const Exchange exchange{.sample = Sample::json, .opcode = opcode, .size = sizes.at(i)};
      cases.push_back(make("performance-" + std::string(name_of(opcode)) + "-" + size_name(exchange.size), exchange,
                           section + std::to_string(i + 1)));
    }
  }
}

void add_fragments(std::vector<Case>& cases) {
  constexpr std::array sizes{std::size_t{64}, std::size_t{256}, 1 * kib, 4 * kib, 16 * kib,
                             64 * kib,        256 * kib,        1 * mib, 4 * mib};
  for (const auto opcode : {Opcode::text, Opcode::binary}) {
    const std::string section = opcode == Opcode::text ? "9.3." : "9.4.";
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const Exchange exchange{.sample = Sample::json, .opcode = opcode, .size = 4 * mib, .fragment = sizes.at(i)};
      cases.push_back(
          make("performance-" + std::string(name_of(opcode)) + "-4-mib-in-fragments-of-" + size_name(exchange.fragment),
               exchange, section + std::to_string(i + 1)));
    }
  }
}

void add_writes(std::vector<Case>& cases) {
  constexpr std::array<std::size_t, 6> sizes{64, 128, 256, 512, 1024, 2048};
  for (const auto opcode : {Opcode::text, Opcode::binary}) {
    const std::string section = opcode == Opcode::text ? "9.5." : "9.6.";
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const Exchange exchange{.sample = Sample::json, .opcode = opcode, .size = 1 * mib, .piece = sizes.at(i)};
      cases.push_back(
          make("performance-" + std::string(name_of(opcode)) + "-1-mib-in-writes-of-" + std::to_string(exchange.piece),
               exchange, section + std::to_string(i + 1)));
    }
  }
}

void add_round_trips(std::vector<Case>& cases) {
  constexpr std::array<std::size_t, 6> sizes{0, 16, 64, 256, 1024, 4096};
  for (const auto opcode : {Opcode::text, Opcode::binary}) {
    const std::string section = opcode == Opcode::text ? "9.7." : "9.8.";
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const Exchange exchange{.sample = Sample::json, .opcode = opcode, .size = sizes.at(i), .count = 1000};
      cases.push_back(make("performance-1000-" + std::string(name_of(opcode)) + "-of-" + std::to_string(exchange.size),
                           exchange, section + std::to_string(i + 1)));
    }
  }
}

/// More than any limit for one message, in messages that keep within it.
void add_sum(std::vector<Case>& cases) {
  const Exchange exchange{.sample = Sample::json, .opcode = Opcode::binary, .size = 65'000, .count = 2000};
  cases.push_back(make("performance-2000-binary-of-65000", exchange, ""));
}

// Autobahn's 12 and 13: compressed.

struct Shape {
  std::size_t size;
  std::size_t fragment;
};
constexpr std::array shapes{
    Shape{16, 0},        Shape{64, 0},        Shape{256, 0},        Shape{1024, 0},    Shape{4096, 0},
    Shape{8192, 0},      Shape{16384, 0},     Shape{32768, 0},      Shape{65536, 0},   Shape{131072, 0},
    Shape{8192, 256},    Shape{16384, 256},   Shape{32768, 256},    Shape{65536, 256}, Shape{131072, 256},
    Shape{131072, 1024}, Shape{131072, 4096}, Shape{131072, 32768},
};

struct Kind {
  std::string_view name;
  Sample sample;
  Opcode opcode;
};
constexpr std::array kinds{
    Kind{"json", Sample::json, Opcode::text},           Kind{"bitmap", Sample::bitmap, Opcode::binary},
    Kind{"prose", Sample::prose, Opcode::binary},       Kind{"html", Sample::html, Opcode::text},
    Kind{"document", Sample::document, Opcode::binary},
};

struct Wish {
  std::string_view name;
  std::string extensions;
};

/// What is asked of the peer. A server is offered it; a client is answered so, where it offered what allows it.
std::vector<Wish> wishes(Role peer) {
  const auto takeover = "; " + its_parameter(peer, "no_context_takeover");
  const auto window = [&](int bits) { return "; " + its_parameter(peer, "max_window_bits=") + std::to_string(bits); };
  const auto list = peer == Role::client ? agreement(peer, takeover)
                                         : agreement(peer, takeover + window(9)) + ", " + agreement(peer, takeover) +
                                               ", " + agreement(peer);
  return {{"nothing", agreement(peer)},
          {"no-takeover", agreement(peer, takeover)},
          {"window-9", agreement(peer, window(9))},
          {"window-15", agreement(peer, window(15))},
          {"no-takeover-window-9", agreement(peer, takeover + window(9))},
          {"no-takeover-window-15", agreement(peer, takeover + window(15))},
          {"list", list}};
}

Case make_compressed(std::string_view prefix, std::string_view name, const Exchange& exchange, std::string extensions,
                     std::string alias) {
  auto id = std::string(prefix) + std::string(name) + "-" + std::to_string(exchange.size);
  if (exchange.fragment != 0) id += "-in-fragments-of-" + std::to_string(exchange.fragment);
  auto test = make(std::move(id), exchange, std::move(alias));
  test.title += ", compressed: " + std::string(name);
  test.section = "RFC 7692 §6, §7.2";
  test.rule = "Messages that were compressed come back as they were, however many there are, however large.";
  test.needs = deflates_and_echoes;
  test.terms = Terms{};
  test.script.extensions = std::move(extensions);
  return test;
}

void add_compressed(std::vector<Case>& cases, Role peer) {
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
      const Exchange exchange{kinds.at(kind).sample, kinds.at(kind).opcode, shapes.at(shape).size, 1000,
                              shapes.at(shape).fragment};
      cases.push_back(make_compressed("performance-deflate-", kinds.at(kind).name, exchange,
                                      agreement(peer, peer == Role::server ? "; client_max_window_bits" : ""),
                                      "12." + std::to_string(kind + 1) + "." + std::to_string(shape + 1)));
    }
  }
  const auto all = wishes(peer);
  for (std::size_t wish = 0; wish < all.size(); ++wish) {
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
      const Exchange exchange{Sample::json, Opcode::text, shapes.at(shape).size, 1000, shapes.at(shape).fragment};
      cases.push_back(make_compressed("performance-deflate-asking-", all[wish].name, exchange, all[wish].extensions,
                                      "13." + std::to_string(wish + 1) + "." + std::to_string(shape + 1)));
    }
  }
}

}  // namespace

std::vector<Case> performance_cases(Role peer) {
  std::vector<Case> cases;
  add_sizes(cases);
  add_fragments(cases);
  add_writes(cases);
  add_round_trips(cases);
  add_sum(cases);
  add_compressed(cases, peer);
  return cases;
}

std::vector<Case> deflate_exchange_cases(Role peer) {
  std::vector<Case> cases;
  const auto finish = [&cases](Case test) {
    test.group = "deflate";
    test.level = Level::must;
    cases.push_back(std::move(test));
  };
  for (const auto& kind : kinds) {
    for (const auto& shape : {Shape{16, 0}, Shape{1024, 0}, Shape{16384, 0}, Shape{32768, 1024}}) {
      finish(make_compressed("7692-7.2-exchange-", kind.name,
                             {kind.sample, kind.opcode, shape.size, 10, shape.fragment}, agreement(peer), ""));
    }
  }
  for (const auto& wish : wishes(peer)) {
    for (const auto& shape : {Shape{1024, 0}, Shape{65536, 1024}}) {
      auto test = make_compressed("7692-7.1-exchange-asking-", wish.name,
                                  {Sample::json, Opcode::text, shape.size, 10, shape.fragment}, wish.extensions, "");
      if (wish.name != "nothing") may_lack_support(test, peer);
      finish(std::move(test));
    }
  }
  return cases;
}

}  // namespace parley::conformance
