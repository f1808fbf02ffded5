// SPDX-License-Identifier: MIT
// Samples that depend on seed, epoch and place alone, and what is left out.
#include "data/training_set.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <opencv2/imgproc.hpp>
#include <set>

#include "data/geometry.hpp"
#include "shm/error.hpp"
#include "shm/trimap.hpp"
#include "small_data_set.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

constexpr int size = 64;

/// Cut-outs and a background, made of the small data set's pictures.
void add_cut_outs(const fs::path& root, const SmallDataSet& data) {
  fs::create_directories(root);
  fs::copy(data.root() / "image", root / "foreground");
  fs::copy(data.root() / "alpha", root / "alpha");
}

class TrainingSet : public testing::Test {
 protected:
  TrainingSet() {
    options_.data = {{data_.root()}};
    options_.patch_size = size;
  }

  static bool same(const cv::Mat& a, const cv::Mat& b) {
    return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
  }
  static bool same(const shm::Sample& a, const shm::Sample& b) {
    return same(a.image, b.image) && same(a.alpha, b.alpha) && same(a.trimap, b.trimap);
  }

  const TemporaryFolder folder_;
  const SmallDataSet data_{folder_ / "data", 6, 96};
  shm::SampleOptions options_;
};

}  // namespace

TEST(EpochOrder, ShowsEverySampleAsOftenAsItsFolderWeighs) {
  std::map<std::pair<std::size_t, std::size_t>, int> times;
  for (const auto& [folder, index] : shm::epoch_order({{4, 1}, {3, 2}, {10, 0.5}}, 1, 0))
    ++times[{folder, index}];
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_EQ((times[{0, i}]), 1);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ((times[{1, i}]), 2);
  int of_third = 0;
  for (std::size_t i = 0; i < 10; ++i)
    of_third += times[{2, i}];
  EXPECT_EQ(of_third, 5);
}

TEST(EpochOrder, DependsOnSeedAndEpochAlone) {
  const std::vector<shm::WeightedSize> folders{{100, 1}};
  EXPECT_EQ(shm::epoch_order(folders, 1, 0), shm::epoch_order(folders, 1, 0));
  EXPECT_NE(shm::epoch_order(folders, 1, 0), shm::epoch_order(folders, 1, 1));
  EXPECT_NE(shm::epoch_order(folders, 1, 0), shm::epoch_order(folders, 2, 0));
}

TEST_F(TrainingSet, SamplesAreTheSameWheneverTheyAreMade) {
  const shm::TrainingSet first(options_, 1), second(options_, 1);
  const shm::Sample early = first.sample(3, 2);
  for (std::size_t place = 6; place-- > 0;)
    second.sample(3, place);
  EXPECT_TRUE(same(early, second.sample(3, 2)));
  EXPECT_FALSE(same(early, second.sample(4, 2)));
}

TEST_F(TrainingSet, SamplesAreOfThePatchSizeWithATrimapOfThreeValues) {
  const shm::TrainingSet samples(options_, 1);
  for (std::size_t place = 0; place < samples.epoch_size(); ++place) {
    const shm::Sample sample = samples.sample(0, place);
    EXPECT_EQ(sample.image.size(), cv::Size(size, size));
    EXPECT_EQ(sample.alpha.size(), cv::Size(size, size));
    for (const std::uint8_t value : cv::Mat_<std::uint8_t>(sample.trimap))
      ASSERT_TRUE(value == 0 || value == 128 || value == 255) << int(value);
  }
}

TEST_F(TrainingSet, WithoutVariationTheWholePictureIsShown) {
  options_.augmentation = shm::AugmentationLevel::none;
  const shm::TrainingSet samples(options_, 1);
  EXPECT_TRUE(same(samples.sample(0, 0).image, samples.sample(0, 0).image));
  std::set<double> sums;
  for (std::size_t place = 0; place < 6; ++place)
    sums.insert(cv::sum(samples.sample(7, place).alpha)[0]);
  std::set<double> sums_of_another_epoch;
  for (std::size_t place = 0; place < 6; ++place)
    sums_of_another_epoch.insert(cv::sum(samples.sample(8, place).alpha)[0]);
  EXPECT_EQ(sums, sums_of_another_epoch);
}

