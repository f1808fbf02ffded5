// SPDX-License-Identifier: MIT
// What is said of a piece of work on its way.
#include "common/progress.hpp"

#include <gtest/gtest.h>

using shm::tools::Progress;
using shm::tools::progress_text;

namespace {

std::string content(std::FILE* file) {
  std::string text(std::size_t(std::ftell(file)), '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  return text;
}

}  // namespace

TEST(Progress, TellsRateAndTimeLeft) {
  EXPECT_EQ(progress_text(300, 0, 1200, "pictures", 20), "300/1200 pictures, 15.0/s, 1:00 left");
  EXPECT_EQ(progress_text(1, 0, 8000, "epochs", 1), "1/8000 epochs, 1.00/s, 2:13:19 left");
}

TEST(Progress, TellsTheWholeTimeAtTheEnd) {
  EXPECT_EQ(progress_text(10, 0, 10, "frames", 2), "10/10 frames, 5.00/s, 0:02 in all");
}

TEST(Progress, NeverCountsAFailureAsDone) {
  EXPECT_EQ(progress_text(3, 2, 5, "pictures", 1), "3/5 pictures, 2 failed, 5.00/s, 0:01 in all");
  EXPECT_EQ(progress_text(0, 1, 5, "pictures", 1), "0/5 pictures, 1 failed, 1.00/s, 0:04 left");
}

TEST(Progress, SaysNoTimeLeftWhereItCannotKnow) {
  EXPECT_EQ(progress_text(7, 0, 0, "frames", 0.5), "7 frames, 14.0/s");
  EXPECT_EQ(progress_text(0, 0, 10, "frames", 0), "0/10 frames, 0.00/s");
}

TEST(Progress, WritesPlainLinesToAFile) {
  std::FILE* file = std::tmpfile();
  {
    Progress progress("pictures", 2, file);
    progress.advance();
    progress.say("a.jpg: broken");
    progress.advance();
  }
  const std::string text = content(file);
  std::fclose(file);
  EXPECT_EQ(text.find("a.jpg: broken\n2/2 pictures"), 0U) << text;
  EXPECT_EQ(text.find('\r'), std::string::npos) << text;
  EXPECT_EQ(text.back(), '\n');
}

TEST(Progress, HasNothingLeftWhereTheTotalWasAGuess) {
  std::FILE* file = std::tmpfile();
  {
    Progress progress("frames", 57, file);
    progress.advance(17);
    progress.settle();
  }
  const std::string text = content(file);
  std::fclose(file);
  EXPECT_EQ(text.find("17/17 frames"), 0U) << text;
  EXPECT_NE(text.find("in all"), std::string::npos) << text;
}
