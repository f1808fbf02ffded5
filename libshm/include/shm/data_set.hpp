// SPDX-License-Identifier: MIT
// Where the pictures, masks, trimaps, alphas and lists of a data set lie.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// The folders of a data set, in the order in which they are made.
enum class Part { image, mask, trimap, alpha, foreground };

inline constexpr Part all_parts[] = {Part::image, Part::mask, Part::trimap, Part::alpha,
                                     Part::foreground};

SHM_API std::string to_string(Part part);

/// Where the files of a data set are:
///     image/NAME.jpg  mask/NAME.png  trimap/NAME.png  alpha/NAME.png  foreground/NAME.png
///     train.txt  val.txt
/// A picture is called by its file name in image/ ("NAME.jpg"), as in the lists.
class SHM_API DataSet {
 public:
  explicit DataSet(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path train_list() const { return root_ / "train.txt"; }
  std::filesystem::path val_list() const { return root_ / "val.txt"; }

  std::filesystem::path folder(Part part) const;
  std::filesystem::path file(Part part, const std::string& name) const;
  /// Whether the part's folder is there.
  bool has(Part part) const;

  /// Those that are there.
  std::vector<Part> parts() const;
  /// The pictures of image/, sorted. Throws NotFound.
  std::vector<std::string> names() const;
  /// Which of the parts that are there lack a file for this picture.
  std::vector<Part> missing(const std::string& name) const;

 private:
  std::filesystem::path root_;
};

/// "NAME.png" for "NAME.jpg": what a picture's mask, trimap, alpha and foreground are called.
SHM_API std::string png_name(const std::string& name);

/// The pictures of a folder, sorted by name; hidden files are none. Throws NotFound.
SHM_API std::vector<std::string> picture_names(const std::filesystem::path& folder);

}  // namespace shm
