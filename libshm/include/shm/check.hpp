// SPDX-License-Identifier: MIT
// Whether a data set is whole and fit to learn from.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "shm/api.hpp"
#include "shm/batch.hpp"
#include "shm/data_set.hpp"
#include "shm/image.hpp"
#include "shm/split.hpp"

namespace shm {

struct CheckOptions {
  std::filesystem::path train_list;  ///< empty: train.txt of the data set
  std::filesystem::path val_list;    ///< empty: val.txt of the data set, where there is one
  int tolerance = 25;                ///< by which alpha may leave a known pixel of its trimap: KNN
                                     ///< matting holds known pixels to 9 / 109 of the range
  int near_distance = 6;  ///< bits of 64 by which the perceptual hashes of near-duplicates differ
                          ///< at most

  SHM_API void check() const;  ///< throws InvalidOption
};

/// A picture of train that is all but the same as one of val.
struct NearDuplicate {
  std::string train;
  std::string val;
  int distance = 0;  ///< bits of 64
};

/// How much a picture's labels ask to be looked at.
struct Suspect {
  std::string name;
  double doubt = 0;  ///< what alpha and mask disagree on (without one of them: what the trimap
                     ///< leaves unknown), as a share of the person
};

struct CheckReport {
  std::size_t pictures = 0;  ///< that the lists name
  std::vector<Fault> faults;
  std::vector<NearDuplicate> near_duplicates;
  std::vector<Suspect> worst;  ///< pictures with faults first, then the greatest doubts; 24 at most
  std::vector<std::string> samples;  ///< 24 at most, picked by a hash of the name
  Split good;  ///< the lists without what is wrong; of near-duplicates val's picture stays
  bool stopped = false;

  bool passed() const { return !stopped && faults.empty() && near_duplicates.empty(); }
};

/// Checks that lists and files match, that sizes agree, that trimaps hold 0, 128 and 255 alone,
/// that mask and alpha are what the trimap knows (without one: alpha what the mask leaves
/// possible), that the foreground has the image's colours where the person alone is seen, and that
/// no picture is in train and val alike. Throws InvalidOption, NotFound.
SHM_API CheckReport check_data_set(const DataSet& data, const CheckOptions& options,
                                   const BatchOptions& batch, BatchObserver& observer);

SHM_API std::string to_json(const CheckReport& report);

/// Contact sheets: the parts that are there, and the cut-out. Throw InvalidOption where there is no
/// picture.
SHM_API Image sample_sheet(const DataSet& data, const CheckReport& report);
SHM_API Image worst_sheet(const DataSet& data, const CheckReport& report);

}  // namespace shm
