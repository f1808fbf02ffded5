// SPDX-License-Identifier: MIT
// Runs that are stopped, resumed, finetuned, or go wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/model_file.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"
#include "shm/list_file.hpp"
#include "shm/trainer.hpp"
#include "shm/whole_file.hpp"
#include "small_data_set.hpp"
#include "temporary_folder.hpp"
#include "train/metrics_table.hpp"
#include "train/torch_error.hpp"
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

  static shm::ModelMetadata live_model(const std::string& architecture) {
    shm::ModelMetadata model;
    model.architecture = architecture;
    model.size = 64;
    model.size_multiple = model.least_multiple();
    return model;
  }
  static std::string architecture_of(const fs::path& file) {
    return shm::Safetensors::open(file).metadata().at("architecture");
  }

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

TEST_F(Train, NetworkOfAnotherArchitectureBeginsWithWhatTheModelHas) {
  options_.model = live_model("shm-live");
  options_.samples.patch_size = 64;
  options_.max_steps = 1;
  options_.init = train(options_, {}).checkpoint;
  options_.run = folder_ / "grown";
  options_.model = live_model("shm-live-context");
  const fs::path live = train(options_, {}).checkpoint;
  EXPECT_EQ(architecture_of(live), "shm-live");
  EXPECT_EQ(shm::Safetensors::open(live).metadata().at("stem_stride"), "2") << "its own,";
  options_.run = folder_ / "kept";
  options_.keep_architecture = true;
  EXPECT_EQ(architecture_of(train(options_, {}).checkpoint), "shm-live-context");
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

TEST_F(Train, ValidationPicturesThatCannotBeUsedAreToldAndLeftOut) {
  const SmallDataSet others(folder_ / "others", 5, 48);
  shm::write_list(folder_ / "val.txt", {"1000.png", "gone.png", "1001.png", "1002.png"});
  const std::string whole = file_text(others.root() / "image/1001.png");
  shm::write_whole_file(others.root() / "image/1001.png", whole.substr(0, whole.size() / 2));
  shm::write_picture(others.root() / "alpha/1002.png", shm::Image(5, 4, shm::PixelFormat::gray));
  options_.validation = {others.root(), 1, folder_ / "val.txt"};
  std::vector<std::string> lines;
  const shm::TrainOutcome outcome =
      train(options_, {{}, [&](const std::string& line) { lines.push_back(line); }, {}});
  EXPECT_EQ(outcome.epochs, 2);
  EXPECT_EQ(outcome.bad_samples, 3);
  EXPECT_THAT(lines.at(0), testing::HasSubstr("image/gone.png")) << "told before the first step";
  EXPECT_THAT(lines, testing::Contains(testing::HasSubstr("image/1001.png")));
  EXPECT_THAT(lines, testing::Contains(testing::HasSubstr("alpha/1002.png is 5x4")));
  EXPECT_EQ(std::ranges::count_if(shm::read_metrics(options_.run / "metrics.csv"),
                                  [](const auto& row) { return row.validation.has_value(); }),
            2);
}

TEST_F(Train, NothingThatValidationSheetsOrCurvesMeetCostsAnEpoch) {
  const SmallDataSet others(folder_ / "others", 2, 48);
  options_.validation = {others.root()};
  fs::create_directories(options_.run / "curves.png");
  std::vector<std::string> lines;
  const auto remove_pictures = [&](const shm::TrainProgress&) {
    fs::remove_all(others.root() / "alpha");
  };
  const shm::TrainOutcome outcome = train(
      options_, {remove_pictures, [&](const std::string& line) { lines.push_back(line); }, {}});
  EXPECT_EQ(outcome.epochs, 2);
  EXPECT_NO_THROW(shm::ModelFile::open(options_.run / "model/ckpt_end_to_end_1.safetensors"));
  EXPECT_THAT(lines, testing::Contains(testing::HasSubstr("no validation of epoch 1")));
  EXPECT_THAT(lines, testing::Contains(testing::HasSubstr("no curves.png")));
}

TEST_F(Train, ValidationWithoutAnyPictureIsRefusedBeforeTheRun) {
  shm::write_list(folder_ / "val.txt", {"a.png", "b.png"});
  options_.validation = {data_.root(), 1, folder_ / "val.txt"};
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::BadInput>(testing::AllOf(
                  testing::HasSubstr("image/a.png"), testing::HasSubstr("image/b.png"))));
  EXPECT_FALSE(fs::exists(options_.run));
}

