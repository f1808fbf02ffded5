// SPDX-License-Identifier: MIT
// What the programs say of themselves: help, version, manual pages, and what shells complete.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "help.hpp"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Help : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(tool(GetParam()))) GTEST_SKIP() << GetParam() << " is not built";
  }
};
INSTANTIATE_TEST_SUITE_P(Programs, Help,
                         testing::Values("shm-matte", "shm-prep", "shm-eval", "shm-camera"));

TEST_P(Help, FitsOnOneScreen) {
  expect_one_screen(told(GetParam(), {"--help"}));
}

TEST_P(Help, NamesEachOptionThatHelpAllExplains) {
  expect_same_options(told(GetParam(), {"--help"}), told(GetParam(), {"--help-all"}));
}

TEST_P(Help, VersionTellsCommitAndVectorUnits) {
  expect_version(GetParam());
}

TEST_P(Help, ManualIsReadWithoutWarnings) {
  if (!have("groff")) GTEST_SKIP() << "no groff";
  expect_manual(GetParam());
}

TEST_P(Help, NamesNobodysHome) {
  const std::string home = std::getenv("HOME") == nullptr ? "" : std::getenv("HOME");
  if (home.size() < 2) GTEST_SKIP() << "nobody's";
  for (const char* flag : {"--help-all", "--man"})
    EXPECT_THAT(told(GetParam(), {flag}), Not(HasSubstr(home + "/")));
}

TEST(HelpOfCommands, FitsOnOneScreenEach) {
  for (const char* command :
       {"aisegment", "mask", "trimap", "alpha", "foreground", "list", "check"})
    expect_one_screen(told("shm-prep", {command, "--help"}));
}

TEST(HelpOfCommands, NamesEachOptionOnce) {
  EXPECT_THAT(told("shm-prep", {"trimap", "--help"}),
              AllOf(HasSubstr("--help --help-all\n"), Not(HasSubstr("--help-all --help"))));
}

TEST(HelpAll, TellsRangesUnitsDefaultsAndWhatExcludesWhat) {
  EXPECT_THAT(told("shm-matte", {"--help-all"}),
              AllOf(HasSubstr("--edge-refine N"), HasSubstr("[0..1; default 1]"),
                    HasSubstr("[0, 64..4096 pixels; default 0]"),
                    HasSubstr("[mov|mkv|mp4|webm|y4m; default mov]"), HasSubstr("default #00b140"),
                    HasSubstr("--overwrite]"), HasSubstr("shm-matte -o out photo.jpg holiday/")));
}

TEST(HelpAll, ExplainsThePartsOfAProgramThatHasCommands) {
  EXPECT_THAT(told("shm-prep", {"--help-all"}),
              AllOf(HasSubstr("Usage: shm-prep trimap [OPTIONS] --out FOLDER"),
                    HasSubstr("One of these:"), HasSubstr("--known-weight")));
}

TEST(Version, TellsTheVectorUnitThatWasChosen) {
  EXPECT_THAT(printed("SHM_VECTOR_UNIT=plain " + tool("shm-matte") + " --version"),
              HasSubstr("vector unit: plain, of"));
}

TEST(Version, SaysOfAnUnknownVectorUnitWhichThereAre) {
  EXPECT_THAT(printed("SHM_VECTOR_UNIT=mmx " + tool("shm-matte") + " --version || test $? = 1"),
              HasSubstr("\"mmx\" is not plain, avx2 or avx512"));
}

/// Loads what a program prints for a shell, then runs a command in it.
class Completion : public testing::Test {
 protected:
  std::string said(const std::string& shell, const std::string& program,
                   const std::string& command) const {
    const std::string script = folder_ / (program + "." + shell);
    shm::write_whole_file(script, told(program, {"--completion", shell}));
    return printed(shell + " -c " + shell_quoted("source " + script + "\n" + command));
  }

  /// What bash offers for the last of the words.
  std::string bash(const std::vector<std::string>& words) const {
    std::string line = "COMP_WORDS=(";
    for (const std::string& word : words)
      line += shell_quoted(word) + " ";
    std::string function = "_" + words.front();
    std::replace(function.begin(), function.end(), '-', '_');
    line += ") COMP_CWORD=" + std::to_string(words.size() - 1) + "; " + function;
    return said("bash", words.front(), line + " 2>/dev/null; echo \"${COMPREPLY[@]}\"");
  }

  /// Types words and a tab into a zsh, and waits until it shows them completed.
  std::string zsh(const std::string& program, const std::string& words,
                  const std::string& completed) const {
    shm::write_whole_file(folder_ / ("_" + program), told(program, {"--completion", "zsh"}));
    shm::write_whole_file(folder_ / "type.zsh", R"(zmodload zsh/zpty
zpty z 'zsh -f -i'
zpty -w z "fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; echo rea''dy"
zpty -r z shown '*ready*'
zpty -n -w z "$2"$'\t'
zpty -r z shown "*$3*" && echo completed
zpty -d z
)");
    return printed("TERM=vt100 timeout 60 zsh " + (folder_ / "type.zsh").string() + " " +
                   folder_.path().string() + " " + shell_quoted(program + " " + words) + " " +
                   shell_quoted(completed));
  }

 private:
  TemporaryFolder folder_;
};

TEST_F(Completion, OfBashKnowsOptionsAndTheirValues) {
  EXPECT_EQ(bash({"shm-matte", "--region-"}),
            "--region-left --region-top --region-right --region-bottom\n");
  EXPECT_EQ(bash({"shm-matte", "--output", ""}), "cutout alpha trimap composite\n");
  EXPECT_EQ(bash({"shm-matte", "--output", "=", "c"}), "cutout composite\n");
  EXPECT_EQ(bash({"shm-matte", "--size", "6"}), "\n");
}

TEST_F(Completion, OfBashKnowsCommandsAndTheirOptions) {
  EXPECT_EQ(bash({"shm-prep", "a"}), "aisegment alpha\n");
  EXPECT_EQ(bash({"shm-prep", "alpha", "--method", "k"}), "knn knn2\n");
  EXPECT_THAT(bash({"shm-prep", "list", "--"}),
              AllOf(HasSubstr("--val"), Not(HasSubstr("--method"))));
}

TEST_F(Completion, OfFishKnowsOptionsAndTheirValues) {
  if (!have("fish")) GTEST_SKIP() << "no fish";
  EXPECT_THAT(said("fish", "shm-matte", "complete -C 'shm-matte --output c'"),
              AllOf(HasSubstr("composite\t"), HasSubstr("cutout\t"), Not(HasSubstr("alpha\t"))));
  EXPECT_THAT(said("fish", "shm-prep", "complete -C 'shm-prep a'"),
              AllOf(HasSubstr("alpha\tSoft alphas"), Not(HasSubstr("mask\t"))));
  EXPECT_THAT(said("fish", "shm-prep", "complete -C 'shm-prep alpha --method k'"),
              AllOf(HasSubstr("knn\t"), HasSubstr("knn2\t"), Not(HasSubstr("closed-form"))));
}

TEST_F(Completion, OfZshKnowsOptionsAndTheirValues) {
  if (!have("zsh")) GTEST_SKIP() << "no zsh";
  EXPECT_EQ(zsh("shm-matte", "--outp", "shm-matte --output"), "completed\n");
  EXPECT_EQ(zsh("shm-matte", "--output comp", "--output composite"), "completed\n");
  EXPECT_EQ(zsh("shm-prep", "alpha --method clo", "--method closed-form"), "completed\n");
}

}  // namespace
