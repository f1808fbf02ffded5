// SPDX-License-Identifier: MIT
// What a run of training learns from, and how that is varied.
#pragma once

#include <filesystem>
#include <vector>

namespace shm {

/// How much samples are varied: not at all, as the original program does (scale, patch, mirrored),
/// or as webcams do (also rotation, light, colour, blur, noise, JPEG, new backgrounds, more
/// people).
enum class AugmentationLevel { none, original, webcam };
enum class TrimapOrigin { computed, read };  ///< from alpha with a random width; of trimap/

/// A folder of samples: image/ with alpha/ or mask/ (and trimap/), or foreground/ with alpha/,
/// which are people cut out who get new backgrounds.
struct DataFolder {
  std::filesystem::path folder;
  double weight = 1;           ///< how often an epoch shows each sample, 0.001..1000
  std::filesystem::path list;  ///< of the samples' names; empty: all of them
};

/// What a run learns from. shm/train_options.hpp has the ranges.
struct SampleOptions {
  std::vector<DataFolder> data;
  std::vector<std::filesystem::path> backgrounds;  ///< folders of pictures without people
  int patch_size = 256;                            ///< side of a sample, pixels
  AugmentationLevel augmentation = AugmentationLevel::webcam;
  TrimapOrigin trimaps = TrimapOrigin::computed;
  double max_bad_share = 0.05;  ///< of an epoch's samples that may be unusable

  // Of AugmentationLevel::webcam; each the chance that happens what its row says.
  double crowd = 0.2;
  double distant = 0;
  double strands = 0;
  double tint = 0;
  double defocus = 0;
};

}  // namespace shm
