// Runs a fuzz target without libFuzzer, so that every compiler's build tries it: replays the seeds in the folders
// named, then a fixed number of mutations of them. The same seed number gives the same run.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr unsigned seed_number = 1;
constexpr int mutations = 50'000;
constexpr std::size_t longest_input = 4096;

Input current;  // what a signal handler can show

extern "C" void show_current(int signal) {
  std::fputs("input: ", stderr);
  for (const std::uint8_t byte : current) std::fprintf(stderr, "%02x", static_cast<unsigned>(byte));
  std::fputs("\n", stderr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(Input input) {
  current = std::move(input);
  LLVMFuzzerTestOneInput(current.data(), current.size());
}

std::vector<Input> read_seeds(const char* folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);  // the order of a directory is not the same everywhere
  std::vector<Input> seeds;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return seeds;
}

class Mutator {
 public:
  explicit Mutator(std::vector<Input> seeds) : seeds_(std::move(seeds)) {}

  Input next() {
    Input input = seeds_[below(seeds_.size())];
    for (std::size_t count = 1 + below(6); count > 0; --count) change(input);
    input.resize(std::min(input.size(), longest_input));
    return input;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::uint8_t any_byte() {
    constexpr std::uint8_t telling[] = {0x00, 0x01, 0x7D, 0x7E, 0x7F, 0x80, 0x81, 0x88, 0x89, 0xC1, 0xE2, 0xF4, 0xFF};
    return below(2) == 0 ? telling[below(std::size(telling))] : static_cast<std::uint8_t>(below(256));
  }

  void change(Input& input) {
    const auto place = [&] { return input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)); };
    switch (input.empty() ? 0 : below(5)) {
      case 0:
        input.insert(place(), any_byte());
        return;
      case 1:
        input[below(input.size())] = any_byte();
        return;
      case 2:
        input[below(input.size())] ^= static_cast<std::uint8_t>(1U << below(8));
        return;
      case 3: {
        const auto [first, last] = std::minmax({place(), place()});  // a list: else they would be references to nothing
        input.erase(first, last);
        return;
      }
      case 4: {
        const Input& other = seeds_[below(seeds_.size())];
        if (input.size() < longest_input) input.insert(place(), other.begin(), other.end());
        return;
      }
    }
  }

  std::vector<Input> seeds_;
  std::mt19937_64 random_{seed_number};
};

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, show_current);
  std::signal(SIGSEGV, show_current);
  std::vector<Input> seeds{Input{}};
  for (int i = 1; i < argc; ++i) std::ranges::move(read_seeds(argv[i]), std::back_inserter(seeds));
  for (const Input& seed : seeds) run(seed);

  Mutator mutator(seeds);
  for (int i = 0; i < mutations; ++i) run(mutator.next());
  std::printf("%zu seeds, %d mutations\n", seeds.size(), mutations);
}
