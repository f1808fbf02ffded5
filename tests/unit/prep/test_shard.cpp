// SPDX-License-Identifier: MIT
// Shares of the work hold a picture and all that is made of it.
#include "shm/shard.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shm/error.hpp"

TEST(Shard, HoldsAPictureAndItsMaskAlike) {
  for (int i = 0; i < 50; ++i) {
    const std::string name = std::to_string(1000 + i) + "n";
    EXPECT_EQ((shm::Shard{1, 3}.holds(name + ".jpg")), (shm::Shard{1, 3}.holds(name + ".png")));
  }
}

TEST(Shard, EveryPictureIsInOneShareAndNoOther) {
  for (int name = 0; name < 100; ++name) {
    int shares = 0;
    for (int index = 1; index <= 3; ++index)
      shares += int(shm::Shard{index, 3}.holds(std::to_string(name) + ".jpg"));
    EXPECT_EQ(shares, 1) << name;
  }
}

TEST(Shard, ReadsItsForm) {
  const shm::Shard shard = shm::parse_shard("2/3");
  EXPECT_EQ(shard.index, 2);
  EXPECT_EQ(shard.count, 3);
  EXPECT_EQ(shm::to_string(shard), "2/3");
}

TEST(Shard, RefusesWhatIsNone) {
  for (const char* text : {"", "/", "2", "2/", "/3", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/3/5",
                           "1/3 ", "1.5/3", "1/99999999999"})
    EXPECT_THROW(shm::parse_shard(text), shm::InvalidOption) << text;
}
