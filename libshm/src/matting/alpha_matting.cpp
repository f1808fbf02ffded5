// SPDX-License-Identifier: MIT
// The door to the methods: checks, reads and answers.

#include "shm/alpha_matting.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "base/check_options.hpp"
#include "base/machine.hpp"
#include "base/parallel.hpp"
#include "image/size_text.hpp"
#include "matting/methods.hpp"
#include "matting/problem.hpp"
#include "shm/error.hpp"
#include "shm/matting_options.hpp"
#include "shm/trimap.hpp"

namespace shm {
namespace {

std::uint8_t read_trimap(std::uint8_t value) {
  return is_background(value)   ? trimap_background
         : is_foreground(value) ? trimap_foreground
                                : trimap_unknown;
}

void check_size(const char* what, int width, int height, const ImageView& image) {
  if (width != image.width || height != image.height)
    throw BadInput(std::string(what) + " is " + size_text(width, height) + ", the picture " +
                   size_text(image.width, image.height) + ": give both the same size");
}

void check_input(const ImageView& image, const ImageView& trimap) {
  if (image.width < 1 || image.height < 1) throw BadInput("picture for matting: it is empty");
  if (trimap.format != PixelFormat::gray)
    throw BadInput("trimap for matting: give one channel (gray)");
  check_size("trimap for matting", trimap.width, trimap.height, image);
}

MattingProblem read_problem(const ImageView& image, const ImageView& trimap, int threads) {
  MattingProblem problem{image.width, image.height, {}, {}, threads};
  const PixelLayout layout = layout_of(image.format);
  const auto width = std::size_t(image.width);
  problem.colors.resize(width * std::size_t(image.height));
  problem.trimap.resize(problem.colors.size());
  const auto read_row = [&](std::size_t y) {
    for (std::size_t x = 0; x < width; ++x) {
      const std::uint8_t* pixel = image.row(int(y)) + x * std::size_t(layout.bytes);
      problem.colors[y * width + x] = {pixel[layout.red], pixel[layout.green], pixel[layout.blue]};
      problem.trimap[y * width + x] = read_trimap(trimap.row(int(y))[x]);
    }
  };
  each_in_parallel(std::size_t(image.height), threads, read_row);
  return problem;
}

/// What the equations come to where the trimap leaves no choice.
struct Plain {
  std::string note;
  std::uint8_t unknown_as;
};

/// Pixels of the trimap.
struct Counts {
  std::size_t unknown, foreground, background;
};

Counts count(const MattingProblem& problem) {
  std::atomic<std::size_t> unknown = 0, foreground = 0;
  each_in_parallel(std::size_t(problem.height), problem.threads, [&](std::size_t y) {
    const std::uint8_t* row = problem.trimap.data() + y * std::size_t(problem.width);
    int unknown_here = 0, foreground_here = 0;
    for (int x = 0; x < problem.width; ++x) {
      unknown_here += int(row[x] == trimap_unknown);
      foreground_here += int(row[x] == trimap_foreground);
    }
    unknown += std::size_t(unknown_here);
    foreground += std::size_t(foreground_here);
  });
  return {unknown, foreground, problem.size() - unknown - foreground};
}

Plain plain_answer(const Counts& counts) {
  if (counts.unknown == 0) return {"the trimap leaves nothing unknown", trimap_background};
  if (counts.foreground == 0) return {"the trimap has no foreground", trimap_background};
  if (counts.background == 0) return {"the trimap has no background", trimap_foreground};
  return {};
}

LargeVector<float> filled(const MattingProblem& problem, std::uint8_t unknown_as) {
  LargeVector<float> alpha;
  alpha.reserve(problem.size());
  for (const std::uint8_t value : problem.trimap)
    alpha.push_back((value == trimap_unknown ? unknown_as : value) == trimap_foreground ? 1.F
                                                                                        : 0.F);
  return alpha;
}

struct Answer {
  MattingReport report;
  LargeVector<float> alpha;
};

int threads_of(const AlphaOptions& options) {
  return options.threads > 0 ? options.threads : usable_cores();
}

Answer answer(const ImageView& image, const ImageView& trimap, const AlphaOptions& options) {
  options.check();
  check_input(image, trimap);
  const MattingProblem problem = read_problem(image, trimap, threads_of(options));
  MattingReport report;
  const Counts counts = count(problem);
  report.unknown = counts.unknown;
  const Plain plain = plain_answer(counts);
  report.note = plain.note;
  if (!plain.note.empty()) return {report, filled(problem, plain.unknown_as)};
  MattingSolution solution = method_of(options.method).solve(problem, options);
  report.iterations = solution.iterations;
  return {report, std::move(solution.alpha)};
}

template <typename View, typename Convert>
void write(const LargeVector<float>& alpha, int threads, const View& target,
           const Convert& convert) {
  each_in_parallel(std::size_t(target.height), threads, [&](std::size_t y) {
    const float* from = alpha.data() + y * std::size_t(target.width);
    for (int x = 0; x < target.width; ++x)
      target.row(int(y))[x] = convert(std::clamp(from[x], 0.F, 1.F));
  });
}

}  // namespace

void AlphaOptions::check() const {
  check_options(*this);
}

MattingReport estimate_alpha(const ImageView& image, const ImageView& trimap,
                             const AlphaOptions& options, const MutableImageView& alpha) {
  if (alpha.format != PixelFormat::gray) throw BadInput("alpha: give one channel (gray)");
  check_size("alpha", alpha.width, alpha.height, image);
  const Answer found = answer(image, trimap, options);
  write(found.alpha, threads_of(options), alpha,
        [](float value) { return std::uint8_t(std::lround(value * 255)); });
  return found.report;
}

MattingReport estimate_alpha(const ImageView& image, const ImageView& trimap,
                             const AlphaOptions& options, const MutablePlaneView& alpha) {
  check_size("alpha", alpha.width, alpha.height, image);
  const Answer found = answer(image, trimap, options);
  write(found.alpha, threads_of(options), alpha, [](float value) { return value; });
  return found.report;
}

}  // namespace shm