TEST_F(TrainingSet, CutOutsStandBeforeBackgrounds) {
  add_cut_outs(folder_ / "people", data_);
  options_.data = {{folder_ / "people"}};
  EXPECT_THROW(shm::TrainingSet(options_, 1), shm::InvalidOption);
  options_.backgrounds = {data_.root() / "image"};
  options_.augmentation = shm::AugmentationLevel::original;
  const shm::TrainingSet samples(options_, 1);
  double person = 0;
  for (std::size_t place = 0; place < 6; ++place)
    person += cv::mean(samples.sample(0, place).alpha)[0];
  EXPECT_GT(person, 0);
}

TEST_F(TrainingSet, MorePeopleStandInACrowdAndFewerPixelsArePeopleFarOff) {
  add_cut_outs(folder_ / "people", data_);
  options_.data = {{folder_ / "people", 10}};
  options_.backgrounds = {data_.root() / "image"};
  const auto people = [&](double crowd, double distant) {
    options_.crowd = crowd;
    options_.distant = distant;
    const shm::TrainingSet samples(options_, 1);
    double sum = 0;
    for (std::size_t place = 0; place < samples.epoch_size(); ++place)
      sum += cv::mean(samples.sample(0, place).alpha)[0] / double(samples.epoch_size());
    return sum;
  };
  const double alone = people(0, 0);
  EXPECT_GT(people(1, 0), 1.3 * alone);
  EXPECT_LT(people(0, 1), 0.5 * alone);
}

TEST_F(TrainingSet, SamplesWithTrimapsOfTheirOwnAreNeverOutOfFocus) {
  fs::copy(data_.root() / "alpha", data_.root() / "trimap");
  options_.trimaps = shm::TrimapOrigin::read;
  const shm::Sample in_focus = shm::TrainingSet(options_, 1).sample(0, 0);
  options_.defocus = 1;
  EXPECT_TRUE(same(in_focus.alpha, shm::TrainingSet(options_, 1).sample(0, 0).alpha));
  options_.trimaps = shm::TrimapOrigin::computed;
  EXPECT_FALSE(same(in_focus.alpha, shm::TrainingSet(options_, 1).sample(0, 0).alpha));
}

TEST_F(TrainingSet, UnusableSampleIsReportedOnceAndReplaced) {
  std::ofstream(data_.root() / "alpha" / SmallDataSet::name(0)) << "no picture";
  const shm::TrainingSet samples(options_, 1);
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch)
    for (std::size_t place = 0; place < 6; ++place)
      EXPECT_EQ(samples.sample(epoch, place).image.cols, size);
  EXPECT_EQ(samples.bad_samples().count(), 1U);
  const auto news = samples.bad_samples().take_news();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_NE(news[0].find(SmallDataSet::name(0)), std::string::npos) << news[0];
}

TEST_F(TrainingSet, SamplesWithoutTheirFilesAreToldBeforeAnyIsRead) {
  const std::string long_name = std::string(400, 'x') + ".png";
  std::ofstream(folder_ / "list.txt") << "1000.png\n1001\ngone.png\n" << long_name << "\n";
  fs::remove(data_.root() / "alpha" / SmallDataSet::name(1));
  options_.data = {{data_.root(), 1, folder_ / "list.txt"}};
  const auto news = shm::TrainingSet(options_, 1).bad_samples().take_news();
  ASSERT_EQ(news.size(), 3U);
  EXPECT_NE(news[0].find("alpha/1001.png"), std::string::npos) << news[0];
  EXPECT_NE(news[1].find("image/gone.png"), std::string::npos) << news[1];
  EXPECT_NE(news[2].find(long_name), std::string::npos) << news[2];
}

TEST_F(TrainingSet, OfManyWithoutTheirFilesTheFirstAreToldAndTheOthersCounted) {
  const SmallDataSet many(folder_ / "many", 40, 16);
  for (int i = 0; i < 35; ++i)
    fs::remove(many.root() / "alpha" / SmallDataSet::name(i));
  options_.data = {{many.root()}};
  const shm::TrainingSet samples(options_, 1);
  const auto news = samples.bad_samples().take_news();
  ASSERT_EQ(news.size(), 21U);
  EXPECT_NE(news.back().find("15 more"), std::string::npos) << news.back();
  EXPECT_THROW(samples.bad_samples().check(), shm::BadInput);
}

TEST_F(TrainingSet, PictureWithTheLabelsOfAnotherIsNotLearntFrom) {
  fs::copy(data_.root() / "image/1001.png", data_.root() / "image/1000.webp");
  const shm::TrainingSet samples(options_, 1);
  EXPECT_EQ(samples.epoch_size(), 6U);
  const auto news = samples.bad_samples().take_news();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_NE(news[0].find("1000.webp"), std::string::npos) << news[0];
}

