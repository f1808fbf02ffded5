#pragma once

namespace shm {

/// What is done to a convolution's sums.
enum class Activation { none, relu, relu6 };

}  // namespace shm
