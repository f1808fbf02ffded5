// SPDX-License-Identifier: MIT
// Cuts the person out of a picture: matte_picture IN.jpg OUT.png
#include <cstdio>
#include <shm/compositor.hpp>
#include <shm/error.hpp>
#include <shm/matter.hpp>
#include <shm/picture.hpp>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: matte_picture IN OUT.png\n");
    return 2;
  }
  try {
    const shm::Image picture = shm::read_picture(argv[1], shm::ReadAs::rgb);
    shm::Image alpha(picture.width(), picture.height(), shm::PixelFormat::gray);
    shm::Image cutout(picture.width(), picture.height(), shm::PixelFormat::rgba);

    shm::Matter::open({})->matte(picture, {}, alpha);
    shm::Compositor::make()->compose(picture, alpha, {}, cutout);
    shm::write_picture(argv[2], cutout);
  } catch (const shm::Error& error) {
    std::fprintf(stderr, "matte_picture: %s\n", error.what());
    return 1;
  }
  return 0;
}
