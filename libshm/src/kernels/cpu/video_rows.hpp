// SPDX-License-Identifier: MIT
// Rows of raw video: samples to floats and back, chroma wider, colours through a matrix.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "kernels/pixel/color_matrix.hpp"
#include "kernels/pixel/pixel_word.hpp"

namespace shm {

/// Samples `step` bytes apart: bytes, or words of 16 bits.
void read_samples(const std::uint8_t* from, int step, std::ptrdiff_t count, float* to);
void read_wide_samples(const std::uint8_t* from, int step, std::ptrdiff_t count, float* to);
/// Rounded, 0 to 255.
void write_samples(const float* from, std::ptrdiff_t count, std::uint8_t* to, int step);
/// The same of words of 16 bits: `factor` times each, 0 to `most`.
void write_wide_samples(const float* from, float factor, float most, std::ptrdiff_t count,
                        std::uint8_t* to, int step);

/// Moves `row` towards `other` by the fraction.
void mix_rows(const float* other, float fraction, std::ptrdiff_t count, float* row);
/// bytes *= factors * scale, rounded.
void scale_bytes(const float* factors, float scale, std::ptrdiff_t count, std::uint8_t* bytes);
void add_rows(const float* other, std::ptrdiff_t count, float* row);

/// Two pixels of each sample: by `left` towards the sample before it, by `right` towards the one
/// after it, which are there at both ends, too.
void double_samples(const float* samples, float left, float right, std::ptrdiff_t count, float* to);
/// One sample of two pixels each: `scale` times the first, the second's share, and that of the
/// pixel before both, which is there.
void halve_samples(const float* pixels, float before, float second, float scale,
                   std::ptrdiff_t count, float* to);

void write_pixels(const std::array<const float*, 3>& channels, const ColorMatrix& matrix,
                  const ColorShifts& shifts, std::ptrdiff_t width, std::uint8_t* pixels);
void read_pixels(const std::uint8_t* pixels, const ColorShifts& shifts, const ColorMatrix& matrix,
                 std::ptrdiff_t width, const std::array<float*, 3>& channels);

}  // namespace shm
