// SPDX-License-Identifier: MIT
// All samples of a run, as an epoch shows them.

#include "data/training_set.hpp"

#include <algorithm>
#include <cmath>

#include "data/defocus.hpp"
#include "data/geometry.hpp"
#include "data/layers.hpp"
#include "data/light.hpp"
#include "data/sample_trimap.hpp"
#include "data/strands.hpp"
#include "image/mat.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/foreground.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t always_bearable = 10;  // unusable samples, however small the set is
constexpr int replacements = 50;
constexpr int orders_kept = 3;
constexpr double most_degrees = 12;
constexpr double new_background_share = 0.3;
constexpr double nobody_share = 0.1;
constexpr int most_behind = 3;

/// A file that cannot be used, with the reason as text.
struct Unusable {
  std::string file;
  std::string reason;
};

std::vector<SampleFolder> open_all(const SampleOptions& options) {
  std::vector<SampleFolder> folders;
  for (const DataFolder& folder : options.data)
    folders.emplace_back(folder, options.trimaps);
  return folders;
}

std::vector<fs::path> pictures_of(const std::vector<fs::path>& folders) {
  std::vector<fs::path> files;
  for (const fs::path& folder : folders) {
    const std::vector<std::string> names = picture_names(folder);
    if (names.empty()) throw InvalidOption("backgrounds: no picture in " + folder.string());
    for (const std::string& name : names)
      files.push_back(folder / name);
  }
  return files;
}

std::size_t sum_of(const std::vector<WeightedSize>& sizes) {
  std::size_t sum = 0;
  for (const auto& [size, weight] : sizes)
    sum += std::size_t(std::llround(double(size) * weight));
  return sum;
}

/// Runs `read`; what is wrong with its file becomes an Unusable.
template <typename Read>
auto usable(const fs::path& file, const Read& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw Unusable{file.string(), error.what()};
  } catch (const cv::Exception& error) {
    throw Unusable{file.string(), file.string() + ": " + error.err};
  } catch (const std::exception& error) {
    throw Unusable{file.string(), file.string() + ": " + error.what()};
  }
}

}  // namespace

TrainingSet::TrainingSet(const SampleOptions& options, std::uint64_t seed)
    : seed_(seed),
      options_(options),
      webcam_(options.augmentation == AugmentationLevel::webcam),
      folders_(open_all(options)),
      backgrounds_(pictures_of(options.backgrounds)) {
  for (std::size_t i = 0; i < folders_.size(); ++i) {
    sizes_.push_back({folders_[i].size(), folders_[i].weight()});
    if (folders_[i].cut_outs()) cut_out_folders_.push_back(i);
  }
  if (!cut_out_folders_.empty() && backgrounds_.empty())
    throw InvalidOption("backgrounds: " + options.data[cut_out_folders_[0]].folder.string() +
                        " holds people cut out, who need pictures behind them: name some folders");
  epoch_size_ = sum_of(sizes_);
  const auto bearable = std::size_t(options.max_bad_share * double(epoch_size_));
  bad_samples_ = std::make_unique<BadSamples>(std::max(always_bearable, bearable));
  for (const SampleFolder& folder : folders_)
    folder.find_missing(*bad_samples_);
}

Sample TrainingSet::sample(std::uint64_t epoch, std::size_t place) const {
  const Order samples = order(epoch);
  Random random{seed_, epoch, place};
  SampleId id = samples->at(place);
  for (int attempt = 0; attempt < replacements; ++attempt) {
    try {
      return make(id, random);
    } catch (const Unusable& unusable) {
      bad_samples_->add(unusable.file, unusable.reason);
      bad_samples_->check();
      id = samples->at(std::size_t(random.below(samples->size())));
    }
  }
  throw BadInput("no usable sample found in " + std::to_string(replacements) + " tries, among " +
                 folders_.at(id.folder).file(id.index).string());
}

