// SPDX-License-Identifier: MIT
// Options against the rows that state their ranges.
#include "option_ends.hpp"
#include "shm/options.hpp"
#include "shm/prep_options.hpp"

namespace shm {
namespace {

TEST(Options, OutsideTheirRangesAreRefusedByName) {
  expect_every_end<ModelOptions>();
  expect_every_end<FrameOptions>();
  expect_every_end<Look>();
}

TEST(Options, OfPreparationAreRefusedByNameOutsideTheirRanges) {
  expect_every_end<MaskOptions>();
  expect_every_end<TrimapOptions>();
  expect_every_end<AlphaOptions>();
  expect_every_end<ForegroundOptions>();
  expect_every_end<CheckOptions>();
  expect_every_end<BatchOptions>();
  expect_every_end<AisegmentOptions>();
}

TEST(Options, ZeroStandsBesideTheRangeWhereItsRowSaysSo) {
  const OptionCheck<FrameOptions> check = [](const FrameOptions& given) { given.check(); };
  EXPECT_EQ(error_with(check, option_of(&FrameOptions::size), 0), "");
  EXPECT_EQ(error_with(check, option_of(&FrameOptions::size), 63),
            "size: 63 is not in 0, 64..4096");
}

TEST(Options, SmallNumbersAreToldAsTheyAre) {
  const OptionCheck<AlphaOptions> check = [](const AlphaOptions& given) { given.check(); };
  EXPECT_EQ(error_with(check, option_of(&AlphaOptions::epsilon), 1e-13),
            "epsilon: 1e-13 is not in 1e-12..1");
}

}  // namespace
}  // namespace shm
