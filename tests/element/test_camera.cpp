// SPDX-License-Identifier: MIT
// A camera that changes, is stopped, and is unplugged: the kernel's test driver, in the virtual
// machine of camera.sh.
#include <gst/app/gstappsink.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "pipeline.hpp"

namespace shm {
namespace {

using namespace std::chrono_literals;

constexpr GstClockTime patience = 120 * GST_SECOND;  // the processor is emulated

std::string caps_of(const std::string& format, int width, int height) {
  return "video/x-raw, format=" + format + ", width=" + std::to_string(width) +
         ", height=" + std::to_string(height);
}

/// Which device it is, once it is there: who comes back may have another number.
std::string device() {
  for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(100ms))
    for (const auto& entry : std::filesystem::directory_iterator("/dev"))
      if (entry.path().filename().string().starts_with("video")) return entry.path();
  return "absent";
}

/// A camera at work, with a network that sees a person everywhere.
class Camera : public Pipeline {
 public:
  explicit Camera(const std::string& caps)
      : Pipeline("v4l2src device=" + device() + " ! capsfilter name=asked caps=\"" + caps +
                 "\" ! shmmatting model=fake:alpha=255 ! "
                 "appsink name=sink sync=false max-buffers=1 drop=true") {
    start();
  }

  void start() { gst_element_set_state(get(), GST_STATE_PLAYING); }

  void ask_for(const std::string& caps) {
    const CapsPtr asked(gst_caps_from_string(caps.c_str()));
    g_object_set(element("asked").get(), "caps", asked.get(), nullptr);
  }

  /// The next frame's size in bytes, four a pixel; 0 where none comes.
  gsize next_frame() const {
    const ElementPtr sink = element("sink");
    const SamplePtr sample(gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), patience));
    return sample ? gst_buffer_get_size(gst_sample_get_buffer(sample.get())) : 0;
  }

  /// Whether a frame of that size comes within the next fifty.
  bool comes_to_show(int width, int height) const {
    for (int i = 0; i < 50; ++i)
      if (next_frame() == gsize(width) * gsize(height) * 4) return true;
    return false;
  }

  bool tells_of_an_error() const {
    const BusPtr bus(gst_element_get_bus(get()));
    return MessagePtr(gst_bus_timed_pop_filtered(bus.get(), patience, GST_MESSAGE_ERROR)) !=
           nullptr;
  }
};

/// Tells the driver of its one device.
bool tell_driver(const std::string& what) {
  std::ofstream file("/sys/bus/platform/drivers/vivid/" + what);
  file << "vivid.0" << std::flush;
  return bool(file);
}

TEST(LiveCamera, IsShownInEachOfItsFormatsAndSizes) {
  for (const char* format : {"YUY2", "NV12", "RGB"})
    for (const auto& [width, height] : {std::pair(320, 180), {640, 360}, {1280, 720}}) {
      const Camera camera(caps_of(format, width, height));
      EXPECT_TRUE(camera.comes_to_show(width, height)) << format << ' ' << width;
    }
}

TEST(LiveCamera, MayChangeItsFormatAndSizeWhileItRuns) {
  Camera camera(caps_of("YUY2", 640, 360));
  EXPECT_TRUE(camera.comes_to_show(640, 360));
  camera.ask_for(caps_of("NV12", 320, 180));
  EXPECT_TRUE(camera.comes_to_show(320, 180));
  camera.ask_for(caps_of("RGB", 640, 480));
  EXPECT_TRUE(camera.comes_to_show(640, 480));
}

TEST(LiveCamera, StopsAndStartsTwentyTimes) {
  Camera camera(caps_of("YUY2", 320, 180));
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(camera.comes_to_show(320, 180)) << i;
    camera.stop();
    camera.start();
  }
}

TEST(LiveCamera, ThatIsUnpluggedIsAnErrorAndIsShownAgainOnceItIsBack) {
  {
    const Camera camera(caps_of("YUY2", 320, 180));
    ASSERT_TRUE(camera.comes_to_show(320, 180));
    ASSERT_TRUE(tell_driver("unbind"));
    EXPECT_TRUE(camera.tells_of_an_error());
  }
  ASSERT_TRUE(tell_driver("bind"));
  const Camera camera(caps_of("YUY2", 320, 180));
  EXPECT_TRUE(camera.comes_to_show(320, 180));
}

}  // namespace
}  // namespace shm
