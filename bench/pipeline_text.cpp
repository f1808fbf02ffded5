// SPDX-License-Identifier: MIT
// A measured pipeline as gst_parse_launch() reads it.
#include "pipeline_text.hpp"

#include <cstdio>

#include "arrivals.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

std::string camera_text(const PipelineSetup& setup) {
  const FrameSize size = parse_size(setup.size);
  const std::string caps = "video/x-raw,format=YUY2,width=" + std::to_string(size.width) +
                           ",height=" + std::to_string(size.height);
  const std::string picture =
      setup.picture.empty()
          ? "videotestsrc num-buffers=1"
          : "filesrc location=\"" + setup.picture + "\" ! decodebin ! videoconvert ! videoscale";
  return picture + " ! " + caps +
         " ! imagefreeze name=camera is-live=" + (setup.live ? "true" : "false") + " ! " + caps +
         ",framerate=" + std::to_string(frames_a_second) + "/1";
}

std::string element_text(const PipelineSetup& setup) {
  return "shmmatting name=matting model=\"" + setup.model + "\" device=" + setup.device +
         " precision=" + setup.precision + " threads=" + std::to_string(setup.threads) +
         " size=" + std::to_string(setup.working_size) + " " + setup.properties;
}

}  // namespace

std::optional<FrameSize> read_size(const std::string& text) {
  FrameSize size = {};
  char rest = 0;
  const int read = std::sscanf(text.c_str(), "%dx%d%c", &size.width, &size.height, &rest);
  if (read == 2 && size.width > 0 && size.height > 0) return size;
  return {};
}

std::string size_fault(const std::string& text) {
  return "\"" + text + "\" is not WIDTHxHEIGHT, such as 640x480";
}

FrameSize parse_size(const std::string& text) {
  const auto size = read_size(text);
  if (!size) throw InvalidOption("size: " + size_fault(text));
  return *size;
}

std::string pipeline_text(const PipelineSetup& setup) {
  // A camera does not wait for the element, nor the element for the moment to show a frame.
  const std::string thread = setup.live ? "queue max-size-buffers=2 ! " : "";
  const std::string live = setup.live ? "true" : "false";
  return camera_text(setup) + " ! " + thread + element_text(setup) +
         " ! video/x-raw,format=RGBA ! " + thread +
         "fakesink name=sink enable-last-sample=false sync=" + live + " qos=" + live;
}

}  // namespace shm::bench
