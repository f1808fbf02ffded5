// SPDX-License-Identifier: MIT
// What can be set of a training run, one row an option. Names of the original program stay as it
// had them.
#pragma once

#include <array>
#include <tuple>

#include "shm/options.hpp"
#include "shm/trainer.hpp"

namespace shm {

template <>
inline constexpr std::array choices<TrainPhase> = {
    Choice<TrainPhase>{TrainPhase::pre_train_t_net, "pre_train_t_net", "T-Net alone"},
    Choice<TrainPhase>{TrainPhase::end_to_end, "end_to_end", "Both networks"},
};

template <>
inline constexpr std::array choices<LearningRateDecay> = {
    Choice<LearningRateDecay>{LearningRateDecay::keep, "keep", "Not at all"},
    Choice<LearningRateDecay>{LearningRateDecay::step, "step", "Halved every lrDecay epochs"},
    Choice<LearningRateDecay>{LearningRateDecay::exponential, "exp",
                              "Smoothly, by half in lrDecay epochs"},
    Choice<LearningRateDecay>{LearningRateDecay::polynomial, "poly",
                              "To 0 at the run's end: (1 - epoch / nEpochs)^0.9"},
};

template <>
inline constexpr std::array choices<OptimizerKind> = {
    Choice<OptimizerKind>{OptimizerKind::adam, "adam", "Weight decay in the gradient"},
    Choice<OptimizerKind>{OptimizerKind::adamw, "adamw", "Weight decay apart"},
};

template <>
inline constexpr std::array choices<AugmentationLevel> = {
    Choice<AugmentationLevel>{AugmentationLevel::none, "none", "Not at all"},
    Choice<AugmentationLevel>{AugmentationLevel::original, "original",
                              "As the original program does: scale, patch, mirrored"},
    Choice<AugmentationLevel>{AugmentationLevel::webcam, "webcam",
                              "As webcams do: also rotation, light, colour, blur, noise, JPEG, new "
                              "backgrounds, more people"},
};

template <>
inline constexpr std::array choices<TrimapOrigin> = {
    Choice<TrimapOrigin>{TrimapOrigin::computed, "computed", "From alpha, with a random width"},
    Choice<TrimapOrigin>{TrimapOrigin::read, "read", "Of trimap/"},
};

/// A chance that samples of AugmentationLevel::webcam are varied so.
constexpr Option<SampleOptions, double> chance_option(double SampleOptions::*field,
                                                      const char* name, const char* blurb) {
  return {field, {.name = name, .blurb = blurb, .group = "Data", .most = 1}};
}

template <>
inline constexpr auto options<SampleOptions> = std::tuple{
    Option{&SampleOptions::backgrounds,
           {.name = "backgrounds",
            .blurb = "Folders of pictures without people, for cut-outs and new backgrounds; one "
                     "that is named twice is drawn from twice as often",
            .group = "Data"}},
    Option{&SampleOptions::patch_size,
           {.name = "patch_size",
            .alias = "patch-size",
            .blurb = "Side of a sample",
            .group = "Data",
            .unit = "pixels",
            .least = 32,
            .most = 2048}},
    Option{&SampleOptions::augmentation,
           {.name = "augment", .blurb = "How samples are varied", .group = "Data"}},
    Option{&SampleOptions::trimaps,
           {.name = "trimaps", .blurb = "Where trimaps come from", .group = "Data"}},
    chance_option(&SampleOptions::crowd, "crowd",
                  "Chance of one more person behind one cut out; again for the next, up to three"),
    chance_option(&SampleOptions::distant, "distant",
                  "Chance that a person cut out is far off: 8 to 50 % of the height, whole, "
                  "anywhere"),
    chance_option(&SampleOptions::strands, "strands",
                  "Chance that a person cut out has loose hair: curves drawn out of the head in "
                  "its colour, with the alpha that they cover"),
    chance_option(&SampleOptions::tint, "tint",
                  "Chance that the light is coloured, as of LED strips and screens"),
    chance_option(&SampleOptions::defocus, "defocus",
                  "Chance that the lens is out of focus: every point a disc of up to a "
                  "thirty-sixth of the sample's side, alpha as well"),
    Option{&SampleOptions::max_bad_share,
           {.name = "max-bad",
            .blurb = "Share of an epoch's samples that may be unusable",
            .group = "Data",
            .most = 1}},
};

template <>
inline constexpr auto options<TrainOptions> = std::tuple{
    Option{&TrainOptions::batch,
           {.name = "train_batch",
            .alias = "train-batch",
            .blurb = "Samples a step and process",
            .group = "Data",
            .least = 1,
            .most = 1024}},
    Option{&TrainOptions::loader_threads,
           {.name = "nThreads",
            .alias = "n-threads",
            .blurb = "Threads that make samples",
            .group = "Data",
            .most = 256}},
    Option{
        &TrainOptions::phase,
        {.name = "train_phase", .alias = "train-phase", .blurb = "What is learnt", .group = "Run"}},
    Option{&TrainOptions::init,
           {.name = "init", .blurb = "Model file to begin with, whole or in part", .group = "Run"}},
    Option{&TrainOptions::seed,
           {.name = "seed", .blurb = "Decides all that is random", .group = "Run"}},
    Option{&TrainOptions::peer_timeout,
           {.name = "peer-timeout",
            .blurb = "How late other processes of the run may be",
            .group = "Run",
            .unit = "seconds",
            .least = 1,
            .most = 86400}},
    Option{&TrainOptions::epochs,
           {.name = "nEpochs",
            .alias = "n-epochs",
            .blurb = "Length of the run",
            .group = "Length",
            .unit = "epochs",
            .least = 1,
            .most = 1e6}},
    Option{&TrainOptions::max_steps,
           {.name = "max-steps",
            .blurb = "Limit of the whole run; 0: none",
            .group = "Length",
            .unit = "steps",
            .most = 1e15}},
    Option{&TrainOptions::max_minutes,
           {.name = "max-minutes",
            .blurb = "Limit of this process; 0: none",
            .group = "Length",
            .unit = "minutes",
            .most = 1e9}},
    Option{&TrainOptions::save_every,
           {.name = "save_epoch",
            .alias = "save-epoch",
            .blurb = "How often a checkpoint is kept",
            .group = "Length",
            .unit = "epochs",
            .least = 1,
            .most = 1e6}},
    Option{&TrainOptions::save_steps,
           {.name = "save-steps",
            .blurb = "How often a checkpoint is saved within an epoch; 0: never",
            .group = "Length",
            .unit = "steps",
            .most = 1e15}},
    Option{&TrainOptions::log_every,
           {.name = "log-every",
            .blurb = "How often metrics.csv gets a line",
            .group = "Length",
            .unit = "steps",
            .least = 1,
            .most = 1e6}},
    Option{
        &TrainOptions::lr,
        {.name = "lr", .blurb = "Learning rate", .group = "Optimiser", .most = 1, .above = true}},
    Option{&TrainOptions::lr_decay_type,
           {.name = "lrdecayType",
            .alias = "lr-decay-type",
            .blurb = "How the learning rate falls",
            .group = "Optimiser"}},
    Option{&TrainOptions::lr_decay,
           {.name = "lrDecay",
            .alias = "lr-decay",
            .blurb = "Of step and exp",
            .group = "Optimiser",
            .unit = "epochs",
            .most = 1e9,
            .above = true}},
    Option{&TrainOptions::optimizer,
           {.name = "optimizer", .blurb = "Kind of optimiser", .group = "Optimiser"}},
    Option{&TrainOptions::weight_decay,
           {.name = "weight-decay", .blurb = "Weight decay", .group = "Optimiser", .most = 1}},
    Option{&TrainOptions::warmup,
           {.name = "warmup",
            .blurb = "While the learning rate grows from 0",
            .group = "Optimiser",
            .unit = "steps",
            .most = 1e9}},
    Option{&TrainOptions::clip_grad,
           {.name = "clip-grad",
            .blurb = "Longest gradient (its 2-norm); 0: any",
            .group = "Optimiser",
            .most = 1e9}},
    Option{&TrainOptions::ema,
           {.name = "ema",
            .blurb = "Decay of a moving average of the weights, 0.999 say; 0: none",
            .group = "Optimiser",
            .most = 0.999999}},
    Option{&TrainOptions::encoder_lr_scale,
           {.name = "encoder-lr-scale",
            .blurb = "Of the learning rate, for T-Net's encoder",
            .group = "Optimiser",
            .most = 10}},
    Option{&TrainOptions::accumulate,
           {.name = "accumulate",
            .blurb = "Batches a step",
            .group = "Optimiser",
            .least = 1,
            .most = 1024}},
    Option{&TrainOptions::freeze_batch_norm,
           {.name = "freeze-batch-norm",
            .blurb = "Keep batch-norm statistics as they are",
            .group = "Optimiser"}},
    Option{&TrainOptions::int8_aware,
           {.name = "int8-aware",
            .blurb = "Round what layers give as int8 does, so that it costs less quality; begins "
                     "with a calibrated model",
            .group = "Network"}},
    Option{&TrainOptions::device,
           {.name = "device", .blurb = option_of(&ModelOptions::device).blurb, .group = "Network"}},
    Option{&TrainOptions::threads,
           {.name = "threads",
            .blurb = "CPU threads that compute; 0: one a core",
            .group = "Network",
            .most = option_of(&ModelOptions::threads).most}},
};

constexpr Option<LossWeights, double> loss_option(double LossWeights::*field, const char* name,
                                                  const char* blurb) {
  return {field, {.name = name, .blurb = blurb, .most = 1000, .offered = Offered::by_library}};
}

template <>
inline constexpr auto options<LossWeights> = std::tuple{
    loss_option(&LossWeights::alpha, "alpha", "Of alpha, as the original has it"),
    loss_option(&LossWeights::composition, "composition",
                "Of what alpha makes of the picture, as the original has it"),
    loss_option(&LossWeights::trimap, "trimap",
                "Of T-Net's trimap in end_to_end; pre_train_t_net knows nothing else"),
    loss_option(&LossWeights::laplacian, "laplacian", "Of alpha's Laplacian pyramid, five levels"),
    loss_option(&LossWeights::gradient, "gradient", "Of alpha's first differences"),
};

template <>
inline constexpr auto options<ExportOptions> = std::tuple{
    Option{&ExportOptions::size,
           {.name = "size",
            .blurb = "Longer side at work; 0: as trained",
            .unit = "pixels",
            .least = ModelMetadata::least_size,
            .most = ModelMetadata::largest_size,
            .or_zero = true}},
    Option{&ExportOptions::good_sizes,
           {.name = "good-sizes",
            .blurb = "Least and most of the longer sides at which it finds people well; outside of "
                     "them users are warned"}},
    Option{&ExportOptions::training,
           {.name = "training", .blurb = "What the model says of its training"}},
    Option{&ExportOptions::license,
           {.name = "license", .blurb = "What the model says of its licence"}},
};

}  // namespace shm
