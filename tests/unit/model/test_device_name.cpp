// SPDX-License-Identifier: MIT
// "cuda:1" and what is none.
#include "model/device_name.hpp"

#include <gtest/gtest.h>

#include "shm/error.hpp"

namespace shm {
namespace {

TEST(DeviceName, IsRead) {
  EXPECT_EQ(DeviceName::parse("auto").kind, DeviceName::Kind::automatic);
  EXPECT_EQ(DeviceName::parse("cpu").kind, DeviceName::Kind::cpu);
  EXPECT_EQ(DeviceName::parse("cuda").kind, DeviceName::Kind::gpu);
  EXPECT_EQ(DeviceName::parse("cuda").gpu, std::nullopt);
  EXPECT_EQ(DeviceName::parse("cuda:3").gpu, 3);
}

TEST(DeviceName, NonsenseIsAnInvalidOption) {
  for (const char* text : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:300", "cuda1"})
    EXPECT_THROW(DeviceName::parse(text), InvalidOption) << text;
}

}  // namespace
}  // namespace shm
