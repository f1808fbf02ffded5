#pragma once

#include <vector>

#include "data/sample_folder.hpp"
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
  /// Throws NotFound, BadInput, and InvalidOption for a folder of cut-outs.
  explicit Validation(const TrainOptions& options);

  /// Puts the network into evaluation mode. The first `shown_count` pictures come with what the
  /// network made of them. Throws as reading pictures does.
  ValidationScores score(MattingNetImpl& network, const torch::Device& device,
                         std::vector<Shown>& shown, std::size_t shown_count) const;

  /// What of the scores a phase wants low: the trimap's errors, or MAD.
  static double goal(const ValidationScores& scores, TrainPhase phase);

 private:
  TrainPhase phase_;
  ModelMetadata metadata_;
  int size_;
  SampleFolder folder_;
};

/// input | trimap | alpha | truth, a row each.
Image contact_sheet(const std::vector<Shown>& shown);

}  // namespace shm
