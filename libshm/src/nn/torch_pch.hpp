// SPDX-License-Identifier: MIT
// LibTorch's headers, read once for all sources that need them.
#include <torch/torch.h>
