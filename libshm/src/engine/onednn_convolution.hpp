// SPDX-License-Identifier: MIT
// A convolution over a band of rows, made ready by oneDNN; equal ones stand once in a process.
#pragma once

#include <cstdint>
#include <memory>

#include <oneapi/dnnl/dnnl.hpp>

#include "engine/onednn_primitive.hpp"

namespace shm {

const dnnl::engine& onednn_cpu();

/// Rows of a result, and those that they are computed from, between rows of zeros.
struct BandSize {
  std::int64_t to_rows, from_rows, above, below;

  bool operator==(const BandSize&) const = default;
};

/// Does not change once it is made: threads and networks may use it at once.
struct BandConvolution {
  Convolution what;
  BandSize size;
  dnnl::convolution_forward::primitive_desc description;
  dnnl::convolution_forward primitive;
  dnnl::memory weight, bias;  ///< in the layout and the numbers that it asks for
};

/// A new one, or the equal one that somebody holds. From any thread; throws std::exception.
std::shared_ptr<const BandConvolution> band_convolution(const Convolution& what,
                                                        const BandSize& size);

}  // namespace shm
