// SPDX-License-Identifier: MIT
// Frames as JPEGs for the page, made only while somebody looks.
#include "shm-camera/preview.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <utility>

#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm::camera {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 2s;       ///< with who looks, and of who looks
constexpr auto least_pause = 60ms;  ///< between JPEGs
constexpr int preview_width = 640;

int even(int number) {
  return number / 2 * 2;
}

int preview_height(const FrameFormat& format) {
  return std::max(2, even(preview_width * format.height / format.width));
}

GstVideoInfo info_of(GstVideoFormat pixels, int width, int height) {
  GstVideoInfo info;
  gst_video_info_set_format(&info, pixels, guint(width), guint(height));
  return info;
}

/// A frame of GStreamer on memory that is somebody else's.
GstVideoFrame frame_on(const GstVideoInfo& info, const void* pixels) {
  GstVideoFrame frame{};
  frame.info = info;
  frame.data[0] = const_cast<void*>(pixels);
  return frame;
}

GstVideoConverter* make_converter(const FrameFormat& format) {
  GstVideoInfo in = info_of(GST_VIDEO_FORMAT_YUY2, format.width, format.height);
  GstVideoInfo out = info_of(GST_VIDEO_FORMAT_RGB, preview_width, preview_height(format));
  return gst_video_converter_new(&in, &out, nullptr);
}

}  // namespace

Preview::Preview(const FrameFormat& format, std::function<void()> changed,
                 std::function<void(const std::string&)> remark)
    : format_(format),
      changed_(std::move(changed)),
      remark_(std::move(remark)),
      converter_(make_converter(format)) {}

Preview::~Preview() = default;

void Preview::ask(std::uint64_t number, Answer answer) {
  asked_ = Clock::now();
  questions_.push_back({number, asked_ + patience, std::move(answer)});
  if (is_watched()) return answer_all();
  jpeg_.clear();  // of when somebody looked last
  watch_.emplace(250ms, [this] { look(); });
  changed_();
}

void Preview::look() {
  answer_all();
  if (!questions_.empty() || Clock::now() - asked_ < patience) return;
  watch_.reset();
  changed_();
}

void Preview::show(std::span<const std::byte> frame) {
  if (!is_watched() || Clock::now() - made_ < least_pause) return;
  made_ = Clock::now();
  make(frame);
  answer_all();
}

/// Who reads the virtual camera has frames all the same.
void Preview::make(std::span<const std::byte> frame) {
  try {
    jpeg_ = encode(frame);
    ++number_;
  } catch (const Error& error) {
    made_ += 1s;
    remark_(error.what());
  }
}

void Preview::answer_all() {
  const auto now = Clock::now();
  const auto waits = [&](const Question& question) {
    return question.until > now && (jpeg_.empty() || question.after == number_);
  };
  const auto ripe = std::stable_partition(questions_.begin(), questions_.end(), waits);
  std::vector<Question> answered(std::make_move_iterator(ripe),
                                 std::make_move_iterator(questions_.end()));
  questions_.erase(ripe, questions_.end());
  for (const Question& question : answered)
    question.answer(question.after == number_ ? std::string() : jpeg_, number_);
}

std::string Preview::encode(std::span<const std::byte> frame) {
  Image picture(preview_width, preview_height(format_), PixelFormat::rgb);
  const GstVideoInfo in = info_of(GST_VIDEO_FORMAT_YUY2, format_.width, format_.height);
  GstVideoInfo out = info_of(GST_VIDEO_FORMAT_RGB, picture.view().width, picture.view().height);
  out.stride[0] = gint(picture.view().stride);
  const GstVideoFrame from = frame_on(in, frame.data());
  GstVideoFrame to = frame_on(out, picture.view().data);
  gst_video_converter_frame(converter_.get(), &from, &to);
  return encode_picture(".jpg", picture.view());
}

}  // namespace shm::camera
