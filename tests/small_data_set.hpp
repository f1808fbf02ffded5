// SPDX-License-Identifier: MIT
// A data set that can be learnt in seconds.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include "shm/image.hpp"
#include "shm/picture.hpp"

/// Pictures that can be learnt in seconds: a bright ellipse, the person, before stripes; each with
/// its alpha, edges a pixel wide. Files lie as in a data set: image/ alpha/ foreground/.
class SmallDataSet {
 public:
  SmallDataSet(std::filesystem::path root, int pictures, int size)
      : root_(std::move(root)), size_(size) {
    for (const char* part : {"image", "alpha"})
      std::filesystem::create_directories(root_ / part);
    for (int i = 0; i < pictures; ++i)
      write(i);
  }

  const std::filesystem::path& root() const { return root_; }
  static std::string name(int number) { return std::to_string(1000 + number) + ".png"; }

 private:
  void write(int number) const {
    shm::Image image(size_, size_, shm::PixelFormat::rgb);
    shm::Image alpha(size_, size_, shm::PixelFormat::gray);
    for (int y = 0; y < size_; ++y)
      for (int x = 0; x < size_; ++x) {
        const double a = share(number, x, y);
        alpha.view().row(y)[x] = std::uint8_t(std::lround(255 * a));
        for (int c = 0; c < 3; ++c)
          image.view().row(y)[3 * x + c] =
              std::uint8_t(std::lround(a * person(c, x) + (1 - a) * stripes(number, c, x, y)));
      }
    shm::write_picture(root_ / "image" / name(number), image);
    shm::write_picture(root_ / "alpha" / name(number), alpha);
  }

  /// How much of the pixel is the person.
  double share(int number, int x, int y) const {
    const double across = (x - size_ * (0.35 + 0.04 * (number % 8))) / (size_ * 0.22);
    const double down = (y - size_ * 0.6) / (size_ * 0.35);
    return std::clamp((1 - std::hypot(across, down)) * size_ * 0.2, 0.0, 1.0);
  }
  double person(int channel, int x) const { return 230 - 20 * channel - 40 * (x / 8 % 2); }
  double stripes(int number, int channel, int x, int y) const {
    return 30 + 20 * channel + 50 * ((x + (number + 1) * y) / 12 % 2);
  }

  std::filesystem::path root_;
  int size_;
};
