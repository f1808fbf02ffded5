// SPDX-License-Identifier: MIT
// What becomes of T-Net's logits: probabilities, and where they leave no doubt.
#include "kernels/cpu/trimap_softmax.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <opencv2/core/utility.hpp>
#include <utility>

#include "kernels/cpu/tap.hpp"

namespace shm {
namespace {

constexpr std::int64_t classes = 3;

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

/// A row of logits, enlarged by 4 along the row: a line of `part`'s width for each class.
SHM_INLINE void stretch(const float* row, const Window& part, std::int64_t width, float* lines) {
  const std::int64_t count = part.width / 4;
  cv::AutoBuffer<float, 64> cells{std::size_t(count + 2)};
  for (std::int64_t c = 0; c < classes; ++c, lines += part.width) {
    for (std::int64_t k = 0; k < count + 2; ++k)
      cells[std::size_t(k)] =
          row[std::clamp<std::int64_t>(part.x / 4 + k - 1, 0, width - 1) * classes + c];
    const float* cell = cells.data();
    for (std::int64_t k = 0; k < count; ++k) {
      lines[4 * k] = mixed(cell[k], cell[k + 1], 0.625F);
      lines[4 * k + 1] = mixed(cell[k], cell[k + 1], 0.875F);
      lines[4 * k + 2] = mixed(cell[k + 1], cell[k + 2], 0.125F);
      lines[4 * k + 3] = mixed(cell[k + 1], cell[k + 2], 0.375F);
    }
  }
}

/// A class between two stretched rows.
struct Between {
  const float* upper;
  const float* lower;
  float fraction;

  SHM_INLINE float operator[](std::int64_t x) const { return mixed(upper[x], lower[x], fraction); }
};

/// Calls work(y, background, unknown, foreground) for each row of `part`.
template <typename Work>
SHM_INLINE void for_enlarged_rows(const float* logits, const ClassOrder& order,
                                  const Picture& picture, const Window& part, const Work& work) {
  const std::int64_t width = picture.width / 4;
  cv::AutoBuffer<float, 512> lines(std::size_t(2 * classes * part.width));
  float* upper = lines.data();
  float* lower = upper + classes * part.width;
  std::int64_t above = -1, below = -1;
  for (std::int64_t y = part.y; y < part.y + part.height; ++y) {
    const Tap at = tap(y, 4, picture.height / 4);
    if (at.before == below && at.before != above) {
      std::swap(upper, lower);
      std::swap(above, below);
    }
    if (at.before != above) stretch(logits + at.before * width * classes, part, width, upper);
    if (at.after != below) stretch(logits + at.after * width * classes, part, width, lower);
    above = at.before;
    below = at.after;
    const auto between = [&](int channel) {
      return Between{upper + channel * part.width, lower + channel * part.width, at.fraction};
    };
    work(y, between(order.background), between(order.unknown), between(order.foreground));
  }
}

SHM_INLINE void softmax_row(Between background, Between unknown, Between foreground,
                            std::int64_t width, float* __restrict unknown_share,
                            float* __restrict foreground_share) {
  for (std::int64_t x = 0; x < width; ++x) {
    const auto shares = softmax_of(background[x], unknown[x], foreground[x]);
    unknown_share[x] = shares[1];
    foreground_share[x] = shares[2];
  }
}

/// The softmax of two.
SHM_INLINE void two_class_softmax_row(Between background, Between foreground, std::int64_t width,
                                      float* __restrict share) {
  for (std::int64_t x = 0; x < width; ++x) {
    const float lead = foreground[x] - background[x];
    const float e = exp_of_negative(-std::abs(lead));
    share[x] = (lead > 0 ? 1 : e) / (1 + e);
  }
}

}  // namespace

void softmax(const float* logits, float* probabilities, std::int64_t pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t i = 0; i < pixels; ++i, logits += classes, probabilities += classes) {
      const auto shares = softmax_of(logits[0], logits[1], logits[2]);
      for (std::int64_t c = 0; c < classes; ++c)
        probabilities[c] = shares[std::size_t(c)];
    }
  });
}

bool all_confident(const float* probabilities, const ClassOrder& order, const Picture& picture,
                   const Window& part, float least) {
  const std::int64_t height = picture.height / 4, width = picture.width / 4;
  const std::int64_t left = tap(part.x, 4, width).before;
  const std::int64_t right = tap(part.x + part.width - 1, 4, width).after;
  const std::int64_t bottom = tap(part.y + part.height - 1, 4, height).after;
  bool background = true, foreground = true;
  for (std::int64_t y = tap(part.y, 4, height).before; y <= bottom; ++y)
    for (std::int64_t x = left; x <= right; ++x) {
      const float* cell = probabilities + (y * width + x) * classes;
      background = background && cell[order.background] >= least;
      foreground = foreground && cell[order.foreground] >= least;
    }
  return background || foreground;
}

void upsampled_softmax(const float* logits, const ClassOrder& order, const Picture& picture,
                       const Window& part, float* unknown, float* foreground) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for_enlarged_rows(logits, order, picture, part,
                      [&](std::int64_t y, Between b, Between u, Between f) {
                        const std::int64_t first = y * picture.width + part.x;
                        softmax_row(b, u, f, part.width, unknown + first, foreground + first);
                      });
  });
}

void two_class_softmax(const float* logits, const ClassOrder& order, const Picture& picture,
                       const Window& part, float* foreground) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for_enlarged_rows(
        logits, order, picture, part, [&](std::int64_t y, Between b, Between, Between f) {
          two_class_softmax_row(b, f, part.width, foreground + y * picture.width + part.x);
        });
  });
}

bool any_above(const float* values, std::int64_t width, const Window& part, float least) {
  return on_vector_unit([=]() mutable SHM_IN_EACH {
    int above = 0;
    for (std::int64_t y = part.y; y < part.y + part.height; ++y)
      for (std::int64_t x = part.x; x < part.x + part.width; ++x)
        above |= int(values[y * width + x] > least);
    return above != 0;
  });
}

void fuse(const float* probabilities, const ClassOrder& order, const float* detail, float* alpha,
          std::int64_t pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t i = 0; i < pixels; ++i, probabilities += classes)
      alpha[i] = probabilities[order.foreground] + probabilities[order.unknown] * detail[i];
  });
}

}  // namespace shm
