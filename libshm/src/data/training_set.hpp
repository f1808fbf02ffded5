// SPDX-License-Identifier: MIT
// All samples of a run, as an epoch shows them.
#pragma once

#include <memory>
#include <mutex>

#include "data/bad_samples.hpp"
#include "data/epoch_order.hpp"
#include "data/random.hpp"
#include "data/sample_folder.hpp"

namespace shm {

/// The samples of all folders as a run sees them: mixed, varied, cut to patches, each with its
/// trimap. A sample depends on seed, epoch and place alone. For use from any thread.
class TrainingSet {
 public:
  /// Samples without their files are among bad_samples() from the start. Throws NotFound, BadInput.
  TrainingSet(const SampleOptions& options, std::uint64_t seed);

  /// Samples of an epoch.
  std::size_t epoch_size() const { return epoch_size_; }

  /// The place-th sample of an epoch; where it is unusable, another in its stead. Throws BadInput
  /// where too many are.
  Sample sample(std::uint64_t epoch, std::size_t place) const;

  BadSamples& bad_samples() const { return *bad_samples_; }

 private:
  using Order = std::shared_ptr<const std::vector<SampleId>>;

  Order order(std::uint64_t epoch) const;
  Sample make(const SampleId& id, Random& random) const;
  Sample photograph(const SampleFolder& folder, std::size_t index, Random& random) const;
  Sample cut_out_scene(const SampleFolder& folder, std::size_t index, Random& random) const;
  Sample before_new_background(const Sample& sample, Random& random) const;
  Sample background(Random& random) const;
  Sample with_somebody_behind(const Sample& scene, Random& random) const;
  Sample in_place(Sample cut_out, Random& random) const;
  void add_trimap(Sample& sample, Random& random) const;

  std::uint64_t seed_;
  SampleOptions options_;
  bool webcam_;
  std::vector<SampleFolder> folders_;
  std::vector<std::size_t> cut_out_folders_;
  std::vector<WeightedSize> sizes_;
  std::vector<std::filesystem::path> backgrounds_;
  std::size_t epoch_size_;
  std::unique_ptr<BadSamples> bad_samples_;
  mutable std::mutex order_mutex_;
  mutable std::vector<std::pair<std::uint64_t, Order>> orders_;  ///< of the last epochs asked for
};

}  // namespace shm
