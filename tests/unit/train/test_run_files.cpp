// SPDX-License-Identifier: MIT
// Learning rates, options and the files of a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"
#include "train/curves.hpp"
#include "train/event_file.hpp"
#include "train/metrics_table.hpp"
#include "train/run_folder.hpp"
#include "train/schedule.hpp"

namespace fs = std::filesystem;

namespace {

shm::MetricsRow row(std::int64_t step, double loss) {
  shm::MetricsRow row{"end_to_end", 1, step, 1e-4};
  row.loss.total = loss;
  return row;
}

shm::TrainOptions decaying(shm::LearningRateDecay type) {
  shm::TrainOptions options;
  options.lr = 1;
  options.lr_decay_type = type;
  options.epochs = 300;
  return options;
}

}  // namespace

TEST(LearningRate, FallsAsTheOriginalHasIt) {
  using shm::learning_rate;
  const auto keep = decaying(shm::LearningRateDecay::keep);
  const auto step = decaying(shm::LearningRateDecay::step);
  const auto exponential = decaying(shm::LearningRateDecay::exponential);
  const auto polynomial = decaying(shm::LearningRateDecay::polynomial);
  EXPECT_DOUBLE_EQ(learning_rate(keep, 250, 0), 1);
  EXPECT_DOUBLE_EQ(learning_rate(step, 98, 0), 1);
  EXPECT_DOUBLE_EQ(learning_rate(step, 99, 0), 0.5);
  EXPECT_DOUBLE_EQ(learning_rate(step, 199, 0), 0.25);
  EXPECT_NEAR(learning_rate(exponential, 100, 0), 0.5, 1e-12);
  EXPECT_NEAR(learning_rate(polynomial, 150, 0), std::pow(0.5, 0.9), 1e-12);
}

TEST(LearningRate, WarmsUpOverTheFirstSteps) {
  shm::TrainOptions options = decaying(shm::LearningRateDecay::keep);
  options.warmup = 10;
  EXPECT_DOUBLE_EQ(shm::learning_rate(options, 0, 0), 0.1);
  EXPECT_DOUBLE_EQ(shm::learning_rate(options, 0, 9), 1);
  EXPECT_DOUBLE_EQ(shm::learning_rate(options, 0, 500), 1);
}

TEST(TrainOptions, NamesTheFieldThatIsOutOfRange) {
  shm::TrainOptions options;
  options.run = "run";
  options.samples.data = {{"data"}};
  EXPECT_NO_THROW(options.check());
  options.samples.patch_size = 250;
  EXPECT_THAT([&] { options.check(); },
              testing::ThrowsMessage<shm::InvalidOption>(
                  testing::HasSubstr("patch_size: 250 is not a multiple of 16")));
}

TEST(MetricsTable, NamesEachTermOfTheLoss) {
  const TemporaryFolder folder;
  const shm::MetricsTable table(folder / "metrics.csv", "end_to_end", 0);
  EXPECT_EQ(shm::read_whole_file(folder / "metrics.csv"),
            "phase,epoch,step,lr,loss,loss_trimap,loss_alpha,loss_composition,loss_laplacian,"
            "loss_gradient,samples_per_second,waiting,skipped,val_mad,val_mse,val_grad,val_iou,"
            "val_accuracy\n");
}

TEST(MetricsTable, ResumedRunDropsWhatCameAfterItsCheckpoint) {
  const TemporaryFolder folder;
  const fs::path file = folder / "metrics.csv";
  {
    shm::MetricsTable table(file, "pre_train_t_net", 0);
    table.add({"pre_train_t_net", 1, 500, 1e-3});
  }
  {
    shm::MetricsTable table(file, "end_to_end", 0);
    for (const std::int64_t step : {10, 20, 30})
      table.add(row(step, 0.5));
  }
  shm::MetricsTable(file, "end_to_end", 20).add(row(30, 0.25));
  const auto rows = shm::read_metrics(file);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].step, 500);
  EXPECT_EQ(rows[2].step, 20);
  EXPECT_DOUBLE_EQ(rows[3].loss.total, 0.25);
}

TEST(MetricsTable, LineCutShortByAKillIsIgnored) {
  const TemporaryFolder folder;
  const fs::path file = folder / "metrics.csv";
  shm::MetricsTable(file, "end_to_end", 0).add(row(10, 0.5));
  std::ofstream(file, std::ios::app) << "end_to_end,1,2";
  EXPECT_EQ(shm::read_metrics(file).size(), 1U);
}

