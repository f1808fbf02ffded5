// SPDX-License-Identifier: MIT
// Tables of faults of several shards, joined.
#include "prep/fault_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

using shm::Fault;
using testing::ElementsAre;

namespace {

const std::vector<Fault> awkward = {
    {"a, b.jpg", "says \"no\""}, {"line\nbreak", ""}, {"ü", "x\r\n,"}};

void renew(const std::filesystem::path& table, const std::vector<Fault>& faults,
           const std::set<std::string>& outdated) {
  shm::renew_faults(table, faults, [&](const auto& name) { return outdated.contains(name); });
}

}  // namespace

TEST(FaultTable, QuotesWhatNeedsIt) {
  EXPECT_EQ(shm::to_csv({{"a b.jpg", "fine"}, {"a, b.jpg", "says \"no\""}}),
            "name,reason\na b.jpg,fine\n\"a, b.jpg\",\"says \"\"no\"\"\"\n");
}

TEST(FaultTable, ReadsBackWhatItWrote) {
  EXPECT_EQ(shm::parse_csv(shm::to_csv(awkward)), awkward);
  EXPECT_TRUE(shm::parse_csv(shm::to_csv({})).empty());
}

TEST(FaultTable, ShardsJoinInAnyOrder) {
  const TemporaryFolder folder;
  const Fault a{"a", "1"}, b{"b", "2"}, c{"c", "3"};
  renew(folder / "one.csv", {a, b, c}, {"a", "b", "c"});
  renew(folder / "shards.csv", {c}, {"c", "d"});
  renew(folder / "shards.csv", {a, b}, {"a", "b"});
  EXPECT_EQ(shm::read_whole_file(folder / "shards.csv"), shm::read_whole_file(folder / "one.csv"));
}

TEST(FaultTable, WhatHasBeenMendedGoes) {
  const TemporaryFolder folder;
  renew(folder / "t.csv", {{"a", "broken"}, {"b", "broken"}}, {"a", "b"});
  renew(folder / "t.csv", {{"b", "still broken"}}, {"a", "b"});
  EXPECT_THAT(shm::parse_csv(shm::read_whole_file(folder / "t.csv")),
              ElementsAre(Fault{"b", "still broken"}));
}
