// SPDX-License-Identifier: MIT
// KNN alphas against the original's.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "shared_data.hpp"
#include "shm/alpha_matting.hpp"
#include "shm/picture.hpp"

namespace {

struct Matte {
  int width;
  int height;
  std::vector<float> alpha;
};

Matte knn(const std::string& image_file, const std::string& trimap_file) {
  const shm::Image image = shm::read_picture(shared_data(image_file), shm::ReadAs::rgb);
  const shm::Image trimap = shm::read_picture(shared_data(trimap_file), shm::ReadAs::gray);
  Matte matte{image.width(), image.height(), {}};
  matte.alpha.resize(std::size_t(matte.width) * std::size_t(matte.height));
  shm::estimate_alpha(
      image, trimap, {.method = shm::MattingMethod::knn},
      shm::MutablePlaneView{matte.alpha.data(), matte.width, matte.height, matte.width});
  return matte;
}

std::vector<double> read_doubles(const std::filesystem::path& file, std::size_t count) {
  std::vector<double> values(count);
  std::ifstream(file, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()),  // NOLINT: the doubles' bytes
            std::streamsize(count * sizeof(double)));
  return values;
}

}  // namespace

TEST(KnnGolden, EqualsTheOriginalsDirectSolutionEverywhere) {
  SHM_NEEDS_SHARED_DATA();
  const Matte matte = knn("golden/knn_image.png", "golden/knn_trimap.png");
  const std::vector<double> raw =
      read_doubles(shared_data("golden/knn_alpha_raw_f64_160x120.bin"), matte.alpha.size());
  double worst = 0;
  for (std::size_t i = 0; i < raw.size(); ++i)
    worst = std::max(worst, std::abs(double(matte.alpha[i]) - std::clamp(raw[i], 0.0, 1.0)));
  EXPECT_LT(worst, 1.0 / 255);
}

TEST(KnnGolden, DonkeyHasThePublishedAlpha) {
  SHM_NEEDS_SHARED_DATA();
  const Matte matte = knn("data/knn_reference/donkey.png", "data/knn_reference/donkeyTrimap.png");
  const shm::Image published =
      shm::read_picture(shared_data("data/knn_reference/donkeyAlpha.png"), shm::ReadAs::gray);
  double sum = 0;
  for (std::size_t i = 0; i < matte.alpha.size(); ++i)
    sum += std::abs(double(matte.alpha[i]) - published.view().data[i] / 255.0);
  EXPECT_LT(sum / double(matte.alpha.size()), 1.0 / 255);
}