TEST(MetricsTable, DamagedTableIsNamed) {
  const TemporaryFolder folder;
  const fs::path file = folder / "metrics.csv";
  for (const char* line : {"end_to_end,1,2\n", "end_to_end,x,,,,,,,,,,,,,,,,\n"}) {
    shm::MetricsTable(file, "end_to_end", 0).add(row(10, 0.5));
    std::ofstream(file, std::ios::app) << line;
    EXPECT_THAT(
        [&] { shm::read_metrics(file); },
        testing::ThrowsMessage<shm::BadInput>(testing::HasSubstr("metrics.csv is damaged")));
    fs::remove(file);
  }
}

TEST(MetricsTable, ValidationsComeBackAsTheyWere) {
  const TemporaryFolder folder;
  shm::MetricsRow validated{"end_to_end", 2, 40, 1e-4};
  validated.validation = {12.5, 3.25, 1.5, 96.5, 94};
  shm::MetricsTable(folder / "m.csv", "end_to_end", 0).add(validated);
  const auto rows = shm::read_metrics(folder / "m.csv");
  ASSERT_TRUE(rows.at(0).validation);
  EXPECT_DOUBLE_EQ(rows[0].validation->mad, 12.5);
  EXPECT_DOUBLE_EQ(rows[0].validation->accuracy, 94);
}

TEST(Curves, ShowEverySeries) {
  std::vector<shm::MetricsRow> rows;
  for (int step = 1; step <= 50; ++step)
    rows.push_back(row(step, 1.0 / step));
  const shm::Image without = shm::draw_curves({});
  const shm::Image with = shm::draw_curves(rows);
  ASSERT_EQ(with.width(), without.width());
  const auto bytes = [](const shm::Image& image) {
    return std::string(reinterpret_cast<const char*>(image.view().data),
                       std::size_t(image.stride()) * std::size_t(image.height()));
  };
  EXPECT_NE(bytes(with), bytes(without));
}

TEST(EventFile, RecordsCarryTheChecksumsOfTFRecord) {
  const TemporaryFolder folder;
  shm::EventFile(folder.path(), {}).scalar("loss", 7, 0.5);
  const fs::path file = fs::directory_iterator(folder.path())->path();
  const std::string bytes = shm::read_whole_file(file);
  // The first record: an Event of the version that TensorBoard asks for, 24 bytes long.
  ASSERT_GT(bytes.size(), 40U);
  EXPECT_EQ(bytes.substr(0, 8),
            std::string("\x1a\0\0\0\0\0\0\0", 8).replace(0, 1, 1, char(bytes[0])));
  EXPECT_NE(bytes.find("brain.Event:2"), std::string::npos);
  EXPECT_NE(bytes.find("loss"), std::string::npos);
}

TEST(EventFile, ResumedPhaseReplacesItsOwnLaterEventsAndKeepsTheOtherPhases) {
  const TemporaryFolder folder;
  const auto write = [&](const std::string& phase, std::int64_t last_step,
                         const std::vector<std::int64_t>& steps) {
    shm::EventFile events(folder.path(), {phase + "/", last_step});
    for (const std::int64_t step : steps)
      events.scalar(phase + "/loss" + std::to_string(step), step, 0.5);
  };
  write("first", 0, {1, 2, 300});
  const fs::path file = fs::directory_iterator(folder.path())->path();
  std::ofstream(file, std::ios::app) << "torn";
  write("second", 0, {1, 2, 3});
  write("second", 2, {3});
  std::string all;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    all += shm::read_whole_file(entry);
  for (const char* kept : {"first/loss1", "first/loss2", "first/loss300", "second/loss1",
                           "second/loss2", "second/loss3"})
    EXPECT_NE(all.find(kept), std::string::npos) << kept;
  EXPECT_EQ(all.find("second/loss3"), all.rfind("second/loss3"));
  EXPECT_EQ(all.find("torn"), std::string::npos);
}

TEST(RunFolder, IsTakenAwayWithoutWhatOthersPutBesideIt) {
  const TemporaryFolder folder;
  shm::TrainOptions options;
  options.run = folder.path() / "runs/one";
  shm::RunFolder run(options);
  run.prepare();
  fs::create_directories(folder.path() / "runs/two");
  run.withdraw();
  EXPECT_FALSE(fs::exists(options.run));
  EXPECT_TRUE(fs::exists(folder.path() / "runs/two"));
}

TEST(RunFolder, IsTakenAwayWithThoseThatWereMadeForIt) {
  const TemporaryFolder folder;
  shm::TrainOptions options;
  options.run = folder.path() / "runs/one/";
  shm::RunFolder run(options);
  run.prepare();
  run.withdraw();
  EXPECT_FALSE(fs::exists(folder.path() / "runs"));
  EXPECT_TRUE(fs::exists(folder.path()));
}
