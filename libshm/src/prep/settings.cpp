// SPDX-License-Identifier: MIT
// What a folder's results depend on, as JSON.

#include "prep/settings.hpp"

#include <nlohmann/json.hpp>

#include "shm/prep_options.hpp"

namespace shm {

using Json = nlohmann::ordered_json;

std::string settings_of(const MaskOptions& options) {
  return Json{{"threshold", options.threshold}}.dump();
}

std::string settings_of(const TrimapOptions& options, bool soft) {
  Json settings{{"from", soft ? "alpha" : "mask"}, {"shape", choice_text(options.shape)}};
  if (options.relative > 0)
    settings["relative"] = options.relative;
  else
    settings["size"] = options.size;
  return settings.dump();
}

std::string settings_of(const AlphaOptions& options) {
  Json settings{{"method", choice_text(options.method)}};
  if (options.method == MattingMethod::closed_form)
    settings["epsilon"] = options.epsilon;
  else
    settings["known_weight"] = options.known_weight;
  return settings.dump();
}

std::string settings_of(const ForegroundOptions& options) {
  return Json{{"regularization", options.regularization},
              {"gradient_weight", options.gradient_weight},
              {"small_size", options.small_size},
              {"small_iterations", options.small_iterations},
              {"big_iterations", options.big_iterations}}
      .dump();
}

}  // namespace shm
