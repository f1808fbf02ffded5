// SPDX-License-Identifier: MIT
// Contact sheets: many results at a glance.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// A contact sheet: rows of thumbnails, for looking at many results at once.
class ContactSheet {
 public:
  /// `columns` are the titles over the thumbnails, `side` a thumbnail's longer side in pixels.
  SHM_API explicit ContactSheet(std::vector<std::string> columns, int side = 256);

  /// Adds one thumbnail for each column, of any size and format; what is transparent shows a
  /// checkerboard. The label stands below them. Throws InvalidOption where the number is wrong.
  SHM_API void add_row(const std::string& label, const std::vector<ImageView>& pictures);

  int rows() const { return int(rows_.size()); }

  /// The sheet as rgb. Throws InvalidOption where no row was added.
  SHM_API Image image() const;

 private:
  struct Row {
    std::string label;
    std::vector<Image> thumbnails;
  };

  std::vector<int> lefts() const;
  std::vector<int> tops() const;

  std::vector<std::string> columns_;
  int side_;
  std::vector<Row> rows_;
};

}  // namespace shm
