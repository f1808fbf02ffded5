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

SHM_INLINE void soften_row(Between background, Between unknown, Between foreground,
                           std::int64_t width, float* __restrict unknown_share,
                           float* __restrict foreground_share) {
  for (std::int64_t x = 0; x < width; ++x) {
    const auto shares = softmax_of(background[x], unknown[x], foreground[x]);
    unknown_share[x] = shares[1];
    foreground_share[x] = shares[2];
  }
}

/// The softmax of two.
SHM_INLINE void decide_row(Between background, Between foreground, std::int64_t width,
                           float* __restrict share) {
  for (std::int64_t x = 0; x < width; ++x) {
    const float lead = foreground[x] - background[x];
    const float e = exp_of_negative(-std::abs(lead));
    share[x] = (lead > 0 ? 1 : e) / (1 + e);
  }
}

/// Between two rows of what T-Net says, times `gain`: cells `begin` to `end` of `width`, into a
/// line that begins with the first of them and holds each in `room` floats.
template <std::int64_t channels, std::int64_t room, typename T>
SHM_INLINE void mix_rows(const T* cells, const Tap& at, std::int64_t width, std::int64_t begin,
                         std::int64_t end, float gain, float* __restrict line) {
  const T* upper = cells + (at.before * width + begin) * channels;
  const T* lower = cells + (at.after * width + begin) * channels;
  for (std::int64_t cell = 0; cell < end - begin; ++cell)
    for (std::int64_t c = 0; c < channels; ++c)
      line[cell * room + c] = gain * mixed(to_float(upper[cell * channels + c]),
                                           to_float(lower[cell * channels + c]), at.fraction);
}

/// Two pixels of either row, colour by colour, and four lanes of no meaning. Reads eight floats of
/// either row.
SHM_INLINE Lanes two_by_two(const float* upper, const float* lower) {
  using Half __attribute__((vector_size(8 * sizeof(float)))) = float;
  Half above, below;
  std::memcpy(&above, upper, sizeof above);
  std::memcpy(&below, lower, sizeof below);
  return __builtin_shufflevector(above, below, 0, 3, 8, 11, 1, 4, 9, 12, 2, 5, 10, 13, 2, 5, 10,
                                 13);
}

/// The same at the end of the rows, where there are six floats.
SHM_INLINE Lanes last_two_by_two(const float* upper, const float* lower) {
  std::array<float, 8> above{}, below{};
  std::copy_n(upper, 2 * colours, above.data());
  std::copy_n(lower, 2 * colours, below.data());
  return two_by_two(above.data(), below.data());
}

SHM_INLINE Lanes mixed_lanes(const float* before, const float* after, float fraction) {
  const Lanes first = load_lanes(before);
  return first + fraction * (load_lanes(after) - first);
}

/// What T-Net says of a row of the window, at its own size along the row: the lines begin with cell
/// `begin` of `width`. Probabilities are four floats each, the last 0, after twelve others.
struct CoarseRow {
  const float* probabilities;
  const float* features;
  std::int64_t begin, width;
};

constexpr std::int64_t probability_room = 4;
static_assert(seen_pixels + probability_room == lane_count && seen_features == lane_count);

/// A row of what M-Net sees: two vectors a cell.
template <typename T>
SHM_INLINE void see_row(const float* upper, const float* lower, const Window& window, float gain,
                        const CoarseRow& coarse, T* to) {
  const std::int64_t last = window.width / 2 - 1;
  for (std::int64_t x = 0; x <= last; ++x, to += seen_channels) {
    const Tap at = tap(window.x / 2 + x, 2, coarse.width);
    const std::int64_t before = at.before - coarse.begin, after = at.after - coarse.begin;
    const std::int64_t first = 2 * x * colours;
    const Lanes pixels = x < last ? two_by_two(upper + first, lower + first)
                                  : last_two_by_two(upper + first, lower + first);
    const Lanes probabilities =
        mixed_lanes(coarse.probabilities + before * probability_room,
                    coarse.probabilities + after * probability_room, at.fraction);
    store_lanes(__builtin_shufflevector(gain * pixels, probabilities, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
                                        10, 11, 28, 29, 30, 31),
                to);
    store_lanes(mixed_lanes(coarse.features + before * features, coarse.features + after * features,
                            at.fraction),
                to + lane_count);
  }
}

template <typename Feature, typename T>
SHM_INLINE void look_at(const Picture& picture, const Coarse<Feature>& coarse, const Window& window,
                        const Gains& gains, T* seen) {
  const std::int64_t width = picture.width / 4;
  const std::int64_t begin = tap(window.x / 2, 2, width).before;
  const std::int64_t end = tap((window.x + window.width) / 2 - 1, 2, width).after + 1;
  cv::AutoBuffer<float, 1024> feature_line(std::size_t((end - begin) * features));
  cv::AutoBuffer<float, 512> probability_line(
      std::size_t(seen_pixels + (end - begin) * probability_room));
  std::fill_n(probability_line.data(), probability_line.size(), 0.F);
  for (std::int64_t row = 0; row < window.height / 2; ++row) {
    const Tap at = tap(window.y / 2 + row, 2, picture.height / 4);
    mix_rows<classes, probability_room>(coarse.probabilities, at, width, begin, end,
                                        gains.probabilities, probability_line.data() + seen_pixels);
    mix_rows<features, features>(coarse.features, at, width, begin, end, gains.features,
                                 feature_line.data());
    const float* upper =
        picture.pixels + ((window.y + 2 * row) * picture.width + window.x) * colours;
    see_row(upper, upper + picture.width * colours, window, gains.pixels,
            {probability_line.data(), feature_line.data(), begin, width},
            seen + row * (window.width / 2) * seen_channels);
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

bool agree(const float* probabilities, const ClassOrder& order, const Picture& picture,
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

SHM_EACH_VECTOR_UNIT void spread(const float* logits, const ClassOrder& order,
                                 const Picture& picture, const Window& part, float* unknown,
                                 float* foreground) {
  for_enlarged_rows(logits, order, picture, part,
                    [&](std::int64_t y, Between b, Between u, Between f) {
                      const std::int64_t first = y * picture.width + part.x;
                      soften_row(b, u, f, part.width, unknown + first, foreground + first);
                    });
}

SHM_EACH_VECTOR_UNIT void decide(const float* logits, const ClassOrder& order,
                                 const Picture& picture, const Window& part, float* foreground) {
  for_enlarged_rows(logits, order, picture, part,
                    [&](std::int64_t y, Between b, Between, Between f) {
                      decide_row(b, f, part.width, foreground + y * picture.width + part.x);
                    });
}

SHM_EACH_VECTOR_UNIT bool any_above(const float* values, std::int64_t width, const Window& part,
                                    float least) {
  int above = 0;
  for (std::int64_t y = part.y; y < part.y + part.height; ++y)
    for (std::int64_t x = part.x; x < part.x + part.width; ++x)
      above |= int(values[y * width + x] > least);
  return above != 0;
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
