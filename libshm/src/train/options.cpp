// SPDX-License-Identifier: MIT
// Checks the options of a run.

#include <string>

#include "base/check_options.hpp"
#include "shm/error.hpp"
#include "shm/train_options.hpp"

namespace shm {
namespace {

void check_loss(const LossWeights& loss) {
  for_each_option<LossWeights>([&](const auto& term) {
    check_range(std::string("loss ") + term.name, loss.*term.field, term);
  });
}

void check_data(const TrainOptions& options) {
  if (options.run.empty()) throw InvalidOption("run: a folder for the run is needed");
  if (options.samples.data.empty()) throw InvalidOption("data: at least one folder is needed");
  for (const DataFolder& folder : options.samples.data)
    check_range("weight of " + folder.folder.string(), folder.weight,
                {.least = 0.001, .most = 1000});
  const int multiple = options.model.size_multiple;
  if (options.samples.patch_size % multiple != 0)
    throw InvalidOption("patch_size: " + std::to_string(options.samples.patch_size) +
                        " is not a multiple of " + std::to_string(multiple));
}

/// What weights are kept in, and a network learns with.
void check_precision(Precision precision, const std::string& what_for) {
  if (precision == Precision::automatic || precision == Precision::int8)
    throw InvalidOption("precision: fp32, bf16 or fp16 is needed for " + what_for);
}

}  // namespace

void TrainOptions::check() const {
  check_data(*this);
  check_options(samples);
  check_options(*this);
  check_precision(precision, "training");
  check_loss(loss);
}

void ExportOptions::check() const {
  check_precision(precision, "a model file");
  check_options(*this);
}

}  // namespace shm
