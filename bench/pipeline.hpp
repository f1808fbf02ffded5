// SPDX-License-Identifier: MIT
// The element in a pipeline, played to its end and measured.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "scene.hpp"

namespace shm::bench {

/// A pipeline with the element in it: YUY2 of one size in, RGBA out.
struct PipelineSetup {
  std::string plugin = SHM_PLUGIN;  ///< file
  std::string model = "default";
  std::string device = "auto";
  std::string precision = "auto";
  int threads = 2;
  std::string size = "640x480";  ///< of the frames
  int working_size = 0;          ///< the element's property "size"
  std::string properties;        ///< more of the element's, as gst-launch-1.0 reads them
  std::string picture;           ///< file that the frames show; empty: a test pattern
  Scene scene = Scene::frozen;
  int frames = 320;         ///< of a live source: also those that it could not deliver in time
  int elements = 1;         ///< such pipelines at once
  bool allocations = true;  ///< are counted
  double longest = 0;       ///< seconds after which it ends in any case; 0: none
  bool live = false;        ///< at 30 frames a second, late ones dropped; else as fast as it goes
};

/// Plays them to the end in this process and returns what was measured of them together: fields
/// and units as shm-bench prints them. Throws shm::Error with the text of the bus.
nlohmann::ordered_json measure_pipelines(const PipelineSetup& setup);

}  // namespace shm::bench
