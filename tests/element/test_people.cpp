// SPDX-License-Identifier: MIT
/// Whom of several the element shows, with the library and the default model.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "pipeline.hpp"
#include "shared_data.hpp"

namespace shm {
namespace {

constexpr int width = 640, height = 480;
const std::string caps = raw_caps("RGB", width, height);

using Picture = std::vector<guint8>;

/// Of the shared data, scaled; `across` a multiple of 4, so that rows have no padding.
Picture loaded(const std::string& file, const std::string& format, int across, int down) {
  const std::string decoder = file.ends_with(".png") ? "pngdec" : "jpegdec";
  Pipeline pipeline(
      "filesrc location=" + shared_data("data/" + file).string() + " ! " + decoder +
      " ! videoconvert ! videoscale add-borders=false ! video/x-raw, format=" + format +
      ", width=" + std::to_string(across) + ", height=" + std::to_string(down) +
      ", pixel-aspect-ratio=1/1 ! appsink name=sink sync=false wait-on-eos=false");
  EXPECT_EQ(pipeline.play(), "");
  const auto frames = pipeline.frames();
  return frames.empty() ? Picture() : bytes_of(frames.front().get());
}

/// A cut-out who stands at the lower edge of the frame.
class Person {
 public:
  Person(const std::string& name, int across, int down)
      : across_(across),
        down_(down),
        colors_(loaded("cutouts/foreground/" + name + ".jpg", "RGB", across, down)),
        alpha_(loaded("cutouts/alpha/" + name + ".png", "GRAY8", across, down)) {}

  /// With the left side at `left`, in front of what is in the picture.
  void stand(Picture& picture, int left) const {
    each_pixel(left, [&](std::size_t here, std::size_t there) {
      for (std::size_t c = 0; c < 3; ++c) {
        const int behind = picture[3 * there + c], person = colors_[3 * here + c];
        picture[3 * there + c] = guint8(behind + (person - behind) * alpha_[here] / 255);
      }
    });
  }

  /// How much of the person `alpha` shows, of 1.
  double shown(const Picture& alpha, int left) const {
    double sum = 0, all = 0;
    each_pixel(left, [&](std::size_t here, std::size_t there) {
      if (alpha_[here] < 255) return;
      sum += alpha[there] / 255.0;
      ++all;
    });
    return all > 0 ? sum / all : 0;
  }

 private:
  template <typename Work>
  void each_pixel(int left, const Work& work) const {
    for (int y = 0; y < down_; ++y)
      for (int x = std::max(0, -left); x < std::min(across_, width - left); ++x)
        work(std::size_t(y * across_ + x), std::size_t((height - down_ + y) * width + left + x));
  }

  int across_, down_;
  Picture colors_, alpha_;
};

/// What of each the element shows, of 1.
struct Shown {
  double streamer, companion, passer;
};

/// Who streams sits before the camera, a friend beside, and a third walks through behind both.
class ThreePeople {
 public:
  Picture picture(int passer_left) const {
    Picture result = room_;
    passer_.stand(result, passer_left);
    companion_.stand(result, companion_left);
    streamer_.stand(result, streamer_left);
    return result;
  }

  Shown shown(const Picture& alpha, int passer_left) const {
    return {streamer_.shown(alpha, streamer_left), companion_.shown(alpha, companion_left),
            passer_.shown(alpha, passer_left)};
  }

 private:
  static constexpr int streamer_left = 200, companion_left = 0;

  const Person streamer_{"cs_snow", 328, 360}, companion_{"cs_hyped", 180, 180},
      passer_{"ipl_b_hardik-pandya", 224, 240};
  Picture room_ =
      loaded("rooms/free_livekit_samantha-gades-BlIhVfXbi9s-unsplash.jpg", "RGB", width, height);
};

/// On the third's way from the right to the left, for each place of their left side.
std::map<int, Shown> shown(const std::string& keep) {
  const ThreePeople people;
  Harness harness({{"model", "default"}, {"output", "alpha"}, {"keep", keep}});
  harness.sink_caps(caps);
  std::map<int, Shown> result;
  for (int left = width, index = 0; left > -200; left -= 16, ++index) {
    const Picture picture = people.picture(left);
    BufferPtr frame = plain_frame(caps, 0, index);
    gst_buffer_fill(frame.get(), 0, picture.data(), picture.size());
    const BufferPtr out = harness.process(std::move(frame));
    if (!out) return {};
    result[left] = people.shown(bytes_of(out.get()), left);
  }
  return result;
}

TEST(ThreePeople, AllAreShownWhereNobodyIsChosen) {
  SHM_NEEDS_SHARED_DATA();
  const auto frames = shown("all");
  ASSERT_FALSE(frames.empty());
  for (const auto& [left, frame] : frames) {
    EXPECT_GT(frame.streamer, 0.95) << left;
    EXPECT_GT(frame.companion, 0.95) << left;
    if (left > 100 && left < 500) {
      EXPECT_GT(frame.passer, 0.8) << left;
    }
  }
}

/// Who touches whom one sees, in the picture, is one with them.
TEST(ThreePeople, WhoStreamsIsShownAndOthersOnlyWhileTheyTouchThem) {
  SHM_NEEDS_SHARED_DATA();
  for (const std::string keep : {"largest", "nearest-centre"}) {
    const auto frames = shown(keep);
    ASSERT_FALSE(frames.empty());
    for (const auto& [left, frame] : frames) {
      EXPECT_GT(frame.streamer, 0.95) << keep << left;
      if (left > 200) {
        EXPECT_LT(frame.companion, 0.02) << keep << left;
      }
      if (left > 528 || left < -40) {
        EXPECT_LT(frame.passer + frame.companion, 0.02) << keep << left;
      }
    }
  }
}

}  // namespace
}  // namespace shm
