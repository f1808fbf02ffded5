// SPDX-License-Identifier: MIT
// A training run from its options to its checkpoints, and a model file from a checkpoint.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "shm/api.hpp"
#include "shm/model.hpp"
#include "shm/precision.hpp"
#include "shm/samples.hpp"

namespace shm {

/// What is learnt: T-Net alone from trimaps, or both networks from alphas.
enum class TrainPhase { pre_train_t_net, end_to_end };
enum class OptimizerKind { adam, adamw };
/// How the learning rate falls from epoch to epoch, from 0 on; `decay` is TrainOptions::lr_decay.
enum class LearningRateDecay {
  keep,         ///< not at all
  step,         ///< lr / 2^((epoch + 1) / decay), whole division
  exponential,  ///< lr * exp(-ln 2 / decay * epoch)
  polynomial,   ///< lr * (1 - epoch / epochs)^0.9
};
/// What a run begins with.
enum class TrainStart {
  fresh,       ///< random weights, or `init`; the run's folder must hold no run
  finetuning,  ///< the weights of the run's last checkpoint, everything else anew
  resume,      ///< the run's last checkpoint, as if it had never been stopped
};

/// What each term of the loss counts. The first three are the original's; `trimap` counts in phase
/// end_to_end, where pre_train_t_net knows nothing else.
struct LossWeights {
  double alpha = 0.5;
  double composition = 0.5;
  double trimap = 0.01;
  double laplacian = 0;  ///< of alpha's Laplacian pyramid, five levels
  double gradient = 0;   ///< of alpha's first differences
};

/// shm/train_options.hpp has the ranges.
struct TrainOptions {
  TrainPhase phase = TrainPhase::end_to_end;
  TrainStart start = TrainStart::fresh;
  std::filesystem::path run;   ///< folder of the run: checkpoints, logs, pictures
  std::filesystem::path init;  ///< weights to begin with, may be a part of them; empty: none
  ModelMetadata model;         ///< the network, and what a frame becomes before it sees it
  /// Keep the architecture of `model` where `init` is a whole model of another: it begins with what
  /// the two have in common.
  bool keep_architecture = false;

  SampleOptions samples;
  DataFolder validation;   ///< folder empty: no validation
  int batch = 8;           ///< samples a step and process
  int loader_threads = 4;  ///< that read and vary samples

  int epochs = 300;
  std::int64_t max_steps = 0;      ///< 0: no limit
  double max_minutes = 0;          ///< of this process; 0: no limit
  int save_every = 1;              ///< epochs between checkpoints that are kept
  std::int64_t save_steps = 1000;  ///< steps between checkpoints within an epoch, 0: none
  int log_every = 10;              ///< steps between lines of metrics.csv

  OptimizerKind optimizer = OptimizerKind::adam;
  double lr = 1e-4;  ///< learning rate
  LearningRateDecay lr_decay_type = LearningRateDecay::keep;
  double lr_decay = 100;  ///< epochs
  double weight_decay = 5e-4;
  int warmup = 0;                  ///< steps in which the rate grows from 0
  double clip_grad = 0;            ///< longest gradient (its 2-norm); 0: any
  double ema = 0;                  ///< decay of the weights' moving average; 0: none, e.g. 0.999
  double encoder_lr_scale = 1;     ///< of the rate for the pretrained encoder
  int accumulate = 1;              ///< batches a step
  bool freeze_batch_norm = false;  ///< its statistics stay as they are
  bool int8_aware = false;  ///< results of layers are rounded as a calibrated model's in int8
  LossWeights loss;

  std::string device = "auto";            ///< auto, cpu, cuda, cuda:N
  int threads = 0;                        ///< that compute on a CPU; 0: one a core
  Precision precision = Precision::fp32;  ///< fp32, bf16 or (on a GPU) fp16; weights stay fp32
  std::uint64_t seed = 1;
  int peer_timeout = 300;  ///< seconds that other processes of the run may be late

  SHM_API void check() const;  ///< throws InvalidOption
};

/// A loss, and what it is made of.
template <typename Value>
struct LossTermsOf {
  Value total{};
  Value trimap{};       ///< L_t of the original
  Value alpha{};        ///< L_alpha
  Value composition{};  ///< L_comp
  Value laplacian{};
  Value gradient{};
};

/// Means over some steps; terms that the phase does not have are 0.
using LossTerms = LossTermsOf<double>;

struct ValidationScores {
  double mad = 0;       ///< mean |alpha - truth| x 1e3
  double mse = 0;       ///< x 1e3
  double grad = 0;      ///< as alphamatting.com has it, mean of a picture
  double iou = 0;       ///< at 0.5, percent
  double accuracy = 0;  ///< pixels whose trimap class is right, percent
};

/// Where a run is after a step.
struct TrainProgress {
  int epoch = 0;  ///< from 1
  int epochs = 0;
  std::int64_t step = 0;   ///< of the whole run, from 1
  std::int64_t steps = 0;  ///< of the whole run
  double lr = 0;
  LossTerms loss;  ///< of this step
  double samples_per_second = 0;
  double seconds_left = 0;
  double waiting = 0;        ///< share of the time spent waiting for samples, 0..1
  std::int64_t skipped = 0;  ///< steps whose loss or gradient was not finite
};

/// What a run tells while it works; empty functions are not called.
struct TrainEvents {
  std::function<void(const TrainProgress&)> step;
  std::function<void(const std::string& line)> say;
  std::function<bool()> stop;  ///< asked after each step: true saves a checkpoint and ends the run
};

struct TrainOutcome {
  int epochs = 0;          ///< finished, of the whole run
  std::int64_t steps = 0;  ///< of the whole run
  std::int64_t skipped = 0;
  std::int64_t bad_samples = 0;
  double waiting = 0;    ///< share of the time spent waiting for samples, 0..1
  bool stopped = false;  ///< by TrainEvents::stop or a limit, before the last epoch's end
  std::filesystem::path checkpoint;
};

/// Trains until the last epoch or a limit. Leaves in options.run: model/ckpt_lastest.safetensors,
/// ckpt_best.safetensors and one of each save_every-th epoch; log.txt, metrics.csv, events/ for
/// TensorBoard, curves.png and validation.png.
/// Where RANK and WORLD_SIZE say that it is one of several processes, they share each batch.
/// Throws InvalidOption, NotFound, BadInput, BadModel, DeviceError, WriteError, Diverged.
SHM_API TrainOutcome train(const TrainOptions& options, const TrainEvents& events);

struct ExportOptions {
  std::filesystem::path checkpoint;
  std::filesystem::path output;
  Precision precision = Precision::fp16;  ///< of the weights in the file
  int size = 0;                           ///< longer side at work; 0: as trained
  std::array<int, 2> good_sizes{};        ///< ModelMetadata::good_sizes; zeros: as trained
  std::string training;  ///< free text for the metadata; empty: made up from the run
  std::string license;

  SHM_API void check() const;  ///< throws InvalidOption
};

/// Writes the model in a checkpoint (its moving average, if it has one) without what only training
/// needs. Throws NotFound, BadModel, WriteError.
SHM_API void export_model(const ExportOptions& options);

}  // namespace shm
