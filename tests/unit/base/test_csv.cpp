// SPDX-License-Identifier: MIT
// Tables that are written and read back, whatever their fields hold.
#include "shm/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using testing::ElementsAre;

TEST(Csv, QuotesWhatNeedsIt) {
  EXPECT_EQ(shm::csv_row({"a b.jpg", "a, b", "says \"no\"", ""}),
            "a b.jpg,\"a, b\",\"says \"\"no\"\"\",\n");
}

TEST(Csv, ReadsRowByRowWhatItWrote) {
  const std::vector<std::string> first = {"line\nbreak", "", "x\r\n,"}, second = {"\"", "ü"};
  const std::string table = shm::csv_row(first) + shm::csv_row(second);
  std::string_view rest = table;
  EXPECT_EQ(shm::take_csv_row(rest), first);
  EXPECT_EQ(shm::take_csv_row(rest), second);
  EXPECT_TRUE(rest.empty());
}

TEST(Csv, LastRowNeedsNoEnd) {
  std::string_view text = "a,b";
  EXPECT_THAT(shm::take_csv_row(text), ElementsAre("a", "b"));
  EXPECT_TRUE(text.empty());
}
