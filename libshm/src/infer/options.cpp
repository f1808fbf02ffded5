#include <string>

#include "base/check_range.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"

namespace shm {
namespace {

void check_threads(int threads) {
  if (threads < 0 || threads > 1024)
    throw InvalidOption("threads: " + std::to_string(threads) + " is not in 0..1024");
}

}  // namespace

Precision parse_precision(const std::string& text) {
  for (const Precision precision :
       {Precision::automatic, Precision::fp32, Precision::bf16, Precision::fp16, Precision::int8})
    if (to_string(precision) == text) return precision;
  throw InvalidOption("precision: \"" + text + "\" is not auto, fp32, bf16, fp16 or int8");
}

std::string to_string(Precision precision) {
  switch (precision) {
    case Precision::automatic: return "auto";
    case Precision::fp32: return "fp32";
    case Precision::bf16: return "bf16";
    case Precision::fp16: return "fp16";
    case Precision::int8: return "int8";
  }
  return "unknown";
}

void MatterOptions::check() const {
  if (model.empty()) throw InvalidOption("model: is empty; name a model file, or \"default\"");
  check_threads(threads);
}

void MatteOptions::check() const {
  if (size != 0 && (size < 64 || size > 4096))
    throw InvalidOption("size: " + std::to_string(size) + " is neither 0 nor in 64..4096");
  check_range("edge-refine", edge_refine, 0, 1);
  check_range("temporal", temporal, 0, 1);
  check_range("black-point", black_point, 0, highest_black_point);
  check_range("white-point", white_point, lowest_white_point, 1);
  if (interval < 1 || interval > longest_interval)
    throw InvalidOption("interval: " + std::to_string(interval) + " is not in 1.." +
                        std::to_string(longest_interval));
  check_threads(threads);
}

}  // namespace shm
