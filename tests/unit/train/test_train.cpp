#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/model_file.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"
#include "shm/trainer.hpp"
#include "shm/whole_file.hpp"
#include "small_data_set.hpp"
#include "temporary_folder.hpp"
#include "train/metrics_table.hpp"
#include "train/training_step.hpp"

namespace fs = std::filesystem;

namespace {

class Train : public testing::Test {
 protected:
  Train() {
    options_.run = folder_ / "run";
    options_.samples.data = {{data_.root()}};
    options_.samples.patch_size = 32;
    options_.batch = 2;
    options_.loader_threads = 2;
    options_.threads = 1;  // layers are too small to share
    options_.epochs = 2;
    options_.lr = 1e-3;
    options_.model.size = 64;
  }

  static std::string file_text(const fs::path& file) { return shm::read_whole_file(file); }

  const TemporaryFolder folder_;
  const SmallDataSet data_{folder_ / "data", 8, 48};
  shm::TrainOptions options_;
};

}  // namespace

TEST_F(Train, ResumedRunEqualsTheOneThatWasNeverStoppedWhateverItsThreads) {
  options_.ema = 0.9;
  options_.warmup = 3;
  options_.accumulate = 2;
  const fs::path whole = train(options_, {}).checkpoint;

  options_.run = folder_ / "stopped";
  options_.loader_threads = 0;
  options_.max_steps = 1;
  EXPECT_TRUE(train(options_, {}).stopped);
  options_.start = shm::TrainStart::resume;
  options_.loader_threads = 5;
  options_.max_steps = 3;
  train(options_, {});
  options_.max_steps = 0;
  const shm::TrainOutcome outcome = train(options_, {});
  EXPECT_EQ(outcome.steps, 4);
  EXPECT_TRUE(file_text(outcome.checkpoint) == file_text(whole));
}

TEST_F(Train, StopSavesWhereTheRunStands) {
  int asked = 0;
  const shm::TrainOutcome outcome = train(options_, {{}, {}, [&] { return ++asked == 3; }});
  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(outcome.steps, 3);
  EXPECT_NO_THROW(shm::ModelFile::open(outcome.checkpoint));
}

TEST_F(Train, RunThatIsThereIsNotOverwritten) {
  options_.max_steps = 1;
  train(options_, {});
  EXPECT_THROW(train(options_, {}), shm::InvalidOption);
  options_.start = shm::TrainStart::resume;
  options_.batch = 4;
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::InvalidOption>(testing::HasSubstr("train_batch")));
}

TEST_F(Train, FinetuningBeginsWithTheWeightsOfThePhaseBefore) {
  options_.phase = shm::TrainPhase::pre_train_t_net;
  options_.max_steps = 1;
  train(options_, {});
  options_.phase = shm::TrainPhase::end_to_end;
  options_.start = shm::TrainStart::finetuning;
  EXPECT_EQ(train(options_, {}).steps, 1);
  const auto rows = shm::read_metrics(options_.run / "metrics.csv");
  EXPECT_TRUE(rows.empty() || rows.front().phase == "pre_train_t_net");
}

TEST_F(Train, FolderThatCannotBeMadeIsNamed) {
  options_.run = "/dev/null/run";
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::WriteError>(testing::HasSubstr("/dev/null/run")));
}

TEST_F(Train, TooFewSamplesForAStepIsAnError) {
  options_.batch = 9;
  EXPECT_THROW(train(options_, {}), shm::BadInput);
}

TEST_F(Train, LeavesTablesPicturesAndCheckpoints) {
  options_.validation = {data_.root()};
  options_.log_every = 1;
  train(options_, {});
  for (const char* file :
       {"model/ckpt_lastest.safetensors", "model/ckpt_best.safetensors",
        "model/ckpt_end_to_end_1.safetensors", "model/ckpt_end_to_end_2.safetensors", "log.txt",
        "metrics.csv", "curves.png", "validation.png", "events"})
    EXPECT_TRUE(fs::exists(options_.run / file)) << file;
  const auto rows = shm::read_metrics(options_.run / "metrics.csv");
  EXPECT_EQ(std::ranges::count_if(rows, [](const auto& row) { return row.validation.has_value(); }),
            2);
  EXPECT_EQ(rows.size(), 10U);
}

TEST_F(Train, ExportedModelHasTheAverageAndNothingThatOnlyTrainingNeeds) {
  options_.ema = 0.5;
  const fs::path checkpoint = train(options_, {}).checkpoint;
  shm::ExportOptions wanted{checkpoint, folder_ / "model.safetensors", shm::Precision::fp32};
  export_model(wanted);
  const auto exported = shm::ModelFile::open(wanted.output);
  const auto trained = shm::Safetensors::open(checkpoint);
  const std::string name = "m_net.conv.weight";
  EXPECT_EQ(exported.weights.tensors().size(), 429U);
  EXPECT_TRUE(std::ranges::equal(exported.weights.tensors().at(name).bytes,
                                 trained.tensors().at("ema." + name).bytes));
  EXPECT_FALSE(std::ranges::equal(trained.tensors().at(name).bytes,
                                  trained.tensors().at("ema." + name).bytes));
  EXPECT_THAT(exported.metadata.training, testing::HasSubstr("end_to_end, 8 steps"));
}

TEST_F(Train, StepThatIsNotFiniteChangesNothingAndSaysWhatWas) {
  shm::MattingNet network = shm::make_trainable(options_.model);
  shm::Adam adam(trained_parameters(*network, options_.phase), options_.optimizer, 0, "", 1);
  const auto peers = shm::Peers::from_environment(std::chrono::seconds(1));
  double scale = 0;
  shm::TrainingStep step(*network, adam, *peers, options_, torch::kCPU,
                         shm::LossScale(shm::Precision::fp32, scale));
  const auto samples = std::make_shared<shm::TrainingSet>(options_.samples, options_.seed);
  shm::Batches batches(samples, options_, {}, 0);
  EXPECT_EQ(step.take(batches, 1e-3, false).not_finite, "");

  torch::NoGradGuard no_gradient;
  auto state = shm::named_state(*network);
  state.at("m_net.conv.weight").fill_(std::numeric_limits<float>::infinity());
  const torch::Tensor mean_before = state.at("t_net.feature.head_conv.1.running_mean").clone();
  const torch::Tensor weight_before = state.at("t_net.last_conv.weight").clone();
  {
    const torch::AutoGradMode gradient(true);
    EXPECT_EQ(step.take(batches, 1e-3, false).not_finite, "alpha's loss");
  }
  EXPECT_TRUE(torch::equal(state.at("t_net.feature.head_conv.1.running_mean"), mean_before));
  EXPECT_TRUE(torch::equal(state.at("t_net.last_conv.weight"), weight_before));
}

TEST_F(Train, EightPicturesCanBeLearntByHeart) {
  const SmallDataSet eight(folder_ / "eight", 8, 64);
  options_.samples.data = {{eight.root(), 25}};
  options_.validation = {eight.root()};
  options_.samples.augmentation = shm::AugmentationLevel::none;
  options_.samples.patch_size = 64;
  options_.batch = 8;
  options_.lr = 3e-3;
  options_.lr_decay_type = shm::LearningRateDecay::polynomial;
  options_.epochs = 6;
  options_.save_every = 100;
  options_.model.stem_stride = 2;
  options_.model.size_multiple = 32;
  train(options_, {});
  const auto rows = shm::read_metrics(options_.run / "metrics.csv");
  ASSERT_TRUE(rows.back().validation);
  EXPECT_LT(rows.back().validation->mad, 10);
}
