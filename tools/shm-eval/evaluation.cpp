// SPDX-License-Identifier: MIT
// Measures many pictures, on several threads.

#include "shm-eval/evaluation.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include "common/program.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/trimap.hpp"

namespace shm::tools {
namespace {

/// Clears the pixels of `counted` where `left_out` says so of the map's pixel.
template <typename Predicate>
void leave_out(const MutableImageView& counted, const std::filesystem::path& file,
               const Predicate& left_out) {
  const Image map = read_picture(file, ReadAs::gray);
  if (map.width() != counted.width || map.height() != counted.height)
    throw BadInput(file.string() + " has not the truth's size: it must be " +
                   std::to_string(counted.width) + "x" + std::to_string(counted.height));
  for (int y = 0; y < counted.height; ++y)
    for (int x = 0; x < counted.width; ++x)
      if (left_out(map.view().row(y)[x])) counted.row(y)[x] = 0;
}

/// One picture in memory.
struct Frame {
  Frame(const Sample& sample, const AlphaSource& alpha_of)
      : alpha(alpha_of(sample)),
        truth(read_matte(sample.truth)),
        counted(truth.width(), truth.height(), PixelFormat::gray) {
    const MutableImageView pixels = counted.view();
    std::fill_n(pixels.data, pixels.stride * pixels.height, std::uint8_t(255));
    if (!sample.trimap.empty())
      leave_out(pixels, sample.trimap, [](std::uint8_t value) { return !is_unknown(value); });
    if (!sample.ignored.empty())
      leave_out(pixels, sample.ignored, [](std::uint8_t value) { return value != 0; });
  }

  AlphaAndTruth view() const { return {alpha.view(), truth.view()}; }

  Plane alpha;
  Plane truth;
  Image counted;
};

Metrics measure_after(const std::optional<Frame>& before, const Frame& frame) {
  Metrics metrics = measure(frame.view(), frame.counted);
  if (before) metrics.dtssd = dtssd(frame.view(), before->view(), frame.counted);
  return metrics;
}

/// A run of neighbouring samples, one after the other: what one thread does.
class Run {
 public:
  Run(const std::vector<Sample>& samples, const AlphaSource& alpha_of, bool sequence,
      WorstAlphas& worst, Progress& progress)
      : samples_(samples),
        alpha_of_(alpha_of),
        sequence_(sequence),
        worst_(worst),
        progress_(progress) {}

  void operator()(std::size_t begin, std::size_t end, std::vector<Result>& results) {
    if (sequence_ && begin > 0) read_before(samples_[begin - 1]);
    for (std::size_t i = begin; i < end && !interrupted(); ++i) {
      results[i].error.clear();
      try_measure(i, results[i]);
    }
  }

 private:
  /// A frame that cannot be read is reported by the run that it belongs to.
  void read_before(const Sample& sample) {
    try {
      if (sample.missing.empty()) before_.emplace(sample, alpha_of_);
    } catch (const std::exception&) {
      before_.reset();
    }
  }

  void try_measure(std::size_t index, Result& result) {
    try {
      if (!samples_[index].missing.empty()) throw NotFound(samples_[index].missing);
      Frame frame(samples_[index], alpha_of_);
      result.metrics = measure_after(before_, frame);
      worst_.offer(index, result.metrics, frame.alpha);
      if (sequence_) before_ = std::move(frame);
      progress_.advance();
    } catch (const std::exception& error) {
      before_.reset();
      result.error = error.what();
      progress_.say("error: " + result.name + ": " + result.error);
      progress_.fail();
    }
  }

  const std::vector<Sample>& samples_;
  const AlphaSource& alpha_of_;
  bool sequence_;
  WorstAlphas& worst_;
  Progress& progress_;
  std::optional<Frame> before_;
};

}  // namespace

std::vector<Result> evaluate(const std::vector<Sample>& samples, const AlphaSource& alpha_of,
                             const EvaluationOptions& options, WorstAlphas& worst,
                             Progress& progress) {
  std::vector<Result> results;
  for (const Sample& sample : samples)
    results.push_back({sample.name, {}, "not measured: interrupted"});
  const std::size_t runs = std::min(std::size_t(options.jobs), samples.size());
  const auto work = [&](std::size_t run) {
    Run(samples, alpha_of, options.sequence, worst, progress)(
        samples.size() * run / runs, samples.size() * (run + 1) / runs, results);
  };
  std::vector<std::jthread> threads;
  for (std::size_t run = 1; run < runs; ++run)
    threads.emplace_back(work, run);
  if (runs > 0) work(0);
  threads.clear();
  return results;
}

}  // namespace shm::tools