TrainingSet::Order TrainingSet::order(std::uint64_t epoch) const {
  const std::lock_guard lock(order_mutex_);
  for (const auto& [number, order] : orders_)
    if (number == epoch) return order;
  if (orders_.size() == orders_kept) orders_.erase(orders_.begin());
  orders_.emplace_back(
      epoch, std::make_shared<const std::vector<SampleId>>(epoch_order(sizes_, seed_, epoch)));
  return orders_.back().second;
}

Sample TrainingSet::make(const SampleId& id, Random& random) const {
  const SampleFolder& folder = folders_.at(id.folder);
  Sample sample = folder.cut_outs() ? cut_out_scene(folder, id.index, random)
                                    : photograph(folder, id.index, random);
  if (webcam_) {
    if (sample.trimap.empty() && random.chance(options_.defocus)) defocus(sample, random);
    if (random.chance(options_.tint)) tint(sample.image, random);
    vary_light(sample.image, random);
    degrade(sample.image, random);
  }
  if (sample.trimap.empty()) add_trimap(sample, random);
  return sample;
}

Sample TrainingSet::photograph(const SampleFolder& folder, std::size_t index,
                               Random& random) const {
  Sample sample = usable(folder.file(index), [&] { return folder.read(index); });
  if (options_.augmentation == AugmentationLevel::none)
    return whole_patch(sample, options_.patch_size);
  sample = original_patch(sample, options_.patch_size, random);
  if (options_.augmentation == AugmentationLevel::original) return sample;
  if (random.chance(0.3)) sample = rotated(sample, most_degrees, random);
  const bool replace = !backgrounds_.empty() && folder.true_alpha() && sample.trimap.empty();
  return replace && random.chance(new_background_share) ? before_new_background(sample, random)
                                                        : sample;
}

Sample TrainingSet::cut_out_scene(const SampleFolder& folder, std::size_t index,
                                  Random& random) const {
  Sample scene = background(random);
  if (webcam_ && random.chance(nobody_share)) return scene;
  for (int i = 0; webcam_ && i < most_behind && random.chance(options_.crowd); ++i)
    scene = with_somebody_behind(scene, random);
  Sample person = in_place(usable(folder.file(index), [&] { return folder.read(index); }), random);
  if (webcam_ && random.chance(0.5)) vary_light(person.image, random);
  return layered(person, scene);
}

Sample TrainingSet::before_new_background(const Sample& sample, Random& random) const {
  Sample person = sample;
  person.image = sample.image.clone();
  estimate_foreground(image_view(sample.image, PixelFormat::bgr),
                      image_view(sample.alpha, PixelFormat::gray), {},
                      image_view(person.image, PixelFormat::bgr));
  return layered(person, background(random));
}

Sample TrainingSet::background(Random& random) const {
  const fs::path& file = backgrounds_.at(std::size_t(random.below(backgrounds_.size())));
  const cv::Mat picture = usable(file, [&] { return read_bgr(file); });
  return empty_scene(background_patch(picture, options_.patch_size, random));
}

Sample TrainingSet::with_somebody_behind(const Sample& scene, Random& random) const {
  const SampleFolder& folder =
      folders_.at(cut_out_folders_.at(std::size_t(random.below(cut_out_folders_.size()))));
  const auto index = std::size_t(random.below(folder.size()));
  const Sample person = usable(folder.file(index), [&] { return folder.read(index); });
  return layered(in_place(person, random), scene);
}

Sample TrainingSet::in_place(Sample cut_out, Random& random) const {
  if (webcam_ && random.chance(options_.strands)) add_strands(cut_out, random);
  const bool distant = webcam_ && random.chance(options_.distant);
  return distant ? placed_far_off(cut_out, options_.patch_size, random)
                 : placed(cut_out, options_.patch_size, random);
}

void TrainingSet::add_trimap(Sample& sample, Random& random) const {
  const double factor = webcam_ ? random.uniform(0.5, 2) : 1;
  const long size = std::lround(usual_trimap_size(options_.patch_size) * factor);
  sample.trimap = trimap_of(sample.alpha, int(size));
}

}  // namespace shm
