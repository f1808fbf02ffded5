// SPDX-License-Identifier: MIT
// A small tree in AISegment's form, with the faults that the real one has.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "portrait.hpp"

/// A made-up tree in AISegment's form, with the faults that real ones have.
class MadeUpAisegment {
 public:
  /// `count` portraits in clips of a hundred; every `fault_every`th has a fault, of each kind in
  /// turn.
  MadeUpAisegment(std::filesystem::path root, int count, int fault_every, cv::Size size = {60, 80})
      : root_(std::move(root)), size_(size) {
    for (int i = 0; i < count; ++i) {
      const bool faulty = i % fault_every == fault_every - 1;
      add(i, faulty ? Fault(1 + i / fault_every % (fault_kinds - 1)) : Fault::none);
    }
    write(root_ / "clip_img/1803/clip_00000000/._junk.jpg", "left by macOS");
    write(root_ / "clip_img/readme.txt", "not a picture");
  }

  const std::filesystem::path& root() const { return root_; }
  /// Paths below root, sorted, of what must be rejected.
  const std::vector<std::string>& rejected() const { return rejected_; }
  int whole() const { return whole_; }

 private:
  enum class Fault {
    none,
    no_matting,
    no_clip,
    cut_short,
    other_size,
    no_alpha,
    empty_alpha,
    no_bytes,
    black_on_black,  // no fault: kept
    unusual_name,    // no fault: kept
    id_of_another,   // no fault: kept, both of them
  };
  static constexpr int fault_kinds = 11;

  void add(int number, Fault fault) {
    Portrait portrait(number, size_);
    if (fault == Fault::black_on_black) {
      portrait.image *= 0.06;
      portrait.paint(cv::Scalar::all(0));
    }
    cv::Mat matting = portrait.cut_out();
    if (fault == Fault::other_size) cv::resize(matting, matting, {size_.width - 1, size_.height});
    if (fault == Fault::no_alpha) cv::cvtColor(matting, matting, cv::COLOR_BGRA2BGR);
    if (fault == Fault::empty_alpha) matting &= cv::Scalar(255, 255, 255, 0);
    std::string clip_bytes = encoded(".jpg", portrait.image);
    if (fault == Fault::cut_short) clip_bytes.resize(clip_bytes.size() * 2 / 3);
    if (fault == Fault::no_bytes) clip_bytes.clear();
    place(number, fault, clip_bytes, encoded(".png", matting));
  }

  void place(int number, Fault fault, const std::string& clip_bytes,
             const std::string& matting_bytes) {
    std::string folder = std::to_string(number / 100),
                id = "1803-" + std::to_string(10000 + number);
    if (fault == Fault::unusual_name) id = "with space, \"quotes\" & ünïcödé 人 " + id;
    if (fault == Fault::id_of_another) {
      id = "1803-" + std::to_string(10000 + number - 1);
      folder = "again_" + std::to_string(number);
    }
    const std::string clip = "clip_img/1803/clip_" + folder + "/" + id + ".jpg";
    const std::string matting = "matting/1803/matting_" + folder + "/" + id + ".png";
    if (fault != Fault::no_clip) write(root_ / clip, clip_bytes);
    if (fault != Fault::no_matting) write(root_ / matting, matting_bytes);
    if (fault == Fault::no_clip)
      rejected_.push_back(matting);
    else if (fault >= Fault::no_matting && fault <= Fault::no_bytes)
      rejected_.push_back(clip);
    else
      ++whole_;
    std::sort(rejected_.begin(), rejected_.end());
  }

  static void write(const std::filesystem::path& file, const std::string& bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  std::filesystem::path root_;
  cv::Size size_;
  std::vector<std::string> rejected_;
  int whole_ = 0;
};
