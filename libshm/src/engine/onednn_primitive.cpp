// SPDX-License-Identifier: MIT
// oneDNN's convolution, prepared.
#include "engine/onednn_primitive.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

#include "base/aligned_memory.hpp"
#include "base/machine.hpp"
#include "base/parallel.hpp"
#include "engine/one_open_mp_thread.hpp"
#include "engine/onednn_convolution.hpp"

namespace shm {
namespace {

/// Of an image: from which rows on it is computed, and of which.
struct Band {
  std::int64_t image, to, from;
  BandSize size;
};

Band band(const ConvolutionShape& shape, std::int64_t image, std::int64_t to, std::int64_t rows) {
  const std::int64_t first = to * shape.stride - shape.padding;
  const std::int64_t end = (to + rows - 1) * shape.stride - shape.padding + shape.kernel;
  const std::int64_t from = std::max<std::int64_t>(first, 0);
  const std::int64_t from_end = std::min(end, shape.height);
  return {image, to, from, {rows, from_end - from, from - first, end - from_end}};
}

/// Several images are bands enough; of one each core gets two, so that a thread that is held up
/// leaves its second to the others. They do not depend on the number of threads in use, which may
/// change from frame to frame.
std::vector<Band> bands_of(const ConvolutionShape& shape) {
  constexpr std::int64_t least_rows = 4, bands_a_core = 2;
  static const int cores = usable_cores();
  const std::int64_t rows = shape.out_height();
  const std::int64_t most = cores == 1 || shape.images > 1 ? 1 : bands_a_core * cores;
  const std::int64_t parts = std::clamp<std::int64_t>(rows / least_rows, 1, most);
  const std::int64_t height = (rows + parts - 1) / parts;
  std::vector<Band> bands;
  for (std::int64_t image = 0; image < shape.images; ++image)
    for (std::int64_t row = 0; row < rows; row += height)
      bands.push_back(band(shape, image, row, std::min(height, rows - row)));
  return bands;
}

/// What primitives write to while they run: each thread has its own, as large as any asks for, so
/// that it is made once.
class Scratchpad {
 public:
  static void reserve(std::size_t bytes) {
    std::size_t most = wanted();
    while (most < bytes && !wanted().compare_exchange_weak(most, bytes)) {
    }
  }

  static std::byte* of_this_thread() {
    thread_local Scratch memory;
    return memory.take(wanted());
  }

 private:
  static std::atomic<std::size_t>& wanted() {
    static std::atomic<std::size_t> bytes = 0;
    return bytes;
  }
};

/// As far as ONEDNN_MAX_CPU_ISA allows.
bool processor_has(dnnl_cpu_isa_t wanted) {
  const auto best = unsigned(dnnl::get_effective_cpu_isa());
  return (best & unsigned(wanted)) == unsigned(wanted);
}

}  // namespace

bool processor_computes_int8() {
  return processor_has(dnnl_cpu_isa_avx2);
}

bool processor_computes_bf16() {
  return processor_has(dnnl_cpu_isa_avx512_core_bf16);
}

int largest_int8_weight() {
  const bool vnni =
      processor_has(dnnl_cpu_isa_avx512_core_vnni) || processor_has(dnnl_cpu_isa_avx2_vnni);
  return vnni ? 127 : 63;
}

/// A band with arguments of its own, so that it runs beside the others.
class ConvolutionPrimitive::BandRun {
 public:
  BandRun(std::shared_ptr<const BandConvolution> convolution, std::int64_t from, std::int64_t to)
      : from_begin_(from),
        to_begin_(to),
        convolution_(std::move(convolution)),
        stream_(onednn_cpu()),
        from_(convolution_->description.src_desc(), onednn_cpu(), nullptr),
        to_(convolution_->description.dst_desc(), onednn_cpu(), nullptr),
        scratchpad_(convolution_->description.scratchpad_desc(), onednn_cpu(), nullptr),
        arguments_{{{DNNL_ARG_SRC, from_.get()},
                    {DNNL_ARG_WEIGHTS, convolution_->weight.get()},
                    {DNNL_ARG_BIAS, convolution_->bias.get()},
                    {DNNL_ARG_DST, to_.get()},
                    {DNNL_ARG_SCRATCHPAD, scratchpad_.get()}}} {
    Scratchpad::reserve(convolution_->description.scratchpad_desc().get_size());
  }

  /// By the C interface: that of C++ makes a table of the arguments at each call.
  void run(const std::byte* from, std::byte* to) {
    const OneOpenMpThread one;
    from_.set_data_handle(const_cast<std::byte*>(from + from_begin_));  // oneDNN knows no const
    to_.set_data_handle(to + to_begin_);
    scratchpad_.set_data_handle(Scratchpad::of_this_thread());
    dnnl::error::wrap_c_api(dnnl_primitive_execute(convolution_->primitive.get(), stream_.get(),
                                                   int(arguments_.size()), arguments_.data()),
                            "oneDNN could not run a convolution");
  }

 private:
  std::int64_t from_begin_, to_begin_;  ///< bytes
  std::shared_ptr<const BandConvolution> convolution_;
  dnnl::stream stream_;
  dnnl::memory from_, to_, scratchpad_;
  std::array<dnnl_exec_arg_t, 5> arguments_;
};

ConvolutionPrimitive::ConvolutionPrimitive(const Convolution& what) {
  const OneOpenMpThread one;
  const ConvolutionShape& shape = what.shape;
  const std::int64_t from_row = shape.width * shape.in * bytes_of(what.numbers.from);
  const std::int64_t to_row = shape.out_width() * shape.out * bytes_of(what.numbers.to);
  for (const Band& band : bands_of(shape))
    bands_.emplace_back(band_convolution(what, band.size),
                        (band.image * shape.height + band.from) * from_row,
                        (band.image * shape.out_height() + band.to) * to_row);
}

ConvolutionPrimitive::~ConvolutionPrimitive() = default;
ConvolutionPrimitive::ConvolutionPrimitive(ConvolutionPrimitive&&) noexcept = default;
ConvolutionPrimitive& ConvolutionPrimitive::operator=(ConvolutionPrimitive&&) noexcept = default;

void ConvolutionPrimitive::run(const void* from, void* to) {
  in_turn(std::int64_t(bands_.size()), threads_in_use(), [&](std::int64_t i) {
    bands_[std::size_t(i)].run(static_cast<const std::byte*>(from), static_cast<std::byte*>(to));
  });
}

}  // namespace shm
