// SPDX-License-Identifier: MIT
// How well a network does on pictures that it does not learn from.
#pragma once

#include <memory>
#include <vector>

#include "data/sample_folder.hpp"
#include "model/network_input.hpp"
#include "shm/sheet.hpp"
#include "train/network.hpp"

namespace shm {

/// A validation picture as it is shown: all of its size.
struct Shown {
  std::string name;
  Image input, trimap, alpha, truth;
};

/// Pictures that a run does not learn from, and how well a network does on them.
class Validation {
 public:
  /// Pictures without their files are among bad_samples() from the start. Throws NotFound,
  /// BadInput, and InvalidOption for a folder of cut-outs.
  explicit Validation(const TrainOptions& options);

  /// Puts the network into evaluation mode. The first `shown_count` pictures come with what the
  /// network made of them. Those that cannot be used are left out; throws BadInput where none is
  /// left.
  ValidationScores score(MattingNetImpl& network, const torch::Device& device,
                         std::vector<Shown>& shown, std::size_t shown_count) const;

  /// What of the scores a phase wants low: the trimap's errors, or MAD.
  static double goal(const ValidationScores& scores, TrainPhase phase);

  BadSamples& bad_samples() const { return *bad_samples_; }

 private:
  struct Judged;

  Judged judge(const Sample& sample, MattingNetImpl& network, const torch::Device& device,
               NetworkInput& network_input) const;

  TrainPhase phase_;
  ModelMetadata metadata_;
  int size_;
  SampleFolder folder_;
  std::unique_ptr<BadSamples> bad_samples_;
};

/// input | trimap | alpha | truth, a row each.
Image contact_sheet(const std::vector<Shown>& shown);

}  // namespace shm
