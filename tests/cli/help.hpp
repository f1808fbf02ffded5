// SPDX-License-Identifier: MIT
// What each program says of itself.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "program.hpp"

/// What a command of the shell printed, errors as well.
inline std::string printed(const std::string& command) {
  const TemporaryFolder folder;
  const std::string file = folder / "printed";
  EXPECT_EQ(std::system(("( " + command + " ) >" + file + " 2>&1").c_str()), 0) << command;
  return shm::read_whole_file(file);
}

inline bool have(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null").c_str()) == 0;
}

inline std::string told(const std::string& program, const std::vector<std::string>& arguments) {
  const Ran ran = run(program, arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.error;
  return ran.out;
}

inline void expect_one_screen(const std::string& help) {
  EXPECT_LE(std::count(help.begin(), help.end(), '\n'), 40) << help;
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 100U) << line;
}

/// Every option that either of them names is named by both.
inline void expect_same_options(const std::string& brief, const std::string& whole) {
  const std::regex option("--[a-zA-Z][-_a-zA-Z]*");
  const auto names = [&](const std::string& text) {
    return std::vector<std::string>(std::sregex_token_iterator(text.begin(), text.end(), option),
                                    std::sregex_token_iterator());
  };
  for (const std::string& name : names(brief))
    EXPECT_THAT(whole, testing::HasSubstr(name));
}

inline void expect_version(const std::string& program) {
  EXPECT_THAT(
      told(program, {"--version"}),
      testing::MatchesRegex(program + " [0-9.]+ \\(.+\\)\nvector unit: (plain|avx2|avx512), "
                                      "of plain.* in this build\n"));
}

/// Its manual page is read without a warning, and names every option.
inline void expect_manual(const std::string& program) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "page.1", told(program, {"--man"}));
  EXPECT_EQ(printed("groff -man -ww -z -Tutf8 " + (folder / "page.1").string()), "");
  std::string page = printed("groff -man -Tascii -P-c -P-b -P-u " + (folder / "page.1").string());
  EXPECT_THAT(
      page, testing::AllOf(testing::HasSubstr(program + " - "), testing::HasSubstr("EXIT STATUS")));
  expect_same_options(told(program, {"--help"}), page);
}
