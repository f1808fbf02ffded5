// SPDX-License-Identifier: MIT
// What a run of training learns from, and how that is varied.
#pragma once

#include <filesystem>
#include <tuple>
#include <vector>

#include "shm/options.hpp"

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

/// What a run learns from.
struct SampleOptions {
  std::vector<DataFolder> data;
  std::vector<std::filesystem::path> backgrounds;  ///< folders of pictures without people
  int patch_size = 256;                            ///< side of a sample, pixels, 32..2048
  AugmentationLevel augmentation = AugmentationLevel::webcam;
  TrimapOrigin trimaps = TrimapOrigin::computed;
  double max_bad_share = 0.05;  ///< of an epoch's samples that may be unusable, 0..1

  // Of AugmentationLevel::webcam; each the chance, 0..1, that happens what its row below says.
  double crowd = 0.2;
  double distant = 0;
  double strands = 0;
  double tint = 0;
  double defocus = 0;
};

constexpr Option<SampleOptions, double> chance_option(double SampleOptions::*field,
                                                      const char* name, const char* blurb) {
  return {field, {.name = name, .blurb = blurb, .most = 1, .offered = Offered::by_programs}};
}

template <>
inline constexpr auto options<SampleOptions> = std::tuple{
    chance_option(&SampleOptions::crowd, "crowd",
                  "Chance of one more person behind one cut out, up to three"),
    chance_option(&SampleOptions::distant, "distant",
                  "Chance that a person cut out is far off: 8 to 50 % of the height, anywhere"),
    chance_option(&SampleOptions::strands, "strands",
                  "Chance that a person cut out has loose hair, drawn"),
    chance_option(&SampleOptions::tint, "tint",
                  "Chance that the light is coloured, as of LED strips and screens"),
    chance_option(&SampleOptions::defocus, "defocus",
                  "Chance that a sample is out of focus, by up to a thirty-sixth of its side"),
};

}  // namespace shm
