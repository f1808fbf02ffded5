// SPDX-License-Identifier: MIT
// A video buffer's pixels, mapped for as long as they are used.
#pragma once

#include <gst/video/video.h>

#include "gst_ptr.hpp"
#include "shm/image.hpp"

namespace shm {

/// A video buffer's pixels, mapped for as long as this lives.
class MappedFrame {
 public:
  /// Throws BadInput where the buffer cannot be mapped or holds less than `info` says.
  MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags);
  ~MappedFrame() { gst_video_frame_unmap(&frame_); }
  MappedFrame(const MappedFrame&) = delete;
  MappedFrame& operator=(const MappedFrame&) = delete;

  GstVideoFrame* get() { return &frame_; }
  MutableImageView view();  ///< only of the packed formats that libshm knows

 private:
  int width_;
  int height_;
  GstVideoFrame frame_;
};

/// A frame of the element's own memory.
class OwnFrame {
 public:
  explicit OwnFrame(const GstVideoInfo& info)
      : buffer_(gst_buffer_new_allocate(nullptr, info.size, nullptr)),
        frame_(info, buffer_.get(), GST_MAP_READWRITE) {}

  MappedFrame& frame() { return frame_; }

 private:
  BufferPtr buffer_;
  MappedFrame frame_;
};

}  // namespace shm
