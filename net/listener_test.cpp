#include "net/listener.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "net/connector.hpp"

namespace parley::net {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void ignore(std::unique_ptr<Stream>) {}

std::string reason_for_not_listening(const ListenerOptions& options) {
  Loop loop;
  try {
    const Listener listener(loop, options, ignore);
  } catch (const std::system_error& error) {
    return error.what();
  }
  return "listens";
}

TEST(Listener, ATakenPortIsRefusedWithItsAddress) {
  Loop loop;
  const Listener first(loop, {}, ignore);
  const ListenerOptions same{.port = first.port()};
  EXPECT_EQ(reason_for_not_listening(same),
            "cannot listen on 127.0.0.1 port " + std::to_string(first.port()) + ": Address already in use");
}

TEST(Listener, AnAddressThatIsNoneIsRefused) {
  EXPECT_THAT(reason_for_not_listening({.address = "everywhere"}), StartsWith("cannot listen on everywhere port 0: "));
}

TEST(Listener, SharesItsPortWithThoseThatJoin) {
  Loop loop;
  const Listener first(loop, {.sharing = PortSharing::opens_group}, ignore);
  const ListenerOptions joins{.port = first.port(), .sharing = PortSharing::joins_group};
  const Listener second(loop, joins, ignore);
  EXPECT_EQ(reason_for_not_listening(joins), "listens");
  EXPECT_THAT(reason_for_not_listening({.port = first.port()}), HasSubstr("Address already in use"));
}

// Or a server that is started twice would quietly get half of the connections.
TEST(Listener, NoSecondGroupOpensOnAPort) {
  Loop loop;
  const Listener first(loop, {.sharing = PortSharing::opens_group}, ignore);
  const ListenerOptions again{.port = first.port(), .sharing = PortSharing::opens_group};
  EXPECT_THAT(reason_for_not_listening(again), HasSubstr("Address already in use"));
  const Listener second(loop, {.port = first.port(), .sharing = PortSharing::joins_group}, ignore);
  EXPECT_THAT(reason_for_not_listening(again), HasSubstr("Address already in use"));
}

TEST(Listener, KnowsItsPortAfterClose) {
  Loop loop;
  Listener listener(loop, {}, ignore);
  const auto port = listener.port();
  EXPECT_NE(port, 0);
  listener.close();
  listener.close();
  EXPECT_EQ(listener.port(), port);
  loop.run();  // returns: nothing is left that waits
}

TEST(Listener, TakesBothFamiliesOnTheUnspecifiedIpv6Address) {
  Loop loop;
  std::string peer;
  std::optional<Listener> listener;
  try {
    listener.emplace(loop, ListenerOptions{.address = "::"}, [&](std::unique_ptr<Stream> stream) {
      peer = stream->info().peer;
      listener->close();
    });
  } catch (const std::system_error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  const auto attempt = connect(loop, {.host = "127.0.0.1", .port = listener->port()}, ignore,
                               [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
  loop.run();
  EXPECT_THAT(peer, StartsWith("127.0.0.1:"));
}

TEST(Listener, MayBeDestroyedByTheStreamItHandsOver) {
  for (const auto& tls : {std::shared_ptr<TlsContext>(), make_server_tls({})}) {
    Loop loop;
    int accepted = 0;
    std::unique_ptr<Listener> listener;
    listener = std::make_unique<Listener>(loop, ListenerOptions{.tls = tls}, [&](std::unique_ptr<Stream>) {
      ++accepted;
      listener.reset();
    });
    const auto attempt = connect(
        loop,
        {.host = "127.0.0.1", .port = listener->port(), .tls = tls ? make_client_tls({.verify = false}) : nullptr},
        ignore, [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
    loop.run();
    EXPECT_EQ(accepted, 1);
  }
}

TEST(Listener, GivesUpTlsHandshakesThatDoNotEndAndServesOthersMeanwhile) {
  Loop loop;
  std::vector<std::unique_ptr<Stream>> silent;
  std::unique_ptr<Stream> served;
  std::optional<Listener> listener;
  listener.emplace(loop, ListenerOptions{.tls = make_server_tls({}), .tls_timeout = std::chrono::milliseconds(50)},
                   ignore);
  std::vector<std::shared_ptr<void>> attempts;
  const auto fail = [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; };
  std::vector<std::error_code> ends;
  const auto expect_end = [&](Stream& stream) {
    stream.wait_readable([&](std::error_code) {
      std::array<std::uint8_t, 1> room{};
      ends.push_back(stream.read(room).error);
      if (ends.size() == 3) listener->close();
    });
  };
  for (int i = 0; i < 3; ++i) {
    attempts.push_back(connect(
        loop, {.host = "127.0.0.1", .port = listener->port()},
        [&](std::unique_ptr<Stream> stream) {
          expect_end(*silent.emplace_back(std::move(stream)));
          if (silent.size() < 3) return;
          attempts.push_back(connect(
              loop, {.host = "127.0.0.1", .port = listener->port(), .tls = make_client_tls({.verify = false})},
              [&](std::unique_ptr<Stream> its) { served = std::move(its); }, fail));
        },
        fail));
  }
  loop.run();
  EXPECT_TRUE(served);
  EXPECT_THAT(ends, ::testing::Each(std::error_code(asio::error::eof)));
}

// In a process of its own, which has no descriptors left.
int accept_without_descriptors() {
  Loop loop;
  std::vector<std::unique_ptr<Stream>> streams;
  std::vector<int> spare;
  std::vector<std::shared_ptr<void>> attempts;
  Listener listener(loop, {}, [&](std::unique_ptr<Stream> stream) {
    streams.push_back(std::move(stream));
    listener.close();
  });
  attempts.push_back(connect(
      loop, {.host = "127.0.0.1", .port = listener.port()}, [&](auto stream) { streams.push_back(std::move(stream)); },
      [](const ConnectFailure&) { std::_Exit(1); }));
  while (true) {
    const int descriptor = ::dup(0);
    if (descriptor < 0) break;
    spare.push_back(descriptor);
  }
  ::close(spare.back());
  spare.pop_back();  // one for the client's socket, none for the accepted one
  int turns = 0;
  loop.after(std::chrono::milliseconds(250), [&] {
    if (streams.size() != 1) std::_Exit(2);  // only the client's end
    for (const int descriptor : spare) ::close(descriptor);
    turns += 1'000'000;
  });
  while (loop.run_one()) ++turns;
  if (streams.size() != 2) return 3;
  return turns - 1'000'000 < 1'000 ? 0 : 4;  // a spinning loop makes many more
}

TEST(Listener, PausesWithoutDescriptorsAndGoesOnWhenThereAreSome) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan takes a pipe to look at an object's vptr, and a sound one for broken without it";
#endif
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const rlimit few{64, 64};
    if (::setrlimit(RLIMIT_NOFILE, &few) != 0) std::_Exit(77);
    std::_Exit(accept_without_descriptors());
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace parley::net
