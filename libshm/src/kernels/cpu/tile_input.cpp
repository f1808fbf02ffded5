// SPDX-License-Identifier: MIT
// What the networks see, made of the picture and of T-Net's output, and what becomes of M-Net's.
#include "kernels/cpu/tile_input.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <opencv2/core/utility.hpp>

#include "kernels/cpu/tap.hpp"

namespace shm {
namespace {

constexpr std::int64_t colors = 3;
constexpr std::int64_t classes = 3;
constexpr std::int64_t features = tile_features;

template <typename T>
SHM_INLINE void halve_rows(const Picture& picture, float scale, T* half, Rows rows) {
  const std::int64_t width = picture.width / 2;
  const auto [mean, unit] = picture.as_seen;
  cv::AutoBuffer<float, 2048> line(std::size_t(width * colors));
  for (std::int64_t y = rows.begin; y < rows.end; ++y) {
    const std::uint8_t* upper = picture.pixels + 2 * y * picture.width * colors;
    const std::uint8_t* lower = upper + picture.width * colors;
    for (std::int64_t x = 0; x < width; ++x)
      for (std::int64_t c = 0; c < colors; ++c) {
        const std::int64_t left = 2 * x * colors + c;
        const std::int64_t right = left + colors;
        const int sum = upper[left] + upper[right] + lower[left] + lower[right];
        line[std::size_t(x * colors + c)] =
            (float(sum) - 4 * mean[std::size_t(c)]) * (scale * unit / 4);
      }
    store_all(line.data(), width * colors, half + y * width * colors);
  }
}

/// Between two rows of what T-Net says, times `scale`: cells `begin` to `end` of `width`, into a
/// line that begins with the first of them and holds each in `room` floats.
template <std::int64_t channels, std::int64_t room, typename T>
SHM_INLINE void mix_rows(const T* cells, const Tap& at, std::int64_t width, std::int64_t begin,
                         std::int64_t end, float scale, float* __restrict line) {
  const T* upper = cells + (at.before * width + begin) * channels;
  const T* lower = cells + (at.after * width + begin) * channels;
  for (std::int64_t cell = 0; cell < end - begin; ++cell)
    for (std::int64_t c = 0; c < channels; ++c)
      line[cell * room + c] = scale * mixed(to_float(upper[cell * channels + c]),
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

SHM_INLINE Lanes mixed_lanes(const float* before, const float* after, float fraction) {
  const Lanes first = load_lanes(before);
  return first + fraction * (load_lanes(after) - first);
}

/// What T-Net says of a row of the window, at its own size along the row: the lines begin with cell
/// `begin` of `width`. Probabilities are four floats each, the last 0, after twelve others.
struct TNetRow {
  const float* probabilities;
  const float* features;
  std::int64_t begin, width;
};

constexpr std::int64_t read_behind = 2;  ///< floats that two_by_two reads and does not need
constexpr std::int64_t probability_room = 4;
static_assert(tile_pixels + probability_room == lane_count && tile_features == lane_count);

/// A row of what M-Net sees: two vectors a cell.
template <typename T>
SHM_INLINE void gather_row(const float* upper, const float* lower, const Window& window,
                           const Normalization& as_seen, const TNetRow& t_net, T* to) {
  const auto [a, b, c] = as_seen.mean;
  const Lanes mean = {a, a, a, a, b, b, b, b, c, c, c, c};
  for (std::int64_t x = 0; x < window.width / 2; ++x, to += tile_channels) {
    const Tap at = tap(window.x / 2 + x, 2, t_net.width);
    const std::int64_t before = at.before - t_net.begin, after = at.after - t_net.begin;
    const Lanes pixels = two_by_two(upper + 2 * x * colors, lower + 2 * x * colors);
    const Lanes probabilities =
        mixed_lanes(t_net.probabilities + before * probability_room,
                    t_net.probabilities + after * probability_room, at.fraction);
    store_lanes(__builtin_shufflevector(as_seen.scale * (pixels - mean), probabilities, 0, 1, 2, 3,
                                        4, 5, 6, 7, 8, 9, 10, 11, 28, 29, 30, 31),
                to);
    store_lanes(mixed_lanes(t_net.features + before * features, t_net.features + after * features,
                            at.fraction),
                to + lane_count);
  }
}

SHM_INLINE void to_floats(const std::uint8_t* bytes, std::int64_t count, float* __restrict floats) {
  for (std::int64_t i = 0; i < count; ++i)
    floats[i] = bytes[i];
}

template <typename Feature, typename T>
SHM_INLINE void gathered(const Picture& picture, const TNetOutput<Feature>& t_net,
                         const Window& window, const InputScales& scales, T* tile) {
  const std::int64_t width = picture.width / 4;
  const std::int64_t begin = tap(window.x / 2, 2, width).before;
  const std::int64_t end = tap((window.x + window.width) / 2 - 1, 2, width).after + 1;
  cv::AutoBuffer<float, 1024> feature_line(std::size_t((end - begin) * features));
  cv::AutoBuffer<float, 512> probability_line(
      std::size_t(tile_pixels + (end - begin) * probability_room));
  std::fill_n(probability_line.data(), probability_line.size(), 0.F);
  const Normalization as_seen{picture.as_seen.mean, picture.as_seen.scale * scales.pixels};
  const std::int64_t line = window.width * colors;
  cv::AutoBuffer<float, 1024> upper(std::size_t(2 * (line + read_behind)));
  float* const lower = upper.data() + line + read_behind;
  std::fill_n(upper.data(), upper.size(), 0.F);
  for (std::int64_t row = 0; row < window.height / 2; ++row) {
    const Tap at = tap(window.y / 2 + row, 2, picture.height / 4);
    mix_rows<classes, probability_room>(t_net.probabilities, at, width, begin, end,
                                        scales.probabilities,
                                        probability_line.data() + tile_pixels);
    mix_rows<features, features>(t_net.features, at, width, begin, end, scales.features,
                                 feature_line.data());
    const std::uint8_t* pixels =
        picture.pixels + ((window.y + 2 * row) * picture.width + window.x) * colors;
    to_floats(pixels, line, upper.data());
    to_floats(pixels + picture.width * colors, line, lower);
    gather_row(upper.data(), lower, window, as_seen,
               {probability_line.data(), feature_line.data(), begin, width},
               tile + row * (window.width / 2) * tile_channels);
  }
}

}  // namespace

template <typename T>
void halve(const Picture& picture, float scale, T* half, Rows rows) {
  on_vector_unit([=]() mutable SHM_IN_EACH { halve_rows(picture, scale, half, rows); });
}

template <typename Feature, typename T>
void gather_tile(const Picture& picture, const TNetOutput<Feature>& t_net, const Window& window,
                 const InputScales& scales, T* tile) {
  on_vector_unit([=]() mutable SHM_IN_EACH { gathered(picture, t_net, window, scales, tile); });
}

void add_detail(const float* detail, const Window& window, const Window& part, std::int64_t width,
                const float* unknown, float* alpha) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
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
  });
}

