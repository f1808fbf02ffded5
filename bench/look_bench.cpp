// SPDX-License-Identifier: MIT
// What each property of edges and light costs in a frame of 640x480 with a made-up person, on one
// thread: milliseconds of the median of 500 frames, and of that which a tenth stay below.
//   build/bench/look-bench
#include <cstdio>
#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "image/mat.hpp"
#include "infer/edge_shape.hpp"
#include "infer/islands.hpp"
#include "infer/region.hpp"
#include "measure.hpp"
#include "portrait.hpp"
#include "shm/compositor.hpp"
#include "shm/machine.hpp"

namespace shm::bench {
namespace {

constexpr int frames = 500;

const Portrait& person() {
  static const Portrait portrait(1, {640, 480});
  return portrait;
}

void print(const std::string& name, const std::vector<double>& times,
           const std::vector<double>& without = {}) {
  const auto cost = [&](double share) {
    return percentile(times, share) - percentile(without, share);
  };
  std::printf("%-32s %5.2f %5.2f\n", name.c_str(), cost(0.5), cost(0.1));
}

/// `work` changes its alpha.
void measure(const std::string& name, const cv::Mat& alpha,
             const std::function<void(cv::Mat&)>& work) {
  std::vector<double> times;
  for (int i = 0; i < frames; ++i) {
    cv::Mat copy = alpha.clone();
    times.push_back(milliseconds([&] { work(copy); }));
  }
  print(name, times);
}

void measure_edges(double shift, int feather, FeatherSide side = FeatherSide::outside) {
  const std::string name = "shift=" + std::to_string(int(shift)) +
                           " feather=" + std::to_string(feather) +
                           (side == FeatherSide::inside    ? " inside"
                            : side == FeatherSide::centred ? " centred"
                                                           : "");
  EdgeShape edges;
  measure(name, person().alpha, [&](cv::Mat& alpha) { edges.run(alpha, shift, feather, side); });
}

void measure_islands(const char* name, double min_area, Keep keep) {
  cv::Mat alpha;  // at the default model's working size, which is the frame's
  person().alpha.convertTo(alpha, CV_32FC1, 1.0 / 255);
  Islands islands;
  measure(name, alpha, [&](cv::Mat& copy) { islands.run(copy, min_area, keep); });
}

void measure_region() {
  const FrameOptions options{.region_left = 0.2, .region_top = 0.1};
  measure("region", person().alpha, [&](cv::Mat& copy) { keep_region(options, copy); });
}

/// What it adds to a composition, which is made with and without in turn.
void measure_look(const std::string& name, const Look& look, const Look& without) {
  const auto compositor = Compositor::make(), plain = Compositor::make();
  const Image frame(640, 480, PixelFormat::rgb);
  Image out(640, 480, PixelFormat::rgbx);
  const ImageView alpha{person().alpha.data, 640, 480, 640, PixelFormat::gray};
  std::vector<double> all, rest;
  for (int i = 0; i < frames; ++i) {
    all.push_back(milliseconds([&] { compositor->compose(frame, alpha, look, out.view()); }));
    rest.push_back(milliseconds([&] { plain->compose(frame, alpha, without, out.view()); }));
  }
  print(name, all, rest);
}

void measure_all() {
  for (const int shift : {0, 3, -3, 20, -20})
    measure_edges(shift, 0);
  for (const int feather : {4, 16, 32, 64})
    measure_edges(0, feather);
  measure_edges(0, 16, FeatherSide::centred);
  measure_edges(0, 16, FeatherSide::inside);
  measure_islands("min-area=0.02", 0.02, Keep::all);
  measure_islands("keep=largest", 0, Keep::largest);
  measure_islands("keep=nearest-centre", 0, Keep::nearest_centre);
  measure_region();
  const Look color{.background = Background::color};
  Look wrapped = color;
  wrapped.light_wrap = 1;
  measure_look("light-wrap=1", wrapped, color);
}

}  // namespace
}  // namespace shm::bench

int main() {
  std::printf("%s\n%-32s %5s %5s\n", shm::processor_name().c_str(), "", "p50", "p10");
  shm::use_threads(1);
  cv::setNumThreads(1);
  shm::bench::measure_all();
  return 0;
}
