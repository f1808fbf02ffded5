// SPDX-License-Identifier: MIT
// What is allowed and will hardly be what a user wants.
#pragma once

#include <string>
#include <vector>

#include "shm/matter.hpp"

namespace shm {

struct Advice {
  std::string option;  ///< that it is about
  std::string fault;
  std::string consequence;

  bool operator==(const Advice&) const = default;
};

/// On options of frames that a model is to see; nothing where all is well.
inline std::vector<Advice> advice_on(const FrameOptions& options, const ModelMetadata& model) {
  std::vector<Advice> advice;
  const auto [least, most] = model.good_sizes;
  if (options.size != 0 && (options.size < least || options.size > most))
    advice.push_back({"size",
                      "size: the model finds people well at " + std::to_string(least) + " to " +
                          std::to_string(most) + " pixels, not at " + std::to_string(options.size),
                      "people may be lost; 0 is the model's own size"});
  if (options.region_left >= options.region_right)
    advice.push_back(
        {"region-left", "region-left is not less than region-right", "nobody is shown"});
  if (options.region_top >= options.region_bottom)
    advice.push_back(
        {"region-top", "region-top is not less than region-bottom", "nobody is shown"});
  return advice;
}

}  // namespace shm
