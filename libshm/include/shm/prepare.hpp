// SPDX-License-Identifier: MIT
// The steps from pictures to training data, each on a whole folder.
#pragma once

#include <filesystem>

#include "shm/alpha_matting.hpp"
#include "shm/api.hpp"
#include "shm/batch.hpp"
#include "shm/data_set.hpp"
#include "shm/foreground.hpp"
#include "shm/trimap.hpp"

namespace shm {

// The steps from people's pictures to training data. Each makes one PNG a picture, takes up where
// an earlier run ended, makes again what was made from other sources (a PNG holds a hash of what
// it was made from), and goes on past a picture that cannot be done; `failed.csv` in the folder
// of the results says which and why. A folder holds results of one setting: other options need
// another folder. All throw InvalidOption, NotFound, BadInput, WriteError.

struct MaskOptions {
  int threshold = 128;  ///< the least alpha or grey that is the person

  SHM_API void check() const;  ///< throws InvalidOption
};

/// Binary masks (0, 255) of the pictures in `source`: of their alpha channel, or of their grey.
SHM_API BatchReport make_masks(const std::filesystem::path& source,
                               const std::filesystem::path& out, const MaskOptions& options,
                               const BatchOptions& batch, BatchObserver& observer);

/// Where trimaps come from.
struct MatteFolder {
  std::filesystem::path folder;
  bool soft = false;  ///< alphas: what they leave between 0 and 255 is unknown as well
};

/// Trimaps of the masks or alphas in `source`: an alpha channel, or grey. `pictures` are the names
/// in image/ ("NAME.jpg" has its mask in NAME.png), or those in `source` itself.
SHM_API BatchReport make_trimaps(const MatteFolder& source, const NameList& pictures,
                                 const std::filesystem::path& out, const TrimapOptions& options,
                                 const BatchOptions& batch, BatchObserver& observer);

/// alpha/ from image/ and trimap/. The options' threads are not used: pictures run side by side.
SHM_API BatchReport make_alphas(const DataSet& data, const NameList& pictures,
                                const AlphaOptions& options, const BatchOptions& batch,
                                BatchObserver& observer);

/// foreground/ from image/ and alpha/.
SHM_API BatchReport make_foregrounds(const DataSet& data, const NameList& pictures,
                                     const ForegroundOptions& options, const BatchOptions& batch,
                                     BatchObserver& observer);

}  // namespace shm
