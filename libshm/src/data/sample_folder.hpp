// SPDX-License-Identifier: MIT
// Reads the samples of one folder.
#pragma once

#include <string>
#include <vector>

#include "data/bad_samples.hpp"
#include "data/sample.hpp"
#include "shm/data_set.hpp"
#include "shm/list_file.hpp"
#include "shm/samples.hpp"

namespace shm {

/// Reads the samples of one DataFolder.
class SampleFolder {
 public:
  /// Throws NotFound or BadInput where folders, list or pictures are missing.
  SampleFolder(const DataFolder& folder, TrimapOrigin trimaps);

  std::size_t size() const { return names_.size(); }
  const std::string& name(std::size_t index) const { return names_.at(index); }
  std::filesystem::path file(std::size_t index) const;
  double weight() const { return weight_; }
  /// Whether samples are people cut out, that need a background.
  bool cut_outs() const { return cut_outs_; }

  /// Whether edges are as they were, not softened steps.
  bool true_alpha() const { return !masks_; }

  /// Throws NotFound or BadInput naming the file.
  Sample read(std::size_t index) const;

  /// Adds the samples whose files are not all there or may not be read, without reading them, and
  /// tells of pictures whose labels belong to another.
  void find_missing(BadSamples& bad) const;

 private:
  std::vector<std::filesystem::path> files(std::size_t index) const;
  std::filesystem::path alpha_file(std::size_t index) const;
  cv::Mat read_alpha(std::size_t index) const;

  DataSet data_;
  double weight_;
  bool cut_outs_;
  bool masks_;
  bool trimaps_;
  std::vector<std::string> names_;
  std::vector<Fault> clashes_;  ///< names with the labels of another
};

/// A picture as samples have it. Throws NotFound or BadInput naming the file.
cv::Mat read_bgr(const std::filesystem::path& file);

/// A hard mask as the soft alpha that it stands for: edges three pixels or so wide.
cv::Mat softened(const cv::Mat& mask);

}  // namespace shm
