#include "kernels/cpu/live.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <opencv2/core/utility.hpp>
#include <utility>

#include "kernels/cpu/tap.hpp"

namespace shm {
namespace {

constexpr std::int64_t colours = 3;
constexpr std::int64_t classes = 3;
constexpr std::int64_t features = seen_features;

/// e^x for x <= 0, to 2e-7 of its value: 2^whole times a polynomial of the rest, after Cephes.
SHM_INLINE float exp_of_negative(float x) {
  constexpr float log2_e = 1.44269504F;
  constexpr float ln2_high = 0.693359375F;
  constexpr float ln2_low = -2.12194440e-4F;
  const float bounded = std::max(x, -80.0F);
  const float shifted = bounded * log2_e + rounding;
  const float whole = shifted - rounding;
  const float r = bounded - whole * ln2_high - whole * ln2_low;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1;
  const std::uint32_t exponent = (std::bit_cast<std::uint32_t>(shifted) + 127U) << 23;
  return p * std::bit_cast<float>(exponent);
}

SHM_INLINE std::array<float, classes> softmax_of(float a, float b, float c) {
  const float highest = std::max(a, std::max(b, c));
  const float ea = exp_of_negative(a - highest);
  const float eb = exp_of_negative(b - highest);
  const float ec = exp_of_negative(c - highest);
  const float share = 1 / (ea + eb + ec);
  return {ea * share, eb * share, ec * share};
}

template <typename T>
SHM_INLINE void halved(const Picture& picture, float gain, T* half, Rows rows) {
  const std::int64_t width = picture.width / 2;
  cv::AutoBuffer<float, 2048> line(std::size_t(width * colours));
  for (std::int64_t y = rows.begin; y < rows.end; ++y) {
    const float* upper = picture.pixels + 2 * y * picture.width * colours;
    const float* lower = upper + picture.width * colours;
    for (std::int64_t x = 0; x < width; ++x)
      for (std::int64_t c = 0; c < colours; ++c) {
        const std::int64_t left = 2 * x * colours + c;
        const std::int64_t right = left + colours;
        line[std::size_t(x * colours + c)] =
            (upper[left] + upper[right] + lower[left] + lower[right]) * (gain / 4);
      }
    store_all(line.data(), width * colours, half + y * width * colours);
  }
}

/// A row of logits, enlarged by 4 along the row: three lines of `width`.
SHM_INLINE void stretch(const float* row, std::int64_t width, float* lines) {
  for (std::int64_t x = 0; x < width; ++x) {
    const Tap at = tap(x, 4, width / 4);
    for (std::int64_t c = 0; c < classes; ++c)
      lines[c * width + x] =
          mixed(row[at.before * classes + c], row[at.after * classes + c], at.fraction);
  }
}

/// Softmax of what lies between two stretched rows, into a row of each plane.
SHM_INLINE void soften(const float* upper, const float* lower, float fraction, std::int64_t width,
                       float* __restrict first, float* __restrict second, float* __restrict third) {
  for (std::int64_t x = 0; x < width; ++x) {
    const auto shares = softmax_of(mixed(upper[x], lower[x], fraction),
                                   mixed(upper[width + x], lower[width + x], fraction),
                                   mixed(upper[2 * width + x], lower[2 * width + x], fraction));
    first[x] = shares[0];
    second[x] = shares[1];
    third[x] = shares[2];
  }
}

/// Between two rows of what T-Net says: cells `begin` to `end` of `width`, into a line that begins
/// with the first of them.
template <std::int64_t channels, typename T>
SHM_INLINE void mix_rows(const T* cells, const Tap& at, std::int64_t width, std::int64_t begin,
                         std::int64_t end, float* __restrict line) {
  const T* upper = cells + (at.before * width + begin) * channels;
  const T* lower = cells + (at.after * width + begin) * channels;
  for (std::int64_t i = 0; i < (end - begin) * channels; ++i)
    line[i] = mixed(to_float(upper[i]), to_float(lower[i]), at.fraction);
}

/// Two pixels of either row, colour by colour.
SHM_INLINE void see_cell(const float* upper, const float* lower, float gain, float* __restrict to) {
  for (std::int64_t c = 0; c < colours; ++c, to += 4) {
    to[0] = gain * upper[c];
    to[1] = gain * upper[c + colours];
    to[2] = gain * lower[c];
    to[3] = gain * lower[c + colours];
  }
}

using Lanes __attribute__((vector_size(8 * sizeof(float)))) = float;

/// The same, where there are two more floats in either row and four more at `to`.
SHM_INLINE void see_inner_cell(const float* upper, const float* lower, float gain, float* to) {
  Lanes above, below;
  std::memcpy(&above, upper, sizeof above);
  std::memcpy(&below, lower, sizeof below);
  above *= gain;
  below *= gain;
  const Lanes first = __builtin_shufflevector(above, below, 0, 3, 8, 11, 1, 4, 9, 12);
  const Lanes second = __builtin_shufflevector(above, below, 2, 5, 10, 13, 2, 5, 10, 13);
  std::memcpy(to, &first, sizeof first);
  std::memcpy(to + 8, &second, sizeof second);
}

SHM_INLINE void see_pixels(const Picture& picture, const Window& window, std::int64_t row,
                           float gain, float* to) {
  const float* upper = picture.pixels + ((window.y + 2 * row) * picture.width + window.x) * colours;
  const float* lower = upper + picture.width * colours;
  const std::int64_t last = window.width / 2 - 1;
  for (std::int64_t x = 0; x < last; ++x)
    see_inner_cell(upper + 2 * x * colours, lower + 2 * x * colours, gain, to + x * seen_channels);
  see_cell(upper + 2 * last * colours, lower + 2 * last * colours, gain, to + last * seen_channels);
}

/// Channels of a line that begins with cell `begin` of `width`, enlarged by 2 along the row.
template <std::int64_t channels>
SHM_INLINE void see_line(const float* line, const Window& window, std::int64_t begin,
                         std::int64_t width, float gain, float* __restrict to) {
  for (std::int64_t x = 0; x < window.width / 2; ++x, to += seen_channels) {
    const Tap at = tap(window.x / 2 + x, 2, width);
    const float* before = line + (at.before - begin) * channels;
    const float* after = line + (at.after - begin) * channels;
    for (std::int64_t c = 0; c < channels; ++c)
      to[c] = gain * mixed(before[c], after[c], at.fraction);
  }
}

template <typename Feature, typename T>
SHM_INLINE void look_at(const Picture& picture, const Coarse<Feature>& coarse, const Window& window,
                        const Gains& gains, T* seen) {
  const std::int64_t width = picture.width / 4;
  const std::int64_t begin = tap(window.x / 2, 2, width).before;
  const std::int64_t end = tap((window.x + window.width) / 2 - 1, 2, width).after + 1;
  const std::int64_t row_size = window.width / 2 * seen_channels;
  cv::AutoBuffer<float, 1024> line(std::size_t((end - begin) * features));
  cv::AutoBuffer<float, 2048> cells{std::size_t(row_size)};
  for (std::int64_t row = 0; row < window.height / 2; ++row) {
    const Tap at = tap(window.y / 2 + row, 2, picture.height / 4);
    see_pixels(picture, window, row, gains.pixels, cells.data());
    mix_rows<classes>(coarse.probabilities, at, width, begin, end, line.data());
    see_line<classes>(line.data(), window, begin, width, gains.probabilities,
                      cells.data() + seen_pixels);
    mix_rows<features>(coarse.features, at, width, begin, end, line.data());
    see_line<features>(line.data(), window, begin, width, gains.features,
                       cells.data() + seen_pixels + seen_probabilities);
    store_all(cells.data(), row_size, seen + row * row_size);
  }
}

}  // namespace

SHM_EACH_VECTOR_UNIT void halve(const Picture& picture, float gain, float* half, Rows rows) {
  halved(picture, gain, half, rows);
}
SHM_EACH_VECTOR_UNIT void halve(const Picture& picture, float gain, Bf16* half, Rows rows) {
  halved(picture, gain, half, rows);
}
SHM_EACH_VECTOR_UNIT void halve(const Picture& picture, float gain, std::int8_t* half, Rows rows) {
  halved(picture, gain, half, rows);
}

SHM_EACH_VECTOR_UNIT void softmax(const float* logits, float* probabilities, std::int64_t pixels) {
  for (std::int64_t i = 0; i < pixels; ++i, logits += classes, probabilities += classes) {
    const auto shares = softmax_of(logits[0], logits[1], logits[2]);
    for (std::int64_t c = 0; c < classes; ++c)
      probabilities[c] = shares[std::size_t(c)];
  }
}

SHM_EACH_VECTOR_UNIT void spread(const float* logits, std::int64_t height, std::int64_t width,
                                 float* planes, Rows rows) {
  const std::int64_t plane = height * width;
  const std::int64_t row_size = width / 4 * classes;
  cv::AutoBuffer<float, 4096> lines(std::size_t(2 * classes * width));
  float* upper = lines.data();
  float* lower = upper + classes * width;
  std::int64_t above = -1, below = -1;
  for (std::int64_t y = rows.begin; y < rows.end; ++y) {
    const Tap at = tap(y, 4, height / 4);
    if (at.before == below && at.before != above) {
      std::swap(upper, lower);
      std::swap(above, below);
    }
    if (at.before != above) stretch(logits + at.before * row_size, width, upper);
    if (at.after != below) stretch(logits + at.after * row_size, width, lower);
    above = at.before;
    below = at.after;
    float* to = planes + y * width;
    soften(upper, lower, at.fraction, width, to, to + plane, to + 2 * plane);
  }
}

SHM_EACH_VECTOR_UNIT void look(const Picture& picture, const Coarse<float>& coarse,
                               const Window& window, const Gains& gains, float* seen) {
  look_at(picture, coarse, window, gains, seen);
}
SHM_EACH_VECTOR_UNIT void look(const Picture& picture, const Coarse<Bf16>& coarse,
                               const Window& window, const Gains& gains, Bf16* seen) {
  look_at(picture, coarse, window, gains, seen);
}
SHM_EACH_VECTOR_UNIT void look(const Picture& picture, const Coarse<std::uint8_t>& coarse,
                               const Window& window, const Gains& gains, std::int8_t* seen) {
  look_at(picture, coarse, window, gains, seen);
}

SHM_EACH_VECTOR_UNIT void add_detail(const float* detail, const Window& window, const Window& part,
                                     std::int64_t width, const float* unknown, float* alpha) {
  for (std::int64_t y = part.y; y < part.y + part.height; ++y) {
    const std::int64_t row = (y - window.y) / 2;
    const float* from =
        detail + (row * (window.width / 2) + (part.x - window.x) / 2) * 4 + y % 2 * 2;
    const float* share = unknown + y * width + part.x;
    float* __restrict to = alpha + y * width + part.x;
    for (std::int64_t x = 0; x < part.width / 2; ++x) {
      to[2 * x] += share[2 * x] * from[4 * x];
      to[2 * x + 1] += share[2 * x + 1] * from[4 * x + 1];
    }
  }
}

}  // namespace shm
