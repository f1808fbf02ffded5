// SPDX-License-Identifier: MIT
// Checks the options of a run.

#include <string>

#include "base/check_options.hpp"
#include "base/check_range.hpp"
#include "shm/error.hpp"
#include "shm/trainer.hpp"

namespace shm {
namespace {

void check_positive(const char* name, double value, double high) {
  if (!(value > 0 && value <= high))
    throw InvalidOption(std::string(name) + ": " + text_of(value) + " is not above 0 and up to " +
                        text_of(high));
}

void check_loss(const LossWeights& loss) {
  check_range("loss alpha", loss.alpha, 0, 1000);
  check_range("loss composition", loss.composition, 0, 1000);
  check_range("loss trimap", loss.trimap, 0, 1000);
  check_range("loss laplacian", loss.laplacian, 0, 1000);
  check_range("loss gradient", loss.gradient, 0, 1000);
}

void check_data(const TrainOptions& options) {
  if (options.run.empty()) throw InvalidOption("run: a folder for the run is needed");
  if (options.samples.data.empty()) throw InvalidOption("data: at least one folder is needed");
  for (const DataFolder& folder : options.samples.data)
    check_range("weight of " + folder.folder.string(), folder.weight, 0.001, 1000);
  const int multiple = options.model.size_multiple;
  if (options.samples.patch_size % multiple != 0)
    throw InvalidOption("patch_size: " + std::to_string(options.samples.patch_size) +
                        " is not a multiple of " + std::to_string(multiple));
  check_range("patch_size", options.samples.patch_size, 32, 2048);
  check_range("train_batch", options.batch, 1, 1024);
  check_range("nThreads", options.loader_threads, 0, 256);
  check_range("max-bad", options.samples.max_bad_share, 0, 1);
  check_options(options.samples);
}

void check_length(const TrainOptions& options) {
  check_range("nEpochs", options.epochs, 1, 1e6);
  check_range("max-steps", double(options.max_steps), 0, 1e15);
  check_range("max-minutes", options.max_minutes, 0, 1e9);
  check_range("save_epoch", options.save_every, 1, 1e6);
  check_range("save-steps", double(options.save_steps), 0, 1e15);
  check_range("peer-timeout", options.peer_timeout, 1, 86400);
  check_range("log-every", options.log_every, 1, 1e6);
}

void check_optimizer(const TrainOptions& options) {
  check_positive("lr", options.lr, 1);
  check_positive("lrDecay", options.lr_decay, 1e9);
  check_range("weight-decay", options.weight_decay, 0, 1);
  check_range("warmup", options.warmup, 0, 1e9);
  check_range("clip-grad", options.clip_grad, 0, 1e9);
  check_range("ema", options.ema, 0, 0.999999);
  check_range("encoder-lr-scale", options.encoder_lr_scale, 0, 10);
  check_range("accumulate", options.accumulate, 1, 1024);
  check_option(option_of(&ModelOptions::threads), options.threads);
  if (options.precision == Precision::automatic || options.precision == Precision::int8)
    throw InvalidOption("precision: fp32, bf16 or fp16 is needed for training");
}

}  // namespace

std::string to_string(TrainPhase phase) {
  return phase == TrainPhase::pre_train_t_net ? "pre_train_t_net" : "end_to_end";
}

void TrainOptions::check() const {
  check_data(*this);
  check_length(*this);
  check_optimizer(*this);
  check_loss(loss);
}

void ExportOptions::check() const {
  if (precision == Precision::automatic || precision == Precision::int8)
    throw InvalidOption("precision: fp32, bf16 or fp16 is needed for a model file");
  check_option(option_of(&FrameOptions::size), size);
}

}  // namespace shm
