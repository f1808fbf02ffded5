// SPDX-License-Identifier: MIT
// What GST_DEBUG shows: a category of the element, and one of each stage of a frame.
#include "debug.hpp"

#include <array>
#include <string>

GST_DEBUG_CATEGORY(gst_shm_matting_debug);

namespace shm {
namespace {

std::array<GstDebugCategory*, stage_names.size()> stage_categories;

}  // namespace

void init_debug_categories() {
  GST_DEBUG_CATEGORY_INIT(gst_shm_matting_debug, "shmmatting", 0, "human matting");
  for (std::size_t i = 0; i < stage_names.size(); ++i) {
    const std::string name = std::string("shmmatting-") + stage_names.at(i);
    GST_DEBUG_CATEGORY_INIT(stage_categories.at(i), name.c_str(), 0, "a stage of human matting");
  }
}

void log_times(GstElement* element, const FrameTimes& times) {
  const auto ms = stage_times(times);
  for (std::size_t i = 0; i < ms.size(); ++i)
    GST_CAT_LOG_OBJECT(stage_categories.at(i), element, "%.2f ms", ms.at(i));
}

}  // namespace shm
