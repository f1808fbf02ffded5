// SPDX-License-Identifier: MIT
// Times one way from a trimap to alpha on one picture, for bench/compare_pymatting.py.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/check_options.hpp"
#include "shm/alpha_matting.hpp"
#include "shm/error.hpp"
#include "shm/foreground.hpp"
#include "shm/picture.hpp"
#include "shm/prep_options.hpp"
#include "shm/stop_watch.hpp"

/// Times one matting method on one picture and prints a line of JSON; compare_pymatting.py reads
/// it.
namespace {

struct Arguments {
  std::string image;
  std::string guide;  ///< trimap, or alpha for the method foreground
  std::string method = "knn";
  std::string out;
  int threads = 0;
  int repeat = 1;
};

struct Planes {
  shm::Image image;
  shm::Image guide;
  std::vector<float> result;  ///< alpha, 0..1, or foreground colours, 0..255
};

shm::MattingReport run(const Arguments& arguments, Planes& planes) {
  const int width = planes.image.width();
  const int height = planes.image.height();
  if (arguments.method == "foreground") {
    shm::Image foreground(width, height, shm::PixelFormat::rgb);
    shm::estimate_foreground(planes.image, planes.guide, {}, foreground);
    const shm::ImageView colors = foreground;
    planes.result.assign(colors.data, colors.data + colors.stride * height);
    return {};
  }
  planes.result.resize(std::size_t(width) * std::size_t(height));
  const shm::AlphaOptions options = {
      .method = shm::parse_choice<shm::MattingMethod>("method", arguments.method),
      .threads = arguments.threads};
  return shm::estimate_alpha(planes.image, planes.guide, options,
                             shm::MutablePlaneView{planes.result.data(), width, height, width});
}

double seconds_of(const Arguments& arguments, Planes& planes, shm::MattingReport& report) {
  const shm::StopWatch watch;
  report = run(arguments, planes);
  return watch.seconds();
}

/// From /proc, since getrusage counts what the process was before it became this program.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word && word != "VmHWM:") {
  }
  double kilobytes = 0;
  status >> kilobytes;
  return kilobytes / 1024;
}

void bench(const Arguments& arguments) {
  Planes planes{shm::read_picture(arguments.image, shm::ReadAs::rgb),
                shm::read_picture(arguments.guide, shm::ReadAs::gray),
                {}};
  shm::MattingReport report;
  double best = std::numeric_limits<double>::max();
  for (int i = 0; i < arguments.repeat; ++i)
    best = std::min(best, seconds_of(arguments, planes, report));
  if (!arguments.out.empty())
    std::ofstream(arguments.out, std::ios::binary)
        .write(reinterpret_cast<const char*>(planes.result.data()),  // NOLINT: the floats' bytes
               std::streamsize(planes.result.size() * sizeof(float)));
  std::cout << nlohmann::json{{"seconds", best},
                              {"unknown", report.unknown},
                              {"iterations", report.iterations},
                              {"note", report.note},
                              {"peak_mb", peak_megabytes()}}
            << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times a matting method on a picture");
  Arguments arguments;
  app.add_option("image", arguments.image, "Picture")->required();
  app.add_option("guide", arguments.guide, "Its trimap; for the method foreground its alpha")
      ->required();
  app.add_option("--method", arguments.method, "knn, knn2, closed-form or foreground");
  app.add_option("--threads", arguments.threads, "0: one a core");
  app.add_option("--repeat", arguments.repeat, "The fastest of so many runs is told");
  app.add_option("--out", arguments.out,
                 "Writes alpha (0..1) or foreground (0..255) as raw 32-bit floats");
  CLI11_PARSE(app, argc, argv);
  try {
    bench(arguments);
  } catch (const shm::Error& error) {
    std::cerr << "alpha-bench: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
