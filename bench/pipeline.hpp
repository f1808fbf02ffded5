#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "footage.hpp"

namespace shm::bench {

/// A pipeline with the element in it: YUY2 of one size in, RGBA out.
struct PipelineSetup {
  std::string model = "default";
  std::string device = "auto";
  std::string precision = "auto";
  int threads = 2;
  std::string size = "640x480";  ///< of the frames
  int working_size = 0;          ///< the element's property "size"
  std::string picture;           ///< file that the frames show; empty: a test pattern
  Motion motion = Motion::frozen;
  int frames = 320;
  bool live = false;  ///< at 30 frames a second, late ones dropped; else as fast as it goes
};

/// Plays it to the end in this process and returns what was measured: fields and units as
/// shm-bench prints them. Throws shm::Error with the text of the bus.
nlohmann::ordered_json measure_pipeline(const PipelineSetup& setup);

}  // namespace shm::bench