TEST_F(Train, EpochThatWasSavedButNotValidatedIsValidatedOnResuming) {
  options_.validation = {data_.root()};
  options_.epochs = 1;
  train(options_, {});
  const auto last = shm::Safetensors::open(options_.run / "model/ckpt_lastest.safetensors");
  auto fields = last.metadata();
  const std::string validated = "\"validated\":4";
  ASSERT_NE(fields.at("run_state").find(validated), std::string::npos);
  fields["run_state"].replace(fields["run_state"].find(validated), validated.size(),
                              "\"validated\":0");
  shm::write_safetensors(options_.run / "model/ckpt_lastest.safetensors", last.tensors(), fields);
  fs::remove(options_.run / "metrics.csv");
  options_.start = shm::TrainStart::resume;
  train(options_, {});
  ASSERT_EQ(shm::read_metrics(options_.run / "metrics.csv").size(), 1U);
}

TEST_F(Train, LogHasEachEpochOnceHoweverOftenTheRunWasResumed) {
  train(options_, {});
  const std::string whole = file_text(options_.run / "log.txt");
  fs::copy_file(options_.run / "model/ckpt_end_to_end_1.safetensors",
                options_.run / "model/ckpt_lastest.safetensors",
                fs::copy_options::overwrite_existing);
  options_.start = shm::TrainStart::resume;
  train(options_, {});
  EXPECT_EQ(file_text(options_.run / "log.txt"), whole);
}

TEST_F(Train, TooFewPixelsForBatchNormIsASentenceThatNamesTheOptions) {
  options_.model = live_model("shm-live");
  options_.samples.patch_size = 64;
  options_.batch = 1;
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::InvalidOption>(
                  testing::AllOf(testing::HasSubstr("train_batch 1 and patch_size 64"),
                                 testing::Not(testing::HasSubstr("\n")))));
  options_.freeze_batch_norm = true;
  options_.max_steps = 1;
  EXPECT_EQ(train(options_, {}).steps, 1);
}

TEST_F(Train, AwareOfInt8ItBeginsWithACalibratedModel) {
  options_.int8_aware = true;
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::InvalidOption>(testing::HasSubstr("export --calibrate")));
}

TEST_F(Train, DeviceThatIsNoneIsASentenceThatNamesTheOption) {
  options_.device = "cuda:x";
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::InvalidOption>(testing::StartsWith("device: ")));
  options_.device = "cuda:99";
  EXPECT_THAT([&] { train(options_, {}); },
              testing::ThrowsMessage<shm::DeviceError>(testing::StartsWith("device: cuda:99")));
}

TEST_F(Train, MoreThanFitsIntoMemoryIsASentenceThatNamesTheOptions) {
  const auto fail = [&] {
    try {
      throw std::bad_alloc();
    } catch (...) {
      shm::rethrow_in_words(options_);
    }
  };
  EXPECT_THAT(fail, testing::ThrowsMessage<shm::DeviceError>(
                        testing::HasSubstr("train_batch 2 and patch_size 32")));
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
  const auto processes = shm::ProcessGroup::from_environment(std::chrono::seconds(1));
  double scale = 0;
  shm::TrainingStep step(*network, adam, *processes, options_, torch::kCPU,
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
    EXPECT_EQ(step.take(batches, 1e-3, false).not_finite, "the loss of alpha");
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
