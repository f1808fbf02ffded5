// SPDX-License-Identifier: MIT
// What training makes small: losses of trimaps and alphas.
#pragma once

#include <torch/types.h>

#include "shm/classes.hpp"

namespace shm {

/// Mean cross entropy of T-Net's logits.
///   logits N x 3 x H x W, classes in `order`
///   labels N x H x W, int64, values of TrimapClass
torch::Tensor trimap_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                          const ClassOrder& order);

/// mean sqrt((alpha - truth)^2 + 1e-6), both N x 1 x H x W.
/// Chen et al., Semantic Human Matting, 2018, section 3.4, as the original program has it.
torch::Tensor alpha_loss(const torch::Tensor& alpha, const torch::Tensor& truth);

/// mean sqrt((truth * image - alpha * image)^2 + 1e-6); image N x 3 x H x W as the network sees it.
torch::Tensor composition_loss(const torch::Tensor& alpha, const torch::Tensor& truth,
                               const torch::Tensor& image);

/// Sum over levels i of 2^i * mean |difference of the Laplacian pyramids|, i = 0..4.
/// Hou and Liu, Context-Aware Image Matting, 2019, equation 4.
torch::Tensor laplacian_loss(const torch::Tensor& alpha, const torch::Tensor& truth);

/// mean |difference of first differences|, in x and in y.
torch::Tensor gradient_loss(const torch::Tensor& alpha, const torch::Tensor& truth);

}  // namespace shm
