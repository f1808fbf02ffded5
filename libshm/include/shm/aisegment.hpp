// SPDX-License-Identifier: MIT
// AISegment's portraits as a data set.
#pragma once

#include <filesystem>

#include "shm/api.hpp"
#include "shm/batch.hpp"
#include "shm/data_set.hpp"
#include "shm/prepare.hpp"
#include "shm/trimap.hpp"

namespace shm {

struct AisegmentOptions {
  MaskOptions mask;
  TrimapOptions trimap;
  double val_fraction = 0.1;  ///< of the pictures, as split_names takes it
  bool copy = false;          ///< copy pictures instead of linking them (hard links)

  SHM_API void check() const;  ///< throws InvalidOption
};

/// Turns the tree of AISegment's portraits into a data set:
///     clip_img/DATE/clip_N/ID.jpg     -> image/ID.jpg, byte for byte
///     matting/DATE/matting_N/ID.png   -> alpha/ID.png: the PNG's alpha channel
/// Masks and trimaps come from alpha. Where several clips hold the same ID, each of them is called
/// DATE_clip_N_ID, so that none replaces another. Pictures that have no partner, cannot be read,
/// differ in size or have an empty alpha are left out; `rejected.csv` names each with the reason.
/// train.txt and val.txt list what is whole. Throws InvalidOption, NotFound, BadInput, WriteError.
SHM_API BatchReport prepare_aisegment(const std::filesystem::path& source, const DataSet& data,
                                      const AisegmentOptions& options, const BatchOptions& batch,
                                      BatchObserver& observer);

}  // namespace shm
