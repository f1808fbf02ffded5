// SPDX-License-Identifier: MIT
// Options of a run against the rows that state their ranges.
#include "option_ends.hpp"
#include "shm/train_options.hpp"

namespace shm {
namespace {

/// With what has no default.
TrainOptions whole(TrainOptions options) {
  options.run = "run";
  options.samples.data = {DataFolder{"data"}};
  return options;
}

TEST(TrainOptions, OutsideTheirRangesAreRefusedByName) {
  expect_every_end<TrainOptions>([](const TrainOptions& given) { whole(given).check(); });
  expect_every_end<SampleOptions>([](const SampleOptions& given) {
    TrainOptions options;
    options.samples = given;
    whole(options).check();
  });
  expect_every_end<ExportOptions>();
}

TEST(TrainOptions, WeightsOfTheLossAreRefusedByTheirTerm) {
  TrainOptions options = whole({});
  options.loss.gradient = 1001;
  const OptionCheck<TrainOptions> check = [](const TrainOptions& given) { given.check(); };
  EXPECT_EQ(error_of(check, options), "loss gradient: 1001 is not in 0..1000");
}

}  // namespace
}  // namespace shm
