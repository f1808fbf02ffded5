#pragma once

#include <vector>

#include <torch/nn.h>

#include "infer/convolution.hpp"

namespace shm {

ConvolutionSpec spec_of(const torch::nn::Conv2dImpl& conv);

/// The convolutions of a sequence, in order, each with the batch norm (in evaluation mode) and the
/// activation that follow it made part of it. An Upsample is left to the caller. Throws BadModel
/// for any other kind of module.
std::vector<ConvolutionSpec> fold(const torch::nn::SequentialImpl& sequence);

/// A sequence that holds one convolution.
ConvolutionSpec fold_one(const torch::nn::SequentialImpl& sequence);

/// The same convolution, told what it will be given and what its result will be added to.
ConvolutionSpec taking(ConvolutionSpec spec, Levels in, Levels sum = {});

/// The same, of a network's last convolution.
ConvolutionSpec answering(ConvolutionSpec spec, Levels in);

}  // namespace shm
