#include "cli/words.hpp"

#include <algorithm>
#include <stdexcept>

namespace parley::cli {

namespace {

/// A letter, a digit, a byte of another alphabet, or a sign that no shell looks at.
bool means_itself(char c) {
  const auto between = [c](char low, char high) { return c >= low && c <= high; };
  return between('a', 'z') || between('A', 'Z') || between('0', '9') || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("-_./:,=+@%").find(c) != std::string_view::npos;
}

}  // namespace

std::vector<std::string> split_words(std::string_view command) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = 0;
  const auto add = [&](char c) {
    if (!in_word) words.emplace_back();
    in_word = true;
    words.back() += c;
  };
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == quote) {
      quote = 0;
    } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
      add(command[++i]);
    } else if (quote == 0 && (c == '\'' || c == '"')) {
      quote = c;
      if (!in_word) words.emplace_back();  // '' is an empty word
      in_word = true;
    } else if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      in_word = false;
    } else {
      add(c);
    }
  }
  if (quote != 0) throw std::invalid_argument(std::string("the command has a ") + quote + " without its end");
  return words;
}

void add_option(std::vector<std::string>& words, const std::string& option, const std::string& value) {
  if (!value.empty()) words.insert(words.end(), {option, value});
}

std::string join_words(const std::vector<std::string>& words) {
  std::string command;
  for (const auto& word : words) {
    if (!command.empty()) command += ' ';
    if (!word.empty() && std::all_of(word.begin(), word.end(), means_itself)) {
      command += word;
      continue;
    }
    command += '\'';
    for (const char c : word) command += c == '\'' ? "'\\''" : std::string(1, c);
    command += '\'';
  }
  return command;
}

}  // namespace parley::cli
