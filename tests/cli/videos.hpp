// SPDX-License-Identifier: MIT
// Small videos that a test makes and has shm-matte cut people out of.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "matte.hpp"
#include "media.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

inline constexpr const char* picture = "-f lavfi -i testsrc=d=1:s=160x90:r=10 ";
inline constexpr const char* h264 = " -pix_fmt yuv420p -c:v libx264 ";

class Videos : public testing::Test {
 protected:
  void SetUp() override {
    if (!have_ffmpeg()) GTEST_SKIP() << no_ffmpeg;
  }

  fs::path make(const std::string& name, const std::string& words) const {
    ffmpeg(words, folder_ / name);
    return folder_ / name;
  }

  /// The video in a container; what holds no alpha is a composite.
  Ran matted(const fs::path& video, const std::string& container = "mov") const {
    std::vector<std::string> arguments = {"-o",          folder_ / "out", video,
                                          "--container", container,       "--overwrite"};
    if (container == "mp4" || container == "webm")
      arguments.insert(arguments.end(), {"--output", "composite"});
    return matte(arguments);
  }

  fs::path result(const std::string& name) const { return folder_ / ("out/" + name); }

  TemporaryFolder folder_;
};

inline double seconds(const fs::path& file) {
  return std::stod(probed(file, "", "duration").at(0));
}

/// The first frame's grey of a video of one colour, of 0 to 255.
inline int gray_of(const fs::path& video) {
  const TemporaryFolder folder;
  ffmpeg("-i " + shell_quoted(video) + " -frames:v 1 -vf format=gray16le -f rawvideo",
         folder / "gray");
  const std::string pixels = shm::read_whole_file(folder / "gray");
  return static_cast<unsigned char>(pixels.at(pixels.size() / 4 * 2 + 1));
}
