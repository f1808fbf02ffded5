// SPDX-License-Identifier: MIT
// Rows of raw video: samples to floats and back, chroma wider, colours through a matrix.
#include "kernels/cpu/video_rows.hpp"

#include <algorithm>

#include "kernels/cpu/lanes.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm {
namespace {

/// Steps that are known when this is compiled make vectors.
template <typename Work>
SHM_INLINE void with_step(int step, const Work& work) {
  switch (step) {
    case 1: return work(std::integral_constant<int, 1>());
    case 2: return work(std::integral_constant<int, 2>());
    case 4: return work(std::integral_constant<int, 4>());
    case 8: return work(std::integral_constant<int, 8>());
    default: return work(step);
  }
}

}  // namespace

void read_samples(const std::uint8_t* from, int step, std::ptrdiff_t count, float* to) {
  with_step(step, [=](auto known) {
    on_vector_unit([=, out = to]() SHM_IN_EACH {
      float* __restrict values = out;
      for (std::ptrdiff_t i = 0; i < count; ++i)
        values[i] = from[i * known];
    });
  });
}

void read_wide_samples(const std::uint8_t* from, int step, std::ptrdiff_t count, float* to) {
  const auto* words = reinterpret_cast<const std::uint16_t*>(from);
  with_step(step / 2, [=](auto known) {
    on_vector_unit([=, out = to]() SHM_IN_EACH {
      float* __restrict values = out;
      for (std::ptrdiff_t i = 0; i < count; ++i)
        values[i] = words[i * known];
    });
  });
}

void write_samples(const float* from, std::ptrdiff_t count, std::uint8_t* to, int step) {
  with_step(step, [=](auto known) {
    on_vector_unit([=, out = to]() SHM_IN_EACH {
      std::uint8_t* __restrict samples = out;
      for (std::ptrdiff_t i = 0; i < count; ++i)
        store(from[i], samples[i * known]);
    });
  });
}

void write_wide_samples(const float* from, float factor, float most, std::ptrdiff_t count,
                        std::uint8_t* to, int step) {
  auto* words = reinterpret_cast<std::uint16_t*>(to);
  with_step(step / 2, [=](auto known) {
    on_vector_unit([=, out = words]() SHM_IN_EACH {
      std::uint16_t* __restrict samples = out;
      for (std::ptrdiff_t i = 0; i < count; ++i)
        store(std::min(from[i] * factor, most), samples[i * known]);
    });
  });
}

void mix_rows(const float* other, float fraction, std::ptrdiff_t count, float* row) {
  on_vector_unit([=, out = row]() SHM_IN_EACH {
    float* __restrict values = out;
    for (std::ptrdiff_t i = 0; i < count; ++i)
      values[i] += fraction * (other[i] - values[i]);
  });
}

void scale_bytes(const float* factors, float scale, std::ptrdiff_t count, std::uint8_t* bytes) {
  on_vector_unit([=]() SHM_IN_EACH {
    for (std::ptrdiff_t i = 0; i < count; ++i)
      store(factors[i] * scale * float(int(bytes[i])), bytes[i]);
  });
}

void add_rows(const float* other, std::ptrdiff_t count, float* row) {
  on_vector_unit([=, out = row]() SHM_IN_EACH {
    float* __restrict values = out;
    for (std::ptrdiff_t i = 0; i < count; ++i)
      values[i] += other[i];
  });
}

void double_samples(const float* samples, float left, float right, std::ptrdiff_t count,
                    float* to) {
  on_vector_unit([=, out = to]() SHM_IN_EACH {
    float* __restrict pixels = out;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      pixels[2 * i] = samples[i] + left * (samples[i - 1] - samples[i]);
      pixels[2 * i + 1] = samples[i] + right * (samples[i + 1] - samples[i]);
    }
  });
}

void halve_samples(const float* pixels, float before, float second, float scale,
                   std::ptrdiff_t count, float* to) {
  on_vector_unit([=, out = to]() SHM_IN_EACH {
    float* __restrict samples = out;
    for (std::ptrdiff_t i = 0; i < count; ++i)
      samples[i] =
          scale * (pixels[2 * i] + second * pixels[2 * i + 1] + before * pixels[2 * i - 1]);
  });
}

void write_pixels(const std::array<const float*, 3>& channels, const ColorMatrix& matrix,
                  const ColorShifts& shifts, std::ptrdiff_t width, std::uint8_t* pixels) {
  on_vector_unit([=, out = pixels]() SHM_IN_EACH {
    std::uint8_t* __restrict to = out;
    const auto [a, b, c] = channels;
    for (std::ptrdiff_t x = 0; x < width; ++x)
      store_word(
          word_of({matrix_sum(matrix, 0, a[x], b[x], c[x]), matrix_sum(matrix, 1, a[x], b[x], c[x]),
                   matrix_sum(matrix, 2, a[x], b[x], c[x])},
                  shifts),
          to + 4 * x);
  });
}

void read_pixels(const std::uint8_t* pixels, const ColorShifts& shifts, const ColorMatrix& matrix,
                 std::ptrdiff_t width, const std::array<float*, 3>& channels) {
  on_vector_unit([=]() SHM_IN_EACH {
    float* __restrict a = channels[0];
    float* __restrict b = channels[1];
    float* __restrict c = channels[2];
    for (std::ptrdiff_t x = 0; x < width; ++x) {
      const std::uint32_t pixel = load_word(pixels + 4 * x);
      const float red = byte_of(pixel, shifts.red), green = byte_of(pixel, shifts.green),
                  blue = byte_of(pixel, shifts.blue);
      a[x] = matrix_sum(matrix, 0, red, green, blue);
      b[x] = matrix_sum(matrix, 1, red, green, blue);
      c[x] = matrix_sum(matrix, 2, red, green, blue);
    }
  });
}

}  // namespace shm
