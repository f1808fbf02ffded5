// SPDX-License-Identifier: MIT
// Frames as JPEGs for the page, made only while somebody looks.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gst_ptr.hpp"
#include "shm-camera/frame_format.hpp"
#include "shm-camera/timer.hpp"

namespace shm::camera {

class Preview {
 public:
  using Clock = std::chrono::steady_clock;
  /// Gets a JPEG and its number; an empty one where no frame came in time.
  using Answer = std::function<void(const std::string& jpeg, std::uint64_t number)>;

  /// `changed` is told when somebody begins to look and when nobody does any more; `remark` when
  /// no JPEG can be made.
  Preview(const FrameFormat& format, std::function<void()> changed,
          std::function<void(const std::string&)> remark);
  ~Preview();
  Preview(const Preview&) = delete;
  Preview& operator=(const Preview&) = delete;

  bool is_watched() const { return watch_.has_value(); }
  void show(std::span<const std::byte> frame);

  /// Answers with the first frame after `number`: at once where there is one.
  void ask(std::uint64_t number, Answer answer);

 private:
  struct Question {
    std::uint64_t after;
    Clock::time_point until;
    Answer answer;
  };

  void look();
  void answer_all();
  void make(std::span<const std::byte> frame);
  std::string encode(std::span<const std::byte> frame);

  FrameFormat format_;
  std::function<void()> changed_;
  std::function<void(const std::string&)> remark_;
  ConverterPtr converter_;
  std::optional<Timer> watch_;
  Clock::time_point asked_;
  Clock::time_point made_;
  std::vector<Question> questions_;
  std::string jpeg_;
  std::uint64_t number_ = 0;
};

}  // namespace shm::camera
