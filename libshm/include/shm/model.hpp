// SPDX-License-Identifier: MIT
// What a model file says of itself.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "shm/api.hpp"
#include "shm/classes.hpp"

namespace shm {

/// What a model file says of itself, besides its tensors. The comments name the metadata's keys.
struct ModelMetadata {
  static constexpr int least_size = 64;
  static constexpr int largest_size = 4096;

  std::string architecture = "shm";  ///< architecture: "shm" or of the "shm-live" family
  ClassOrder classes;                ///< classes
  bool bgr = true;                   ///< channel_order: "BGR" or "RGB"
  std::array<double, 3> mean = {114, 121, 134};  ///< mean, in channel order, 0..255
  double scale = 1.0 / 255;                      ///< scale: input = (x - mean) * scale
  int size = 320;                                ///< size: longer side at work, pixels
  /// good_sizes: LEAST,MOST: the longer sides at work at which it finds people well.
  std::array<int, 2> good_sizes = {least_size, largest_size};
  int size_multiple = 16;  ///< size_multiple: sides are multiples of it
  int stem_stride = 1;     ///< stem_stride: 1 or 2; the "shm-live" family has 2
  /// ranges: the largest magnitude that each convolution gave in calibration, by its name in the
  /// state dict; of the "shm-live" family; empty: not calibrated, so not for int8. A list of
  /// numbers without names, as files had it first, is in the order of the architecture's
  /// convolutions.
  std::map<std::string, double> ranges;
  std::string training;  ///< training: free text
  std::string license;   ///< license: free text

  /// What sides must be a multiple of for the architecture. Throws BadModel where it is not known.
  SHM_API int least_multiple() const;

  /// Pixels that the picture is continued by, mirrored, on the right and below: networks see less
  /// well at a border, and people end there. 0 for "shm", as the original has it. Throws BadModel.
  SHM_API int margin() const;

  /// Reads and checks the string map of a safetensors header. Throws BadModel naming the field.
  SHM_API static ModelMetadata parse(const std::map<std::string, std::string>& fields);
  /// The string map to write, without the hash.
  SHM_API std::map<std::string, std::string> fields() const;
};

/// "bg,unsure,fg" in any order. Throws BadModel.
SHM_API ClassOrder parse_classes(const std::string& text);
SHM_API std::string to_string(const ClassOrder& order);

/// Names of the architectures that are known.
SHM_API std::span<const std::string> architecture_names();

/// Turns what a user typed into a model file: a path as it is; a bare name such as "default" is
/// NAME.safetensors in $SHM_MODEL_PATH (folders joined by ':'), beside the built library, or where
/// the library was installed. Throws NotFound with the places it looked at.
SHM_API std::filesystem::path find_model(const std::string& path_or_name);

}  // namespace shm