TEST_F(TrainingSet, HoweverManyPicturesAreThereTwiceTheFirstOfEachAreLearntFrom) {
  const SmallDataSet many(folder_ / "many", 12, 16);
  for (int i = 0; i < 12; ++i) {
    const fs::path image = many.root() / "image" / SmallDataSet::name(i);
    fs::copy(image, fs::path(image).replace_extension("webp"));
  }
  options_.data = {{many.root()}};
  const shm::TrainingSet samples(options_, 1);
  EXPECT_NO_THROW(samples.bad_samples().check());
  EXPECT_EQ(samples.bad_samples().count(), 0U);
  EXPECT_EQ(samples.bad_samples().take_news().size(), 12U);
}

TEST_F(TrainingSet, NoUsableSampleIsAnErrorThatSaysSo) {
  fs::remove_all(data_.root() / "alpha");
  fs::create_directories(data_.root() / "alpha");
  const shm::TrainingSet samples(options_, 1);
  EXPECT_THROW(samples.sample(0, 0), shm::BadInput);
}

TEST_F(TrainingSet, TooManyUnusableSamplesEndTheRun) {
  const SmallDataSet many(folder_ / "many", 30, 16);
  for (int i = 0; i < 15; ++i)
    fs::remove(many.root() / "alpha" / SmallDataSet::name(i));
  options_.data = {{many.root()}};
  const shm::TrainingSet samples(options_, 1);
  EXPECT_THROW(
      {
        for (std::size_t place = 0; place < 30; ++place)
          samples.sample(0, place);
      },
      shm::BadInput);
}

TEST_F(TrainingSet, FolderWithoutAlphaOrMaskIsNamed) {
  fs::remove_all(data_.root() / "alpha");
  try {
    const shm::TrainingSet set(options_, 1);
    FAIL() << "took a folder without alphas";
  } catch (const shm::NotFound& error) {
    EXPECT_NE(std::string(error.what()).find(data_.root().string()), std::string::npos);
  }
}

TEST_F(TrainingSet, ReadTrimapsAreTakenAsTheyAre) {
  fs::copy(data_.root() / "alpha", data_.root() / "trimap");
  options_.trimaps = shm::TrimapOrigin::read;
  options_.augmentation = shm::AugmentationLevel::none;
  const shm::Sample sample = shm::TrainingSet(options_, 1).sample(0, 0);
  EXPECT_LT(cv::norm(sample.trimap, sample.alpha, cv::NORM_L1) / sample.alpha.total(), 16);
}

TEST(Geometry, PicturesAreNeverSqueezed) {
  // A circle stays one: its width is its height, whatever the patch of a picture twice as wide.
  shm::Sample sample{cv::Mat::zeros(100, 200, CV_8UC3), cv::Mat::zeros(100, 200, CV_8UC1), {}};
  cv::circle(sample.alpha, {100, 50}, 30, 255, cv::FILLED);
  const cv::Mat unmirrored = shm::whole_patch(sample, 64).alpha.rowRange(16, 48);
  const cv::Rect box = cv::boundingRect(unmirrored > 127);
  EXPECT_NEAR(box.width, box.height, 1);
}

TEST(Geometry, FlipsAreLeftToRightAlone) {
  shm::Sample sample{cv::Mat::zeros(64, 64, CV_8UC3), cv::Mat::zeros(64, 64, CV_8UC1), {}};
  sample.alpha.rowRange(48, 64).setTo(255);
  for (std::uint64_t i = 0; i < 20; ++i) {
    shm::Random random{i};
    const cv::Mat alpha = shm::original_patch(sample, 64, random).alpha;
    EXPECT_GE(cv::mean(alpha.rowRange(32, 64))[0], cv::mean(alpha.rowRange(0, 32))[0]);
  }
}

TEST(Geometry, SomebodyFarOffIsSmallAndWithinThePicturesHeight) {
  const shm::Sample person{cv::Mat(200, 100, CV_8UC3, cv::Scalar::all(90)),
                           cv::Mat(200, 100, CV_8UC1, cv::Scalar(255)),
                           {}};
  double least = 256;
  for (std::uint64_t i = 0; i < 40; ++i) {
    shm::Random random{i};
    const cv::Rect box = cv::boundingRect(shm::placed_far_off(person, 256, random).alpha > 127);
    EXPECT_LE(box.height, 0.56 * 256);  // turned a little
    least = std::min(least, double(box.height));
  }
  EXPECT_LT(least, 0.15 * 256);
}