namespace {

template <typename T>
SHM_INLINE void normalize_all(const Picture& picture, Rows rows, T* to) {
  const auto [mean, scale] = picture.as_seen;
  for (std::int64_t i = rows.begin * picture.width; i < rows.end * picture.width; ++i)
    for (std::int64_t c = 0; c < colors; ++c)
      store((float(picture.pixels[colors * i + c]) - mean[std::size_t(c)]) * scale,
            to[colors * i + c]);
}

template <typename T>
SHM_INLINE void join(const T* picture, const float* probabilities, T* joined, std::int64_t pixels) {
  for (std::int64_t i = 0; i < pixels;
       ++i, picture += colors, probabilities += classes, joined += colors + classes)
    for (std::int64_t c = 0; c < colors; ++c) {
      joined[c] = picture[c];
      store(probabilities[c], joined[colors + c]);
    }
}

}  // namespace

template <typename T>
void join_channels(const T* picture, const float* probabilities, T* joined, std::int64_t pixels) {
  on_vector_unit([=]() mutable SHM_IN_EACH { join(picture, probabilities, joined, pixels); });
}

template <typename T>
void normalize(const Picture& picture, Rows rows, T* to) {
  on_vector_unit([=]() mutable SHM_IN_EACH { normalize_all(picture, rows, to); });
}

template void halve(const Picture&, float, float*, Rows);
template void halve(const Picture&, float, Bf16*, Rows);
template void halve(const Picture&, float, std::int8_t*, Rows);
template void gather_tile(const Picture&, const TNetOutput<float>&, const Window&,
                          const InputScales&, float*);
template void gather_tile(const Picture&, const TNetOutput<Bf16>&, const Window&,
                          const InputScales&, Bf16*);
template void gather_tile(const Picture&, const TNetOutput<std::uint8_t>&, const Window&,
                          const InputScales&, std::int8_t*);
template void join_channels(const float*, const float*, float*, std::int64_t);
template void normalize(const Picture&, Rows, float*);
template void join_channels(const Bf16*, const float*, Bf16*, std::int64_t);
template void normalize(const Picture&, Rows, Bf16*);

}  // namespace shm
